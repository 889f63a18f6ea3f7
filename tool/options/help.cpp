#include "tool/options/help.h"

#include "engine/settings/setting.h"
#include "tool/commands/command_table.h"
#include "tool/options/shared_options.h"
#include "tool/text/columns.h"

namespace pixmill::tool {

namespace {

Row option_row(const OptionRow& option) {
  std::string names =
      option.letter == '\0' ? "      --" : std::string("  -") + option.letter + ", --";
  names += option.name;
  if (!option.value.empty()) names.append(" ").append(option.value);
  return {names, std::string(option.help)};
}

Row setting_row(const Setting& setting) {
  std::string help(setting.help);
  help.append(": ").append(setting.values);
  return option_row({setting.flag, '\0', "VALUE", help, nullptr});
}

/// A title is a row of one cell, so that all groups share one column.
void add_group(std::vector<Row>& rows, std::string_view title, std::span<const OptionRow> options) {
  if (options.empty()) return;
  rows.emplace_back();
  rows.push_back({std::string(title) + ":"});
  for (const OptionRow& option : options) rows.push_back(option_row(option));
}

}  // namespace

std::string program_help() {
  std::vector<Row> rows;
  for (const Command* command : commands()) {
    rows.push_back({"  " + std::string(command->name), std::string(command->help)});
  }
  return "pixmill: an incremental image pipeline for builds\n"
         "\n"
         "usage: pixmill COMMAND [options] ...\n"
         "\n" +
         columns(rows, {}) +
         "\n"
         "`pixmill COMMAND --help` tells more; `pixmill --version` the versions.\n";
}

std::string command_help(const Command& command) {
  std::string text = "usage: pixmill ";
  text.append(command.name).append(" [options] ").append(command.synopsis).append("\n\n");
  text.append(command.help).append("\n");
  std::vector<Row> rows;
  add_group(rows, "Options of this command", command.own);
  for (const SharedOptions& shared : shared_options()) {
    if ((command.shared & shared.group) == 0) continue;
    add_group(rows, shared.title, shared.rows);
    if (shared.group != k_settings_options) continue;
    for (const Setting& setting : all_settings()) {
      if (!setting.flag.empty()) rows.push_back(setting_row(setting));
    }
  }
  add_group(rows, "General", options_of_every_command());
  return text + columns(rows, {});
}

}  // namespace pixmill::tool
