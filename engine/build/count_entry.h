// Adding up what a build's pictures came to.
#pragma once

#include "engine/build/summary.h"
#include "engine/build/tree_state.h"

namespace pixmill {

/// Adds one file: to the totals of its format and status, or to the foreign ones.
void count_entry(Summary& summary, const EntryState& entry);

}  // namespace pixmill
