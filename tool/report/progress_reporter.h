// Shows a build's progress: a line that is redrawn on a terminal, or a line now and then for a log.
#pragma once

#include <cstdint>

#include "tool/options/options.h"
#include "tool/report/console.h"
#include "tool/report/progress.h"

namespace pixmill::tool {

/// How progress is shown once it is known where it goes.
enum class ProgressStyle { redrawn, plain, none };

ProgressStyle progress_style(const ReportOptions& options, bool can_redraw);

class ProgressReporter {
 public:
  ProgressReporter(Console& console, ProgressStyle style, SteadyClock clock);

  void planned(std::size_t images, std::size_t to_do);
  void answered(std::uint64_t source_bytes, std::uint64_t output_bytes);

 private:
  Console& console_;
  ProgressStyle style_;
  SteadyClock clock_;
  RateLimit limit_;
  std::int64_t start_ns_ = 0;
  Progress progress_;
};

}  // namespace pixmill::tool
