// What `pixmill check` prints for a person: a line for each thing it found, and one that sums up.
#pragma once

#include <string>

#include "tool/check/findings.h"

namespace pixmill::tool {

/// Empty where there is nothing to complain of. Failures are not in it: they are named on stderr.
std::string findings_text(const Verdict& verdict);

/// One line: what was found, or that all is well.
std::string check_summary_text(const Verdict& verdict, double seconds);

}  // namespace pixmill::tool
