// One description of every setting: its name, help, range and default. The command line, the
// configuration file, the action key, `explain`, `config show` and the reference page are all made
// from this table, so a setting is declared once, here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/hash.h"
#include "engine/base/result.h"
#include "engine/image/format.h"
#include "engine/settings/settings.h"

namespace pixmill {

/// Which formats read a setting: bit 1 << Format.
using FormatSet = std::uint32_t;
constexpr FormatSet format_bit(Format format) {
  return FormatSet{1} << static_cast<unsigned>(format);
}

struct Setting {
  std::string_view name;  ///< as the configuration file spells it: "jpeg.target"
  std::string_view flag;  ///< as the command line spells it, without dashes; empty if only --set
  std::string_view help;
  std::string_view values;  ///< what may stand there, for help and errors: "1 to 100"
  FormatSet formats;
  /// False where the other settings make this one unread, so that it stays out of the key.
  bool (*is_read)(const Settings&);
  /// Parses and checks; the error says what would be right. Leaves `settings` alone on failure.
  Status (*set)(Settings& settings, std::string_view text);
  /// The canonical text: set(get()) changes nothing, and equal values have equal texts.
  std::string (*get)(const Settings& settings);
};

/// Every setting, sorted by name.
std::span<const Setting> all_settings();

/// Null if there is none of that name.
const Setting* find_setting(std::string_view name);

/// The known name nearest to a mistyped one, for errors; empty if none is near.
std::string_view nearest_setting(std::string_view name);

/// A named set of values, on top of the defaults.
struct Preset {
  std::string_view name;
  std::string_view help;
  Settings (*settings)();
};

std::span<const Preset> presets();
const Preset* find_preset(std::string_view name);
inline constexpr std::string_view k_default_preset = "balanced";

}  // namespace pixmill
