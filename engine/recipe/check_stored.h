// A hash proves that a cache gives back what was put in, not that whoever put it in was pixmill. An
// output from a cache that others can write is therefore held against its source like a candidate
// that was just made: the worst that a hand-made row can then do is to cost time.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/image/limits.h"
#include "engine/recipe/outcome.h"
#include "engine/settings/settings.h"

namespace pixmill {

struct StoredOutput {
  const Outcome& outcome;  ///< as it was remembered beside the bytes
  ByteView bytes;
};

/// Fails with corrupt_input, and with what is wrong, unless the output is of the target's format
/// and of the size that source and row have, decodes without a fault, is smaller than the source
/// where both have one format, and has equal pixels wherever the settings or the row call the
/// action lossless. How good a lossy picture looks is not measured again. Bounds are checked from
/// the headers first. Thread-safe and pure.
Status check_stored_output(ByteView source,
                           const StoredOutput& output,
                           Format target,
                           const Settings& settings,
                           const Limits& limits);

}  // namespace pixmill
