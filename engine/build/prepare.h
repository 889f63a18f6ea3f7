// Reading one file to learn what it is.
#pragma once

#include "engine/build/plan.h"

namespace pixmill {

/// Reads, hashes, tells the format and inspects the header; sets version, content, format,
/// working_bytes and bytes, or refusal. Bytes that the image's record knows were inspected when it
/// was made, and are neither inspected nor kept. A file that is no image and is not named like one
/// gets Format::none. Thread-safe; `scratch` may be used again.
void prepare(PlannedImage& image, const Limits& limits, FileSystem& files, Bytes& scratch);

/// All that have no content hash yet, in parallel. Sources stay in memory up to a quarter of the
/// memory budget, so that most are read once.
void prepare_all(std::vector<PlannedImage>& images, const RunOptions& options, FileSystem& files);

/// Of prepared ones, those that are no foreign files.
std::size_t count_to_do(const std::vector<PlannedImage>& images);

}  // namespace pixmill
