// What a plan begins with: what lies below the sources, and what is remembered of it.
#pragma once

#include "engine/build/build.h"
#include "engine/build/remembered_tree.h"
#include "engine/build/scan.h"

namespace pixmill {

struct Survey {
  RememberedTree known;
  Scan found;
};

/// Walks and loads, each beside the other where a thread can be spared: of 100,000 pictures the
/// records are 10 MB, which are read in a sixth of the time that the walk takes.
Survey survey(const ScanRequest& request, const TreeId& tree, const Surroundings& around);

}  // namespace pixmill
