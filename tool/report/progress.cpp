#include "tool/report/progress.h"

#include <chrono>
#include <cmath>

#include "tool/text/human.h"
#include "tool/text/size.h"

namespace pixmill::tool {

SteadyClock steady_clock() {
  return [] {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::int64_t{std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()};
  };
}

double seconds_between(std::int64_t from_ns, std::int64_t to_ns) {
  return static_cast<double>(to_ns - from_ns) / 1e9;
}

std::optional<double> Progress::seconds_left() const {
  if (done == 0 || done > to_do) return std::nullopt;
  return seconds / static_cast<double>(done) * static_cast<double>(to_do - done);
}

std::string progress_line(const Progress& progress, unsigned width) {
  const std::uint64_t finished = progress.images - progress.to_do + progress.done;
  std::string line = human_count(finished) + " of " + counted(progress.images, "image", "images") +
                     ", " + human_saving(progress.source_bytes, progress.output_bytes) + " saved";
  // the first second's rate is a guess, and so is what follows from it
  const bool has_rate = progress.seconds >= 1;
  if (has_rate) {
    const double rate = static_cast<double>(progress.done) / progress.seconds;
    line += ", " + fixed(rate, rate < 10 ? 1 : 0) + "/s";
  }
  if (const auto left = progress.seconds_left(); has_rate && left && *left >= 1) {
    line += ", " + human_duration(std::round(*left)) + " left";
  }
  if (line.size() >= width) line.resize(width > 0 ? width - 1 : 0);
  return line;
}

bool RateLimit::allows(std::int64_t now_ns) {
  if (last_ns_ && now_ns - *last_ns_ < interval_ns_) return false;
  last_ns_ = now_ns;
  return true;
}

}  // namespace pixmill::tool
