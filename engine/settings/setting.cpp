#include "engine/settings/setting.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "engine/base/nearest_name.h"

namespace pixmill {

namespace {

constexpr FormatSet k_jpeg = format_bit(Format::jpeg);
constexpr FormatSet k_png = format_bit(Format::png);

bool always(const Settings&) {
  return true;
}
bool searches(const Settings& s) {
  return s.jpeg.mode == JpegMode::search;
}
bool encodes(const Settings& s) {
  return s.jpeg.mode != JpegMode::lossless;
}
bool is_fixed(const Settings& s) {
  return s.jpeg.mode == JpegMode::fixed;
}

template <class Number>
bool parse_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

Unexpected wrong_value(std::string_view text, std::string_view right) {
  return unexpected(
      ErrorCode::usage,
      "\"" + std::string(text) + "\" is not allowed here; it takes " + std::string(right));
}

template <class Number>
Status set_number(
    Number& field, std::string_view text, Number low, Number high, std::string_view right) {
  Number number{};
  if (!parse_number(text, number) || !(number >= low && number <= high)) {
    return wrong_value(text, right);
  }
  field = number + Number{0};  // no minus zero, which would be an equal value of another text
  return {};
}

/// The shortest text that reads back as the same number, so 0.992 stays "0.992".
std::string number_text(double number) {
  std::array<char, 32> buffer{};
  auto* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), end};
}

template <class Enum, std::size_t N>
struct Names {
  std::array<std::string_view, N> names;  ///< by the enum's number

  Status parse(Enum& field, std::string_view text, std::string_view right) const {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return wrong_value(text, right);
    field = static_cast<Enum>(found - names.begin());
    return {};
  }
  std::string text(Enum field) const { return std::string(names[static_cast<std::size_t>(field)]); }
};

constexpr Names<JpegMode, 3> k_modes{{"search", "fixed", "lossless"}};
constexpr Names<JpegEffort, 4> k_efforts{{"classic", "fast", "balanced", "best"}};
constexpr Names<Metric, 4> k_metrics{{"sad", "ssim", "ssimulacra2", "psnr"}};
constexpr Names<Progressive, 4> k_progressive{{"auto", "on", "off", "classic"}};
constexpr Names<Subsampling, 4> k_subsampling{{"auto", "source", "420", "444"}};
constexpr Names<Reencode, 2> k_reencode{{"higher-only", "always"}};
constexpr Names<Metadata, 3> k_metadata{{"none", "copyright", "all"}};
constexpr Names<IccPolicy, 2> k_icc{{"strip-if-srgb", "keep"}};
constexpr Names<bool, 2> k_bools{{"false", "true"}};

/// psnr compares pictures but guides no search.
Status set_metric(Settings& s, std::string_view text) {
  constexpr std::string_view k_right = "sad, ssim or ssimulacra2";
  if (text == k_metrics.text(Metric::psnr)) return wrong_value(text, k_right);
  return k_metrics.parse(s.jpeg.metric, text, k_right);
}

Status set_quality_range(Settings& s, std::string_view text) {
  constexpr std::string_view k_right = "LO-HI within 1 to 100, such as 60-90";
  const std::size_t dash = text.find('-');
  int low = 0;
  int high = 0;
  if (dash == std::string_view::npos || !parse_number(text.substr(0, dash), low) ||
      !parse_number(text.substr(dash + 1), high) || low < 1 || high > 100 || low > high) {
    return wrong_value(text, k_right);
  }
  s.jpeg.quality_low = low;
  s.jpeg.quality_high = high;
  return {};
}

std::string quality_range_text(const Settings& s) {
  return std::to_string(s.jpeg.quality_low) + "-" + std::to_string(s.jpeg.quality_high);
}

