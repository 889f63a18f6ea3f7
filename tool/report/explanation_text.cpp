#include "tool/report/explanation_text.h"

#include <algorithm>

#include "engine/settings/setting.h"
#include "tool/text/columns.h"
#include "tool/text/human.h"
#include "tool/text/settings_table.h"

namespace pixmill::tool {

namespace {

std::string indented(const std::string& text) {
  std::string result = "  ";
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] == '\n' && i + 1 < text.size()) result += "  ";
  }
  return result;
}

const KeyPart* find_part(const std::vector<KeyPart>& parts, const std::string& name) {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&](const KeyPart& p) { return p.name == name; });
  return found == parts.end() ? nullptr : &*found;
}

Row change_row(const std::string& name, const std::string& before, const std::string& after) {
  return {name, before, "->", after};
}

/// Parts that are new, gone or different; the content last.
std::vector<Row> changes(const Explanation& explanation) {
  constexpr const char* k_absent = "(not read)";
  std::vector<Row> rows;
  for (const KeyPart& part : explanation.parts) {
    const KeyPart* last = find_part(explanation.last_parts, part.name);
    if (last && last->value == part.value) continue;
    rows.push_back(change_row(part.name, last ? last->value : k_absent, part.value));
  }
  for (const KeyPart& last : explanation.last_parts) {
    if (find_part(explanation.parts, last.name)) continue;
    rows.push_back(change_row(last.name, last.value, k_absent));
  }
  if (*explanation.last_content != explanation.content) {
    rows.push_back(
        change_row("content", explanation.last_content->tagged(), explanation.content.tagged()));
  }
  return rows;
}

std::string since_last_build(const Explanation& explanation) {
  if (!explanation.last_content) return "No build remembers this image.\n";
  const std::string where = printable(explanation.last_output);
  const std::vector<Row> rows = changes(explanation);
  if (rows.empty()) return "Nothing changed since the last build, into " + where + ".\n";
  return "Changed since the last build, into " + where + ":\n" + indented(columns(rows, {}));
}

std::string key_table(const Explanation& explanation) {
  std::vector<Row> rows;
  for (const KeyPart& part : explanation.parts) rows.push_back({part.name, part.value});
  rows.push_back({"content", explanation.content.tagged()});
  return indented(columns(rows, {}));
}

}  // namespace

std::string explanation_text(const Explanation& explanation) {
  std::string text = printable(explanation.path) + ": " +
                     std::string(format_name(explanation.format)) + ", " +
                     (explanation.is_hit ? "a hit: its result is in the cache\n"
                                         : "a miss: it would be worked out anew\n");
  text += "\nSettings in force for " + printable(explanation.relative) + ":\n";
  if (explanation.profile) {
    const Profile& profile = *explanation.profile;
    text += indented(settings_table(profile, [&](const Setting& setting) {
      return (setting.formats & format_bit(explanation.format)) != 0 &&
             setting.is_read(profile.settings);
    }));
  }
  text += "\nAction key " + explanation.key.hex() + ", of:\n" + key_table(explanation);
  return text + "\n" + since_last_build(explanation);
}

}  // namespace pixmill::tool
