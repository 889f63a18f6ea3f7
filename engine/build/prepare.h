// Reading files to learn what they are.
#pragma once

#include "engine/build/plan.h"

namespace pixmill {

/// Reads all that have no content hash yet, in parallel: sets version, content and format, or
/// refusal. A file that is no image and is not named like one gets Format::none. A few sources stay
/// in memory, for those that have to be worked out.
void prepare_all(std::vector<PlannedImage>& images, const RunOptions& options, FileSystem& files);

/// Reads the headers of those that were looked up and not found, in parallel: sets working_bytes,
/// or refusal. Of hits, too, if they are to be held against their sources.
void inspect_misses(std::vector<PlannedImage>& images,
                    const RunOptions& options,
                    FileSystem& files);

/// Of prepared ones, those that are no foreign files.
std::size_t count_to_do(const std::vector<PlannedImage>& images);

}  // namespace pixmill