// clang-format off
const Setting k_settings[] = {
    {"icc", "icc", "what happens to an embedded colour profile", "keep or strip-if-srgb",
     k_jpeg | k_png, always,
     [](Settings& s, std::string_view t) { return k_icc.parse(s.icc, t, "keep or strip-if-srgb"); },
     [](const Settings& s) { return k_icc.text(s.icc); }},
    {"jpeg.effort", "effort", "how JPEGs are quantised when they are encoded anew", "classic, fast, balanced or best",
     k_jpeg, encodes,
     [](Settings& s, std::string_view t) { return k_efforts.parse(s.jpeg.effort, t, "classic, fast, balanced or best"); },
     [](const Settings& s) { return k_efforts.text(s.jpeg.effort); }},
    {"jpeg.keep_below", "", "a lossy JPEG must be smaller than this share of its source", "0.01 to 1",
     k_jpeg, encodes,
     [](Settings& s, std::string_view t) { return set_number(s.keep_below, t, 0.01, 1.0, "0.01 to 1"); },
     [](const Settings& s) { return number_text(s.keep_below); }},
    {"jpeg.metric", "metric", "what a quality search measures with", "sad, ssim or ssimulacra2",
     k_jpeg, searches,
     [](Settings& s, std::string_view t) { return set_metric(s, t); },
     [](const Settings& s) { return k_metrics.text(s.jpeg.metric); }},
    {"jpeg.mode", "", "how a JPEG's pixels may change", "search, fixed or lossless",
     k_jpeg, always,
     [](Settings& s, std::string_view t) { return k_modes.parse(s.jpeg.mode, t, "search, fixed or lossless"); },
     [](const Settings& s) { return k_modes.text(s.jpeg.mode); }},
    {"jpeg.progressive", "", "progressive or baseline JPEGs", "auto, on, off or classic",
     k_jpeg, always,
     [](Settings& s, std::string_view t) { return k_progressive.parse(s.jpeg.progressive, t, "auto, on, off or classic"); },
     [](const Settings& s) { return k_progressive.text(s.jpeg.progressive); }},
    {"jpeg.quality", "", "the quality of mode fixed, on libjpeg's scale", "1 to 100",
     k_jpeg, is_fixed,
     [](Settings& s, std::string_view t) { return set_number(s.jpeg.quality, t, 1, 100, "1 to 100"); },
     [](const Settings& s) { return std::to_string(s.jpeg.quality); }},
    {"jpeg.quality_range", "quality-range", "a search stays within these qualities", "LO-HI within 1 to 100",
     k_jpeg, searches, set_quality_range, quality_range_text},
    {"jpeg.reencode", "", "which JPEGs may be encoded anew", "higher-only or always",
     k_jpeg, encodes,
     [](Settings& s, std::string_view t) { return k_reencode.parse(s.jpeg.reencode, t, "higher-only or always"); },
     [](const Settings& s) { return k_reencode.text(s.jpeg.reencode); }},
    {"jpeg.subsampling", "subsampling", "chroma subsampling of JPEGs encoded anew", "auto, source, 420 or 444",
     k_jpeg, encodes,
     [](Settings& s, std::string_view t) { return k_subsampling.parse(s.jpeg.subsampling, t, "auto, source, 420 or 444"); },
     [](const Settings& s) { return k_subsampling.text(s.jpeg.subsampling); }},
    {"jpeg.target", "target", "the score to reach, in the metric's own unit", "-100 to 100",
     k_jpeg, searches,
     [](Settings& s, std::string_view t) { return set_number(s.jpeg.target, t, -100.0, 100.0, "-100 to 100"); },
     [](const Settings& s) { return number_text(s.jpeg.target); }},
    {"metadata", "metadata", "what of EXIF, XMP, comments and text stays", "none, copyright or all",
     k_jpeg | k_png, always,
     [](Settings& s, std::string_view t) { return k_metadata.parse(s.metadata, t, "none, copyright or all"); },
     [](const Settings& s) { return k_metadata.text(s.metadata); }},
    {"png.clean_alpha", "", "the colour of fully transparent pixels may change", "true or false",
     k_png, always,
     [](Settings& s, std::string_view t) { return k_bools.parse(s.png.clean_alpha, t, "true or false"); },
     [](const Settings& s) { return k_bools.text(s.png.clean_alpha); }},
    {"png.level", "", "effort of the deflate stream", "1 to 12",
     k_png, always,
     [](Settings& s, std::string_view t) { return set_number(s.png.level, t, 1, 12, "1 to 12"); },
     [](const Settings& s) { return std::to_string(s.png.level); }},
    {"png.reduce", "", "colour type and depth may change where no sample does", "true or false",
     k_png, always,
     [](Settings& s, std::string_view t) { return k_bools.parse(s.png.reduce, t, "true or false"); },
     [](const Settings& s) { return k_bools.text(s.png.reduce); }},
};
// clang-format on

}  // namespace

std::span<const Setting> all_settings() {
  return k_settings;
}

const Setting* find_setting(std::string_view name) {
  for (const Setting& setting : k_settings) {
    if (setting.name == name) return &setting;
  }
  return nullptr;
}

std::string_view nearest_setting(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Setting& setting : k_settings) names.push_back(setting.name);
  return nearest_name(name, names);
}

}  // namespace pixmill
