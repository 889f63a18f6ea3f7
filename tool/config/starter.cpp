#include "tool/config/starter.h"

#include <algorithm>

#include "engine/settings/setting.h"

namespace pixmill::tool {

namespace {

bool is_toml_literal(std::string_view value) {
  if (value == "true" || value == "false") return true;
  return !value.empty() && value.find_first_not_of("0123456789.") == std::string_view::npos;
}

void add_setting(std::string& text, const Setting& setting, const Settings& defaults) {
  const std::string value = setting.get(defaults);
  const std::string quote = is_toml_literal(value) ? "" : "\"";
  text.append("\n# ").append(setting.help).append(": ").append(setting.values);
  text.append("\n#").append(setting.name).append(" = ").append(quote + value + quote).append("\n");
}

}  // namespace

std::string starter_config() {
  std::string text =
      "# How pixmill makes the pictures below this folder smaller.\n"
      "# Every line that begins with # shows a default, or an example.\n"
      "\n";
  for (const Preset& preset : presets()) {
    text.append("# ").append(preset.name).append(": ").append(preset.help).append("\n");
  }
  text.append("preset = \"").append(k_default_preset).append("\"\n");
  text +=
      "\n# left out, by globs over paths relative to the source folder\n"
      "#exclude = [\"**/raw/**\"]\n";
  const Settings defaults = find_preset(k_default_preset)->settings();
  for (const Setting& setting : all_settings()) add_setting(text, setting, defaults);
  return text +
         "\n#[cache]\n"
         "#dir = \".cache/pixmill\"  # relative to this file\n"
         "#max_size = \"2 GiB\"\n"
         "\n# later overrides win\n"
         "#[[override]]\n"
         "#match = \"hero/**\"\n"
         "#preset = \"best\"\n"
         "\n#[budget]\n"
         "#total = \"4 MB\"\n"
         "#per_image = \"300 kB\"\n";
}

}  // namespace pixmill::tool
