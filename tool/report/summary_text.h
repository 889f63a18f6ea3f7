// The summary that a person reads when a build is over.
#pragma once

#include <string>

#include "engine/build/summary.h"

namespace pixmill::tool {

struct SummaryStyle {
  bool color = false;
  bool dry_run = false;
};

/// A table by format and a line or two of facts; one friendly line where there was nothing to do.
/// Failures are only counted: they are named on stderr.
std::string summary_text(const Summary& summary, double seconds, const SummaryStyle& style);

}  // namespace pixmill::tool
