// Errors come as values here too: toml++ has a mode without exceptions.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

#include "engine/base/file_system.h"
#include "engine/base/nearest_name.h"
#include "engine/settings/setting.h"
#include "tool/config/config.h"
#include "tool/text/size.h"

namespace pixmill::tool {

namespace {

/// "pixmill.toml:12", and how to say that something is wrong there.
class Place {
 public:
  Place(const std::string& path, const toml::source_region& region)
      : text_(path + ":" + std::to_string(region.begin.line)) {}
  const std::string& text() const { return text_; }
  Unexpected error(const std::string& message) const {
    return unexpected(ErrorCode::usage, text_ + ": " + message);
  }

 private:
  std::string text_;
};

struct Entry {
  std::string name;
  const toml::node* value;
};

/// In the order of the lines, so that the first error of the file is the one that is told.
std::vector<Entry> entries_of(const toml::table& table) {
  std::vector<Entry> entries;
  for (const auto& [key, value] : table) entries.push_back({std::string(key.str()), &value});
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.value->source().begin.line < b.value->source().begin.line;
  });
  return entries;
}

template <class Number>
std::string number_text(Number number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), end};
}

/// A setting's value as the settings table reads it; nothing for arrays, tables, dates and times.
std::optional<std::string> scalar_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* integer = node.as_integer()) return number_text(integer->get());
  if (const auto* number = node.as_floating_point()) return number_text(number->get());
  if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
  return std::nullopt;
}

/// True if a setting's name begins with "prefix.".
bool is_settings_table(const std::string& prefix) {
  return std::any_of(all_settings().begin(), all_settings().end(), [&](const Setting& setting) {
    return setting.name.starts_with(prefix + ".");
  });
}

class ConfigReader {
 public:
  explicit ConfigReader(const std::string& path) { config_.path = path; }

  Result<Config> read(const toml::table& root) {
    config_.layers.emplace_back();
    for (const Entry& entry : entries_of(root)) {
      if (auto status = read_entry(entry); !status) return unexpected(status.error());
    }
    // the overrides stand above the file's own settings, wherever in the file they are
    std::move(overrides_.begin(), overrides_.end(), std::back_inserter(config_.layers));
    return std::move(config_);
  }

 private:
  using Reader = std::function<Status(const Entry&)>;

  Place at(const toml::node& node) const { return {config_.path, node.source()}; }

  Status read_entry(const Entry& entry) {
    if (entry.name == "exclude") return read_excludes(*entry.value);
    if (entry.name == "cache") {
      return read_table(entry, {"dir", "max_size"}, [&](const Entry& e) { return read_cache(e); });
    }
    if (entry.name == "budget") {
      return read_table(
          entry, {"total", "per_image"}, [&](const Entry& e) { return read_budget(e); });
    }
    if (entry.name == "override") return read_overrides(*entry.value);
    return read_setting(entry, config_.layers.front());
  }

  /// A setting, a table of settings, or "preset".
  Status read_setting(const Entry& entry, SettingsLayer& layer) {
    if (const auto* table = entry.value->as_table(); table && !find_setting(entry.name)) {
      if (!is_settings_table(entry.name)) return unknown_table(entry);
      for (const Entry& inner : entries_of(*table)) {
        if (auto status = read_setting({entry.name + "." + inner.name, inner.value}, layer);
            !status) {
          return status;
        }
      }
      return {};
    }
    auto text = scalar_text(*entry.value);
    if (!text) return wrong_type(entry);
    layer.assignments.push_back({entry.name, std::move(*text), at(*entry.value).text()});
    return {};
  }

  Unexpected wrong_type(const Entry& entry) const {
    const Setting* setting = find_setting(entry.name);
    const std::string right =
        setting ? " takes " + std::string(setting->values)
                : std::string(entry.name == "preset" ? " takes a preset's name" : " is no setting");
    return at(*entry.value).error(entry.name + right + ", and not " + kind_of(*entry.value));
  }

  static std::string kind_of(const toml::node& node) {
    if (node.is_array()) return "an array";
    if (node.is_table()) return "a table";
    return node.is_value() && !node.is_number() && !node.is_string() ? "a date or time" : "a value";
  }

