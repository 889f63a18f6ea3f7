// How far a build is: the numbers, the line that shows them, and how often it is drawn.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace pixmill::tool {

/// Nanoseconds of a clock that never goes back.
using SteadyClock = std::function<std::int64_t()>;

/// The operating system's.
SteadyClock steady_clock();

double seconds_between(std::int64_t from_ns, std::int64_t to_ns);

struct Progress {
  std::uint64_t images = 0;        ///< in all
  std::uint64_t to_do = 0;         ///< of these, those that need work
  std::uint64_t done = 0;          ///< of those that need work
  std::uint64_t source_bytes = 0;  ///< of those done, as are the next
  std::uint64_t output_bytes = 0;
  double seconds = 0;  ///< since the work began

  /// Work left over the rate so far; nothing before anything is done.
  std::optional<double> seconds_left() const;
};

/// "812 of 1,969 images, 4.2 MB saved, 95/s, 12.0 s left", cut to less than `width` columns, for a
/// terminal wraps a line that fills it.
std::string progress_line(const Progress& progress, unsigned width);

/// Lets something through at most once an interval; the first time at once.
class RateLimit {
 public:
  explicit RateLimit(std::int64_t interval_ns) : interval_ns_(interval_ns) {}
  bool allows(std::int64_t now_ns);

 private:
  std::int64_t interval_ns_;
  std::optional<std::int64_t> last_ns_;
};

}  // namespace pixmill::tool
