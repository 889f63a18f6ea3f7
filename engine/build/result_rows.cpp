#include "engine/build/result_rows.h"

#include <algorithm>

namespace pixmill {

FolderRows remembered_rows(const Plan& plan, const RunResult& result, std::size_t folder) {
  FolderRows rows;
  const auto& made = result.rows[folder];
  const FolderRows& known = plan.folders[folder].rows;
  auto row = known.begin();
  for (const EntryState& entry : result.entries[folder]) {
    while (row != known.end() && row->name < entry.name) ++row;
    if (const auto found = made.find(entry.name); found != made.end()) {
      rows.push_back({found->first, found->second});
    } else if (row != known.end() && row->name == entry.name) {
      rows.push_back(*row);
    }
  }
  return rows;
}

FolderRows failed_rows(const RunResult& result, std::size_t folder) {
  FolderRows rows;
  const FolderState& entries = result.entries[folder];
  for (const auto& [name, row] : result.rows[folder]) {
    const auto entry = std::lower_bound(
        entries.begin(), entries.end(), name, [](const EntryState& e, const std::string& wanted) {
          return e.name < wanted;
        });
    if (entry == entries.end() || entry->name != name) rows.push_back({name, row});
  }
  return rows;
}

}  // namespace pixmill
