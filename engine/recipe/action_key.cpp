#include "engine/recipe/action_key.h"

#include "engine/codec/codec.h"
#include "engine/image/srgb_conversion.h"
#include "engine/metric/metric.h"
#include "engine/settings/setting.h"

namespace pixmill {

namespace {

/// Raised when the parts themselves change their meaning.
constexpr std::string_view k_schema = "pixmill-action/1";

void add_codec(std::vector<KeyPart>& parts, Format format) {
  const Codec* codec = find_codec(format);
  const std::string name(format_name(format));
  if (!codec) {
    parts.push_back({name + ".codec", "copied"});
    return;
  }
  parts.push_back({name + ".codec", std::to_string(codec->version)});
  parts.push_back({name + ".library", codec->library_version()});
}

/// A search's result changes with what it measures by.
void add_metric(std::vector<KeyPart>& parts,
                Format source,
                Format target,
                const Settings& settings) {
  const bool is_jpeg = source == Format::jpeg || target == Format::jpeg;
  if (!is_jpeg || settings.jpeg.mode != JpegMode::search) return;
  if (const MetricRow* metric = find_metric(settings.jpeg.metric)) {
    parts.push_back({std::string(metric->name) + ".metric", std::to_string(metric->version)});
  }
}

/// Where colours are converted: for the scores of a search (`sad` scores samples as they are), and
/// on the way to another format.
void add_color_library(std::vector<KeyPart>& parts,
                       Format source,
                       Format target,
                       const Settings& settings) {
  const bool judges = source == Format::jpeg && settings.jpeg.mode == JpegMode::search &&
                      settings.jpeg.metric != Metric::sad;
  if (judges || source != target) parts.push_back({"colors.library", color_library_version()});
}

}  // namespace

std::vector<KeyPart> recipe_parts(Format source, Format target, const Settings& settings) {
  std::vector<KeyPart> parts{{"schema", std::string(k_schema)},
                             {"source", std::string(format_name(source))},
                             {"target", std::string(format_name(target))}};
  add_codec(parts, source);
  if (target != source) add_codec(parts, target);
  if (!find_codec(source)) return parts;
  add_metric(parts, source, target, settings);
  add_color_library(parts, source, target, settings);
  const FormatSet read = format_bit(source) | format_bit(target);
  for (const Setting& setting : all_settings()) {
    if ((setting.formats & read) == 0 || !setting.is_read(settings)) continue;
    parts.push_back({std::string(setting.name), setting.get(settings)});
  }
  return parts;
}

Hash128 recipe_hash(const std::vector<KeyPart>& parts) {
  PartHasher hasher;
  for (const KeyPart& part : parts) hasher.add(part.name, part.value);
  return hasher.digest();
}

namespace {

ActionKey key_of(std::string_view kind, const Hash128& recipe, const ContentHash& content) {
  PartHasher hasher;
  hasher.add("kind", kind);
  hasher.add("recipe", as_text(recipe.bytes));
  hasher.add("content", as_text(content.bytes));
  return ActionKey{hasher.digest()};
}

}  // namespace

ActionKey action_key(const Hash128& recipe, const ContentHash& content) {
  return key_of("result", recipe, content);
}

ActionKey own_output_key(const Hash128& recipe, const ContentHash& output) {
  return key_of("own output", recipe, output);
}

}  // namespace pixmill
