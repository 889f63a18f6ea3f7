#include "engine/codec/codec.h"
#include "tool/commands/command_table.h"
#include "tool/text/columns.h"

namespace pixmill::tool {

namespace {

std::string treatment(Format format) {
  const Codec* codec = find_codec(format);
  if (!codec) return "copied as it is";
  return codec->encode ? "optimized; others can be converted to it" : "optimized";
}

Result<ExitCode> run(const CommandContext& context) {
  if (!context.options.arguments.empty()) {
    return wrong_usage(k_formats_command, "it takes no arguments");
  }
  std::vector<Row> rows;
  for (unsigned number = 1; number <= UINT8_MAX; ++number) {
    const auto format = static_cast<Format>(number);
    const std::string_view name = format_name(format);
    if (name != format_name(Format::none)) rows.push_back({std::string(name), treatment(format)});
  }
  context.console.print(columns(rows, {}) + "\nA file's content tells its format, not its name.\n");
  return ExitCode::success;
}

}  // namespace

const Command k_formats_command{
    "formats", "", "the image formats, and what is done with each", 0, {}, run};

}  // namespace pixmill::tool
