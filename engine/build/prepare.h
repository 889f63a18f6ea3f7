// Reading one file to learn what it is.
#pragma once

#include "engine/build/plan.h"

namespace pixmill {

/// Reads, hashes, tells the format and inspects the header; sets version, content, format,
/// working_bytes and bytes, or refusal. A file that is no image and is not named like one gets a
/// content hash of nothing and Format::none. Thread-safe.
void prepare(PlannedImage& image, const Limits& limits, FileSystem& files);

}  // namespace pixmill
