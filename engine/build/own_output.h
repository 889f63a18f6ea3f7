// What lets `optimize` know an output of pixmill's own for a finished one: without it, every run
// would search anew in what the last one, or a build, left, and quality would be lost again and
// again.
#pragma once

#include "engine/base/hash.h"
#include "engine/ports/result_store.h"
#include "engine/recipe/outcome.h"

namespace pixmill {

/// The row for an output as the source of another run under the same recipe: nothing is to be done.
NewResult own_output_result(const Hash128& recipe,
                            const Outcome& outcome,
                            const ContentHash& output);

}  // namespace pixmill
