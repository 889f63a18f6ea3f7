// What a build tells: while it runs (Reporter) and when it is over (Summary).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/image/format.h"
#include "engine/recipe/outcome.h"

namespace pixmill {

/// Where an image's answer came from.
enum class Origin : std::uint8_t {
  unchanged,  ///< neither read nor hashed: its stat, settings and output are as they were
  hit,        ///< hashed, and found in the cache
  miss,       ///< worked out anew
};

/// One image's end, or in a dry run what would be done.
struct ImageReport {
  std::string source;  ///< relative to the source folder
  ImageStatus status = ImageStatus::kept;
  Origin origin = Origin::miss;
  Format format = Format::none;
  std::uint64_t source_bytes = 0;
  std::uint64_t output_bytes = 0;  ///< 0 if it failed
  std::string message;             ///< the error or the reason, in words; may be empty
  OutputFacts output{};            ///< empty if it failed, and in a dry run
};

/// Work done, for --stats and for tests that assert it.
struct Counters {
  std::uint64_t images_read = 0;    ///< source files opened and read
  std::uint64_t images_hashed = 0;  ///< source files hashed
  std::uint64_t encodes = 0;        ///< images worked out anew
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t outputs_written = 0;
  std::uint64_t outputs_removed = 0;
  std::uint64_t bytes_read = 0;     ///< of sources
  std::uint64_t bytes_written = 0;  ///< of outputs

  Counters& operator+=(const Counters& other) {
    images_read += other.images_read;
    images_hashed += other.images_hashed;
    encodes += other.encodes;
    hits += other.hits;
    misses += other.misses;
    unchanged += other.unchanged;
    outputs_written += other.outputs_written;
    outputs_removed += other.outputs_removed;
    bytes_read += other.bytes_read;
    bytes_written += other.bytes_written;
    return *this;
  }
};

struct FormatTotals {
  std::uint64_t images = 0;
  std::uint64_t source_bytes = 0;
  std::uint64_t output_bytes = 0;

  friend bool operator==(const FormatTotals&, const FormatTotals&) = default;
};

struct Summary {
  std::map<Format, FormatTotals> formats;  ///< of the images that did not fail
  std::map<ImageStatus, std::uint64_t> statuses;
  Counters counters;
  std::vector<ImageReport> failures;  ///< sorted by source
  std::uint64_t foreign_files = 0;  ///< files that are no images and are named like none; left out
  bool interrupted = false;
};

/// Told of a build's progress, on the thread that called it.
class Reporter {
 public:
  virtual ~Reporter() = default;
  /// How many images there are in all, and how many need work. Said again where
  /// the plan turned out to be too small, and nothing was done yet.
  virtual void planned(std::size_t /*images*/, std::size_t /*to_do*/) {}
  /// An image that needs work has its answer; its output may not be in place yet, for outputs are
  /// put in place in groups. Once for each, image_done() follows.
  virtual void answered(std::uint64_t /*source_bytes*/, std::uint64_t /*output_bytes*/) {}
  /// Each image that was not `unchanged`, as it ends.
  virtual void image_done(const ImageReport& /*report*/) {}
  /// Something a person should know that stops nothing.
  virtual void warning(std::string_view /*message*/) {}
};

}  // namespace pixmill
