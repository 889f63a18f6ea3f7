// One command-line option: a row in a table. The parser and the help text are made from the rows.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/base/result.h"
#include "tool/options/options.h"

namespace pixmill::tool {

struct OptionRow {
  std::string_view name;   ///< without dashes: "jobs"
  char letter;             ///< '\0' if it has none
  std::string_view value;  ///< what stands for its value in the help: "N"; empty: a switch
  std::string_view help;
  /// `value` is empty for a switch. The error says what would be right; the caller names the
  /// option.
  Status (*apply)(Options& options, std::string_view value);
};

/// Options that several commands share; each command names the groups that it takes.
enum OptionGroup : std::uint32_t {
  k_config_options = 1U << 0,
  k_settings_options = 1U << 1,
  k_cache_options = 1U << 2,
  k_run_options = 1U << 3,
  k_selection_options = 1U << 4,
  k_json_options = 1U << 5,
  k_report_options = 1U << 6,
  k_rule_options = 1U << 7,
};
using OptionGroups = std::uint32_t;

}  // namespace pixmill::tool
