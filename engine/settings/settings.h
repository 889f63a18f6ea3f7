// Everything that can change an output's bytes, and nothing else: what a run merely does
// differently (threads, verbosity, where the cache lies) is RunOptions in engine/build. Settings
// are values; how they get theirs is settings_table.h (names and ranges) and settings_layers.h
// (presets, files, overrides, command line).
#pragma once

#include <cstdint>

namespace pixmill {

/// How a JPEG's pixels may change.
enum class JpegMode : std::uint8_t {
  search,    ///< the quality is searched per picture
  fixed,     ///< one quality for all (`-q N`)
  lossless,  ///< coefficients stay; only their coding changes
};

/// What a quality search measures with. Persisted in caches: numbers are never reused.
enum class Metric : std::uint8_t { sad, ssim, ssimulacra2, psnr };

enum class Progressive : std::uint8_t {
  automatic,  ///< whichever is smaller
  on,
  off,     ///< baseline only
  classic  ///< on when the source is larger than 10,000 bytes, as optimize-images has it
};

enum class Subsampling : std::uint8_t { automatic, source, s420, s444 };

/// Which JPEGs a search or a fixed quality may encode anew.
enum class Reencode : std::uint8_t {
  higher_only,  ///< only those of a higher quality than the one that would be chosen
  always,       ///< all, as optimize-images does
};

/// How a JPEG's coefficients are quantised when it is encoded anew.
enum class JpegEffort : std::uint8_t {
  classic,   ///< libjpeg's tables and rounding, as optimize-images has them
  fast,      ///< trained tables and a dead zone
  balanced,  ///< and a trellis with bits where the eye looks
  best,      ///< whatever makes it smaller still
};

struct JpegSettings {
  JpegMode mode = JpegMode::search;
  JpegEffort effort = JpegEffort::balanced;
  Metric metric = Metric::ssimulacra2;
  /// The score to reach, in the metric's own unit. `sad`: the ratio to the score at quality 95.
  double target = 75;
  /// Quality of mode `fixed`, 1 to 100, on libjpeg's scale.
  int quality = 80;
  /// The search stays within these, both included.
  int quality_low = 30;
  int quality_high = 95;
  Progressive progressive = Progressive::automatic;
  Subsampling subsampling = Subsampling::automatic;
  Reencode reencode = Reencode::higher_only;
};

struct PngSettings {
  /// Effort of the final deflate stream, 1 to 12, as libdeflate counts.
  int level = 10;
  /// Colour type and depth may change where every sample stays the same.
  bool reduce = true;
  /// The colour of fully transparent pixels, which nobody sees, may change.
  bool clean_alpha = false;
};

/// What of EXIF, XMP, IPTC, comments and text stays. Orientation always does.
enum class Metadata : std::uint8_t { none, copyright, all };

/// What happens to an embedded colour profile.
enum class IccPolicy : std::uint8_t {
  strip_if_srgb,  ///< dropped where it says what is assumed anyway
  keep,
};

struct Settings {
  JpegSettings jpeg;
  PngSettings png;
  Metadata metadata = Metadata::none;
  IccPolicy icc = IccPolicy::strip_if_srgb;
  /// A lossy result must be smaller than this share of the source, or the source is kept.
  double keep_below = 1.0;
};

}  // namespace pixmill
