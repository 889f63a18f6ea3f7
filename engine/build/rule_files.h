// What a build rule of another build system wants besides the outputs: a depfile, so that it runs
// again when it must, and a stamp, so that it does not when it need not. The outputs' own dates
// cannot tell: an output whose bytes did not change keeps its old one, older than its source.
#pragma once

#include <string>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/result.h"
#include "engine/build/build.h"
#include "engine/build/plan.h"

namespace pixmill {

/// The sources of a plan, spelled as the request spells them, and every folder that was walked: its
/// date changes when a file is added or removed.
std::vector<std::string> rule_dependencies(const BuildRequest& request,
                                           const CheckedRequest& paths,
                                           const Plan& plan);

/// Writes what the request asks for. The error names the file.
Status write_rule_files(const BuildRequest& request,
                        std::vector<std::string> dependencies,
                        FileSystem& files);

}  // namespace pixmill
