#include "tool/report/check_reporter.h"

#include "tool/report/check_json.h"
#include "tool/report/check_text.h"
#include "tool/report/counter_names.h"
#include "tool/report/terminal.h"

namespace pixmill::tool {

CheckReporter::CheckReporter(Console& console,
                             const Options& options,
                             const Environment& environment)
    : console_(console),
      options_(options),
      clock_(steady_clock()),
      start_ns_(clock_()),
      progress_(console, progress_style(options.report, can_redraw(environment)), clock_) {}

void CheckReporter::planned(std::size_t images, std::size_t to_do) {
  progress_.planned(images, to_do);
}

void CheckReporter::image_done(const ImageReport& report) {
  progress_.answered(report.source_bytes, report.output_bytes);
}

void CheckReporter::warning(std::string_view message) {
  console_.complain("warning: " + std::string(message));
}

void CheckReporter::print_json(const CheckResult& result, const Verdict& verdict, double seconds) {
  for (const JudgedImage& judged : verdict.images) console_.print(check_image_event(judged));
  for (const ImageReport& failure : result.failures) console_.print(check_failure_event(failure));
  console_.print(check_summary_event(verdict, seconds));
}

/// --quiet leaves the findings: they are what was asked for.
void CheckReporter::print_text(const Verdict& verdict, double seconds) {
  const Show show = options_.report.show;
  if (show != Show::only_summary) console_.print(findings_text(verdict));
  if (show == Show::nothing || show == Show::only_progress) return;
  console_.print(check_summary_text(verdict, seconds));
}

ExitCode CheckReporter::finish(const CheckResult& result, CheckMode mode, const Budget& budget) {
  for (const ImageReport& failure : result.failures) {
    console_.complain(failure.source + ": " + failure.message);
  }
  const Verdict verdict = judge(result, mode, budget);
  const double seconds = seconds_between(start_ns_, clock_());
  if (options_.report.json) {
    print_json(result, verdict, seconds);
  } else {
    print_text(verdict, seconds);
  }
  if (options_.report.stats) console_.note(stats_text(verdict.counters));
  if (verdict.interrupted) return ExitCode::interrupted;
  if (verdict.failed > 0) return ExitCode::failed;
  return verdict.is_clean() ? ExitCode::success : ExitCode::found;
}

}  // namespace pixmill::tool
