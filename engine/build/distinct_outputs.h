// Two inputs for one output are refused, also where only a file system that folds letters would
// take them for one.
#pragma once

#include "engine/base/result.h"
#include "engine/build/check_request.h"
#include "engine/build/plan.h"

namespace pixmill {

/// Fails with ErrorCode::usage where two of the plan's pictures, or one and the manifest, would
/// have the same output.
Status check_distinct_outputs(const Plan& plan, const CheckedRequest& paths);

}  // namespace pixmill
