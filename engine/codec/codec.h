// What a format must offer to be optimized. A codec is a folder here and its row in registry.cpp;
// nothing else in the engine knows a format by name.
//
// A codec proposes candidates; whether one replaces the original is decided in engine/recipe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/image/format.h"
#include "engine/image/image.h"
#include "engine/image/limits.h"
#include "engine/settings/settings.h"

namespace pixmill {

/// What the header alone tells.
struct ImageInfo {
  Format format = Format::none;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  /// Upper bound of the memory that candidates() needs besides the file itself.
  std::uint64_t working_bytes = 0;
  /// Why it is passed through untouched ("animated PNG"); empty if it can be optimized.
  std::string passthrough_reason;
  /// EXIF's, 1 to 8, which every result keeps. From 5 on, viewers show width and height swapped.
  int orientation = 1;
};

/// How a candidate came about. Persisted: numbers are never reused.
enum class Method : std::uint8_t {
  none = 0,       ///< the source's own bytes
  transcode = 1,  ///< the same samples or coefficients, coded anew
  search = 2,     ///< encoded at the quality that the search chose
  quality = 3,    ///< encoded at the quality that was asked for
};

std::string_view method_name(Method method);

/// What a quality search found, whether or not its result is used in the end.
struct SearchReport {
  Metric metric = Metric::sad;
  int quality = 0;   ///< libjpeg's scale
  double score = 0;  ///< the search's own
  int probes = 0;    ///< encodings that were scored

  friend bool operator==(const SearchReport&, const SearchReport&) = default;
};

/// A possible result, complete and decodable.
struct Candidate {
  Bytes bytes;
  Method method = Method::none;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  bool lossless = false;         ///< every pixel decodes to what the source decodes to
  std::optional<int> quality;    ///< of a lossy one, where one number says it
  std::optional<Metric> metric;  ///< of `score`
  std::optional<double> score;   ///< of these bytes against the source
  /// Of a lossless one, where propose() still has what it read of the source, and verify() need not
  /// read it again: holds bytes against that. Keeps it in memory, and uses the file proposed for.
  std::function<Status(ByteView)> compare_to_source;
};

struct Proposal {
  std::vector<Candidate> candidates;  ///< in order of preference where sizes are equal
  std::optional<SearchReport> search;
  /// What of the source could not be honoured, for people; mostly empty.
  std::string note;
};

/// All functions are pure and thread-safe: the same bytes in, the same bytes out, on any CPU.
/// Messages of errors do not name the file; the caller puts its name in front.
struct Codec {
  Format format;
  std::string_view name;
  /// Raised by hand whenever output bytes change; part of every action key.
  int version;
  /// Name and version of the library whose encoder decides bytes.
  std::string (*library_version)();
  /// From the header, without large allocations: refuses what is over a limit or not of this
  /// format.
  Result<ImageInfo> (*inspect)(ByteView file, const Limits&);
  /// The source decoded and encoded in every way that the settings ask for.
  /// Fails with corrupt_input on any damage; never repairs.
  Result<Proposal> (*propose)(ByteView file, const Settings&, const Limits&);
  /// Decodes the candidate again and holds it against the source: sample for sample if it calls
  /// itself lossless, else that it decodes cleanly at the promised size.
  Status (*verify)(ByteView file, const Candidate&, const Settings&, const Limits&);
  /// The whole picture, as a viewer would show it before colour management.
  Result<Image> (*decode)(ByteView file, const Limits&);
  /// The embedded colour profile; empty if there is none. Fails with corrupt_input if it is damaged
  /// or incomplete.
  Result<Bytes> (*profile)(ByteView file, const Limits&);
  /// A picture of another format, encoded anew at the settings' quality or search; null where the
  /// format is no target of conversions.
  Result<Proposal> (*encode)(const Image&, const Settings&, const Limits&);
};

/// Every codec, by format number.
std::span<const Codec> codecs();

/// Null where the format has no codec (yet): such files are copied.
const Codec* find_codec(Format format);

}  // namespace pixmill
