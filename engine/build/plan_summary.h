// What a plan alone lets a build say of its end: all that stays as it is, and in a dry run all that
// would be done.
#pragma once

#include "engine/build/plan.h"
#include "engine/build/summary.h"

namespace pixmill {

/// Of a plan with nothing to do, from what the last build said.
Summary unchanged_summary(const Plan& plan);

/// Of what stays as it is; the rest is still to be added.
Summary summary_of_unchanged(const Plan& plan);

/// Adds what would become of each picture that is not as it was, and tells the reporter.
void add_dry_run(const Plan& plan, Reporter& reporter, Summary& summary);

}  // namespace pixmill
