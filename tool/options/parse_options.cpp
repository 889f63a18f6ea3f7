#include "tool/options/parse_options.h"

#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>

#include "engine/base/nearest_name.h"
#include "engine/settings/setting.h"
#include "tool/options/familiar_options.h"
#include "tool/options/shared_options.h"

namespace pixmill::tool {

namespace {

namespace po = boost::program_options;

bool takes_settings(const Command& command) {
  return (command.shared & k_settings_options) != 0;
}

const Setting* find_flag(std::string_view flag) {
  for (const Setting& setting : all_settings()) {
    if (!setting.flag.empty() && setting.flag == flag) return &setting;
  }
  return nullptr;
}

void describe(po::options_description& description, const OptionRow& row) {
  std::string names(row.name);
  if (row.letter != '\0') names.append(",").append(1, row.letter);
  // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): Boost takes ownership
  auto* value = new po::untyped_value(row.value.empty());
  description.add_options()(names.c_str(), value);
}

po::options_description describe_all(const Command& command) {
  po::options_description description;
  for (const OptionRow& row : options_of(command)) describe(description, row);
  if (!takes_settings(command)) return description;
  for (const Setting& setting : all_settings()) {
    if (setting.flag.empty()) continue;
    describe(description, {setting.flag, '\0', "VALUE", setting.help, nullptr});
  }
  return description;
}

Unexpected unknown_option(const Command& command, const std::string& given) {
  const std::size_t name_start = std::min(given.find_first_not_of('-'), given.size());
  const std::string name = given.substr(name_start);
  if (is_planned_option(name)) {
    const std::string letters(familiar_letters(name));
    return unexpected(ErrorCode::usage,
                      given + (letters.empty() ? "" : " (" + letters + ")") +
                          ": pixmill has not got this option yet, so nothing was done");
  }
  std::vector<std::string_view> names;
  for (const OptionRow& row : options_of(command)) names.push_back(row.name);
  if (takes_settings(command)) {
    for (const Setting& setting : all_settings()) names.push_back(setting.flag);
  }
  std::string message(command.name);
  message += " has no option " + given;
  if (const auto near = nearest_name(name, names); !near.empty()) {
    message.append("; did you mean --").append(near).append("?");
  }
  return unexpected(ErrorCode::usage, std::move(message));
}

using Tokens = std::vector<po::option>;

Result<Tokens> split(const Command& command, const std::vector<std::string>& arguments) {
  namespace style = po::command_line_style;
  // as GNU getopt, but for guessing: a name that is added later must not break a script
  constexpr int k_style = style::unix_style & ~style::allow_guessing;
  try {
    const po::options_description description = describe_all(command);
    return po::command_line_parser(arguments).options(description).style(k_style).run().options;
  } catch (const po::unknown_option& error) {
    return unknown_option(command, error.get_option_name());
  } catch (const po::error& error) {
    return unexpected(ErrorCode::usage, error.what());
  }
}

Status apply(const std::vector<OptionRow>& rows, const po::option& token, Options& options) {
  const std::string value = token.value.empty() ? std::string() : token.value.front();
  for (const OptionRow& row : rows) {
    if (row.name == token.string_key) return row.apply(options, value);
  }
  if (const Setting* setting = find_flag(token.string_key)) {
    options.assignments.push_back({std::string(setting->name), value, "--" + token.string_key});
  }
  return {};
}

}  // namespace

std::vector<OptionRow> options_of(const Command& command) {
  std::vector<OptionRow> rows(command.own.begin(), command.own.end());
  for (const SharedOptions& shared : shared_options()) {
    if ((command.shared & shared.group) == 0) continue;
    rows.insert(rows.end(), shared.rows.begin(), shared.rows.end());
  }
  const auto every = options_of_every_command();
  rows.insert(rows.end(), every.begin(), every.end());
  return rows;
}

Result<Options> parse_options(const Command& command, std::vector<std::string> arguments) {
  const auto tokens = split(command, with_long_names(std::move(arguments)));
  if (!tokens) return unexpected(tokens.error());

  const std::vector<OptionRow> rows = options_of(command);
  Options options;
  for (const po::option& token : *tokens) {
    if (token.string_key.empty()) {
      options.arguments.insert(options.arguments.end(), token.value.begin(), token.value.end());
    } else if (auto applied = apply(rows, token, options); !applied) {
      return unexpected(ErrorCode::usage, "--" + token.string_key + ": " + applied.error().message);
    }
  }
  return options;
}

}  // namespace pixmill::tool
