// What `pixmill check --json` prints: one object a line, an "image" for each, whatever was found,
// and at last a "summary". The names are a contract with other programs.
#pragma once

#include <string>

#include "engine/build/summary.h"
#include "tool/check/findings.h"

namespace pixmill::tool {

/// All end with a newline. Names are escaped as in the manifest, and then "source_escaped" is true.
std::string check_image_event(const JudgedImage& judged);
std::string check_failure_event(const ImageReport& failure);
std::string check_summary_event(const Verdict& verdict, double seconds);

}  // namespace pixmill::tool
