// The manifest's rows of a plan that was carried out, folder by folder: new ones beside those that
// stay as they are.
#pragma once

#include <cstddef>

#include "engine/build/plan.h"
#include "engine/build/run.h"

namespace pixmill {

/// The rows of the pictures that have an output, new or as they were. Those of failures are left
/// out, for failures are tried again. `result` must hold the unchanged entries too.
FolderRows remembered_rows(const Plan& plan, const RunResult& result, std::size_t folder);

/// The rows of the failures.
FolderRows failed_rows(const RunResult& result, std::size_t folder);

}  // namespace pixmill
