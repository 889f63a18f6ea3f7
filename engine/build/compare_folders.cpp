#include "engine/build/compare_folders.h"

#include <algorithm>
#include <charconv>

namespace pixmill {

namespace {

/// Thread-safe for different keys.
std::string take_record(StoredTree* stored, const std::string& key) {
  if (!stored) return {};
  const auto found = stored->folders.find(key);
  return found == stored->folders.end() ? std::string() : std::move(found->second);
}

ComparedFolder compare(const ScannedFolder& folder, const std::string& record) {
  ComparedFolder result;
  if (!record.empty()) result.known = decode_folder(record).value_or(FolderState{});
  result.standings.resize(folder.files.size());
  result.entries.resize(folder.files.size(), nullptr);
  auto entry = result.known.begin();
  for (std::size_t i = 0; i < folder.files.size(); ++i) {
    while (entry != result.known.end() && entry->name < folder.files[i].name) {
      result.gone.push_back(&*entry++);
    }
    if (entry == result.known.end() || entry->name != folder.files[i].name) continue;
    result.entries[i] = &*entry;
    result.standings[i] = {entry->source.proves_unchanged(folder.files[i].stamp), true};
    if (!entry->is_foreign()) result.with_output.push_back(i);
    ++entry;
  }
  while (entry != result.known.end()) result.gone.push_back(&*entry++);
  return result;
}

}  // namespace

std::string folder_key(const ScannedFolder& folder) {
  return std::to_string(folder.root) + "/" + folder.relative;
}

std::size_t folder_root(std::string_view key) {
  std::size_t root = 0;
  std::from_chars(key.data(), key.data() + key.size(), root);
  return root;
}

std::string_view folder_name(std::string_view key) {
  return key.substr(key.find('/') + 1);
}

std::vector<ComparedFolder> compare_sources(const std::vector<ScannedFolder>& folders,
                                            StoredTree* stored,
                                            const Workers& workers) {
  std::vector<ComparedFolder> comparisons(folders.size());
  parallel_for(folders.size(), workers, [&](std::size_t i) {
    comparisons[i] = compare(folders[i], take_record(stored, folder_key(folders[i])));
  });
  return comparisons;
}

bool ComparedFolder::is_unchanged() const {
  return gone.empty() && std::all_of(standings.begin(), standings.end(), [](const Standing& one) {
           return one.is_unchanged();
         });
}

std::vector<StatOrder> output_orders(const std::vector<ScannedFolder>& folders,
                                     const std::vector<ComparedFolder>& comparisons,
                                     const std::string& output,
                                     const Workers& workers) {
  std::vector<StatOrder> orders(folders.size());
  parallel_for(folders.size(), workers, [&](std::size_t i) {
    orders[i].folder = join_path(output, folders[i].relative);
    orders[i].names.reserve(comparisons[i].with_output.size());
    for (const std::size_t file : comparisons[i].with_output) {
      orders[i].names.push_back(folders[i].files[file].name);
    }
  });
  return orders;
}

bool is_as_recorded(const KnownVersion& output, const FileStat& stat) {
  return stat.kind == FileKind::regular && output.proves_unchanged(stat.stamp);
}

void compare_outputs(const std::vector<ScannedFolder>& folders,
                     std::vector<ComparedFolder>& comparisons,
                     const std::string& output,
                     const Workers& workers,
                     FileSystem& files) {
  const auto stats = stat_all(output_orders(folders, comparisons, output, workers), workers, files);
  parallel_for(folders.size(), workers, [&](std::size_t i) {
    auto stat = stats[i].begin();
    for (const std::size_t file : comparisons[i].with_output) {
      comparisons[i].standings[file].same_output =
          is_as_recorded(comparisons[i].entries[file]->output, *stat++);
    }
  });
}

std::size_t count_changed_files(const std::vector<ComparedFolder>& folders) {
  std::size_t count = 0;
  for (const ComparedFolder& folder : folders) {
    count += static_cast<std::size_t>(
        std::count_if(folder.standings.begin(), folder.standings.end(), [](const Standing& one) {
          return !one.is_unchanged();
        }));
  }
  return count;
}

}  // namespace pixmill
