// Reading files to learn what they are.
#pragma once

#include "engine/build/plan.h"

namespace pixmill {

/// Reads all that have no content hash yet, in parallel: sets version, content, format,
/// working_bytes and bytes, or refusal. Bytes that an image's record knows are neither inspected
/// nor kept. A file that is no image and is not named like one gets Format::none. A few sources
/// stay in memory, for those that have to be worked out.
void prepare_all(std::vector<PlannedImage>& images, const RunOptions& options, FileSystem& files);

/// Of prepared ones, those that are no foreign files.
std::size_t count_to_do(const std::vector<PlannedImage>& images);

}  // namespace pixmill
