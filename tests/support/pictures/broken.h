// What a build meets in the wild and must refuse by name, next to two pictures that are fine.
#pragma once

#include <filesystem>

namespace pixmill::test {

/// empty.png, noise.jpg, truncated.jpg, truncated.png, giant.png (65535x65535, 1 bit), giant.jpg
/// (613 bytes that claim 49157x27397 in many scans), fifo.jpg, dangling.png (a link), dir.png (a
/// folder), good.jpg and good.png.
void write_broken_set(const std::filesystem::path& folder);

}  // namespace pixmill::test
