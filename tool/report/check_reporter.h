// Tells a person or a program how a check goes and what it found.
#pragma once

#include "engine/build/check.h"
#include "tool/check/findings.h"
#include "tool/environment.h"
#include "tool/exit_code.h"
#include "tool/options/options.h"
#include "tool/report/console.h"
#include "tool/report/progress_reporter.h"

namespace pixmill::tool {

class CheckReporter final : public Reporter {
 public:
  CheckReporter(Console& console, const Options& options, const Environment& environment);

  void planned(std::size_t images, std::size_t to_do) override;
  void image_done(const ImageReport& report) override;
  void warning(std::string_view message) override;

  /// Names failures and findings, sums up as it was asked for, and says how to exit.
  ExitCode finish(const CheckResult& result, CheckMode mode, const Budget& budget);

 private:
  void print_json(const CheckResult& result, const Verdict& verdict, double seconds);
  void print_text(const Verdict& verdict, double seconds);

  Console& console_;
  const Options& options_;
  SteadyClock clock_;
  std::int64_t start_ns_;
  ProgressReporter progress_;
};

}  // namespace pixmill::tool
