#include "tool/text/settings_table.h"

#include "tool/text/columns.h"

namespace pixmill::tool {

std::string settings_table(const Profile& profile,
                           const std::function<bool(const Setting&)>& wanted) {
  std::vector<Row> rows{{"preset", profile.preset, profile.preset_origin}};
  for (const Setting& setting : all_settings()) {
    if (!wanted(setting)) continue;
    const auto origin = profile.origins.find(setting.name);
    rows.push_back({std::string(setting.name),
                    setting.get(profile.settings),
                    origin == profile.origins.end() ? "preset" : origin->second});
  }
  return columns(rows, {});
}

}  // namespace pixmill::tool
