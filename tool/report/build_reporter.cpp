#include "tool/report/build_reporter.h"

#include "tool/report/counter_names.h"
#include "tool/report/json_events.h"
#include "tool/report/summary_text.h"
#include "tool/report/terminal.h"

namespace pixmill::tool {

BuildReporter::BuildReporter(Console& console,
                             const Options& options,
                             const Environment& environment)
    : console_(console),
      options_(options),
      color_(wants_color(options.report.color, environment)),
      clock_(steady_clock()),
      start_ns_(clock_()),
      progress_(console, progress_style(options.report, can_redraw(environment)), clock_) {}

void BuildReporter::planned(std::size_t images, std::size_t to_do) {
  progress_.planned(images, to_do);
}

void BuildReporter::answered(std::uint64_t source_bytes, std::uint64_t output_bytes) {
  progress_.answered(source_bytes, output_bytes);
}

void BuildReporter::image_done(const ImageReport& report) {
  if (options_.report.json) console_.print(image_event(report));
}

void BuildReporter::warning(std::string_view message) {
  console_.complain("warning: " + std::string(message));
}

void BuildReporter::print_summary(const Summary& summary, double seconds) {
  if (options_.report.json) {
    console_.print(summary_event(summary, seconds));
    return;
  }
  const Show show = options_.report.show;
  if (show == Show::nothing || show == Show::only_progress) return;
  console_.print(summary_text(summary, seconds, {color_, options_.run.dry_run}));
}

ExitCode BuildReporter::finish(const Summary& summary) {
  for (const ImageReport& failure : summary.failures) {
    console_.complain(failure.source + ": " + failure.message);
  }
  print_summary(summary, seconds_between(start_ns_, clock_()));
  if (options_.report.stats) console_.note(stats_text(summary.counters));
  if (summary.interrupted) return ExitCode::interrupted;
  return summary.failures.empty() ? ExitCode::success : ExitCode::failed;
}

}  // namespace pixmill::tool
