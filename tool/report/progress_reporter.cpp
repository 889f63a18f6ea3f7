#include "tool/report/progress_reporter.h"

#include <limits>

#include "tool/report/terminal.h"

namespace pixmill::tool {

namespace {

/// Ten pictures a second are motion to the eye; more would cost more than they show.
constexpr std::int64_t k_redraw_ns = 100'000'000;
/// A log that is read afterwards needs less.
constexpr std::int64_t k_plain_ns = 5'000'000'000;

}  // namespace

ProgressStyle progress_style(const ReportOptions& options, bool can_redraw) {
  if (options.show == Show::nothing || options.show == Show::only_summary) {
    return ProgressStyle::none;
  }
  switch (options.progress) {
    case ProgressMode::plain:
      return ProgressStyle::plain;
    case ProgressMode::none:
      return ProgressStyle::none;
    case ProgressMode::automatic:
      break;
  }
  return can_redraw ? ProgressStyle::redrawn : ProgressStyle::none;
}

ProgressReporter::ProgressReporter(Console& console, ProgressStyle style, SteadyClock clock)
    : console_(console),
      style_(style),
      clock_(std::move(clock)),
      limit_(style == ProgressStyle::plain ? k_plain_ns : k_redraw_ns) {}

void ProgressReporter::planned(std::size_t images, std::size_t to_do) {
  progress_ = {};
  progress_.images = images;
  progress_.to_do = to_do;
  start_ns_ = clock_();
}

void ProgressReporter::answered(std::uint64_t source_bytes, std::uint64_t output_bytes) {
  ++progress_.done;
  progress_.source_bytes += source_bytes;
  progress_.output_bytes += output_bytes;
  if (style_ == ProgressStyle::none) return;
  const std::int64_t now_ns = clock_();
  if (!limit_.allows(now_ns)) return;
  progress_.seconds = seconds_between(start_ns_, now_ns);
  if (style_ == ProgressStyle::redrawn) {
    console_.show_progress(progress_line(progress_, terminal_width()));
  } else {
    constexpr unsigned k_no_limit = std::numeric_limits<unsigned>::max();
    console_.complain(progress_line(progress_, k_no_limit));
  }
}

}  // namespace pixmill::tool