  Unexpected unknown_table(const Entry& entry) const {
    static constexpr std::array<std::string_view, 5> k_tables{
        "budget", "cache", "jpeg", "override", "png"};
    return at(*entry.value)
        .error("there is no table \"" + entry.name + "\"" + nearest_hint(entry.name, k_tables));
  }

  Status read_excludes(const toml::node& node) {
    const auto* array = node.as_array();
    if (!array) return at(node).error("exclude takes an array of globs, such as [\"**/raw/**\"]");
    for (const toml::node& glob : *array) {
      auto text = read_text(glob, "exclude", "a glob, such as \"**/raw/**\"");
      if (!text) return unexpected(std::move(text).error());
      config_.excludes.push_back(std::move(*text));
    }
    return {};
  }

  Status read_table(const Entry& entry,
                    std::initializer_list<std::string_view> known,
                    const Reader& read_known) {
    const auto* table = entry.value->as_table();
    if (!table) return at(*entry.value).error(entry.name + " is a table: [" + entry.name + "]");
    for (const Entry& inner : entries_of(*table)) {
      const std::string name = entry.name + "." + inner.name;
      if (std::find(known.begin(), known.end(), inner.name) == known.end()) {
        return at(*inner.value)
            .error("there is no \"" + name + "\"" +
                   nearest_hint(inner.name, std::vector<std::string_view>(known)));
      }
      if (auto status = read_known({name, inner.value}); !status) return status;
    }
    return {};
  }

  Status read_cache(const Entry& entry) {
    if (entry.name == "cache.max_size") {
      return read_size(entry, config_.cache_max_size_bytes);
    }
    auto folder = read_text(*entry.value, entry.name, "a folder's path");
    if (!folder) return unexpected(std::move(folder).error());
    config_.cache_folder = folder->starts_with('/') ? std::move(*folder)
                                                    : join_path(parent_path(config_.path), *folder);
    return {};
  }

  Status read_budget(const Entry& entry) {
    return read_size(
        entry,
        entry.name == "budget.total" ? config_.budget.total_bytes : config_.budget.per_image_bytes);
  }

  Status read_size(const Entry& entry, std::optional<std::uint64_t>& field) {
    const auto text = scalar_text(*entry.value);
    auto size = parse_size(text.value_or("this"));
    if (!size) return at(*entry.value).error(entry.name + ": " + size.error().message);
    field = *size;
    return {};
  }

  /// A string that can be a path: not empty and without NUL, which no path can hold.
  Result<std::string> read_text(const toml::node& node,
                                const std::string& name,
                                const std::string& right) const {
    const auto* text = node.as_string();
    if (!text || text->get().empty() || text->get().find('\0') != std::string::npos) {
      return at(node).error(name + " takes " + right);
    }
    return text->get();
  }

  Status read_overrides(const toml::node& node) {
    const auto* array = node.as_array();
    if (!array || !array->is_homogeneous<toml::table>()) {
      return at(node).error("override is an array of tables: [[override]]");
    }
    for (const toml::node& element : *array) {
      if (auto status = read_override(*element.as_table()); !status) return status;
    }
    return {};
  }

  Status read_override(const toml::table& table) {
    SettingsLayer layer;
    const toml::node* match = table.get("match");
    if (!match) return at(table).error("an [[override]] needs match = \"GLOB\"");
    auto glob = read_text(*match, "match", "a glob, such as \"hero/**\"");
    if (!glob) return unexpected(std::move(glob).error());
    layer.match = std::move(*glob);
    for (const Entry& entry : entries_of(table)) {
      if (entry.name == "match") continue;
      if (auto status = read_setting(entry, layer); !status) return status;
    }
    overrides_.push_back(std::move(layer));
    return {};
  }

  Config config_;
  std::vector<SettingsLayer> overrides_;
};

}  // namespace

Result<Config> parse_config(std::string_view text, const std::string& path) {
  const toml::parse_result parsed = toml::parse(text, path);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return Place(path, error.source()).error(std::string(error.description()));
  }
  return ConfigReader(path).read(parsed.table());
}

}  // namespace pixmill::tool
