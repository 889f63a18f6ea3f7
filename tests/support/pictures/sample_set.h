// A folder such as a site's: photographs, screenshots, odd kinds, odd names, one text file.
#pragma once

#include <cstdint>
#include <filesystem>

namespace pixmill::test {

/// `count` pictures below `folder`, cycling through every kind; picture i depends on seed and i
/// only, so a larger count only adds files. Also writes notes.txt, which is no image.
void write_sample_set(const std::filesystem::path& folder, int count, std::uint64_t seed);

/// One tiny picture of every kind, all in `folder` itself: where a fuzzer starts from.
void write_seed_corpus(const std::filesystem::path& folder);

}  // namespace pixmill::test
