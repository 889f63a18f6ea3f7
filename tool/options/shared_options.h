// The options that more than one command takes, each declared once.
#pragma once

#include <span>
#include <string_view>

#include "tool/options/option_row.h"

namespace pixmill::tool {

struct SharedOptions {
  OptionGroup group;
  std::string_view title;  ///< over the group in the help
  std::span<const OptionRow> rows;
};

/// The groups in the order in which the help lists them. The settings that have a flag of their own
/// are not here: they come from all_settings().
std::span<const SharedOptions> shared_options();

/// --help, --version and --supported, which every command takes.
std::span<const OptionRow> options_of_every_command();

}  // namespace pixmill::tool
