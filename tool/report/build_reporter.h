// Tells a person or a program how a build goes and how it ended.
#pragma once

#include "engine/build/summary.h"
#include "tool/environment.h"
#include "tool/exit_code.h"
#include "tool/options/options.h"
#include "tool/report/console.h"
#include "tool/report/progress_reporter.h"

namespace pixmill::tool {

class BuildReporter final : public Reporter {
 public:
  BuildReporter(Console& console, const Options& options, const Environment& environment);

  void planned(std::size_t images, std::size_t to_do) override;
  void answered(std::uint64_t source_bytes, std::uint64_t output_bytes) override;
  void image_done(const ImageReport& report) override;
  void warning(std::string_view message) override;

  /// Names the failures, prints the summary as it was asked for, and says how to exit.
  ExitCode finish(const Summary& summary);

 private:
  void print_summary(const Summary& summary, double seconds);

  Console& console_;
  const Options& options_;
  bool color_;
  SteadyClock clock_;
  std::int64_t start_ns_;
  ProgressReporter progress_;
};

}  // namespace pixmill::tool
