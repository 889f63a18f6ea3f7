// Writing the made files, with a clear end where that fails: a test without its pictures is no
// test.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace pixmill::test {

using FileBytes = std::vector<std::uint8_t>;

/// Creates the folders above it; throws std::runtime_error if that cannot be.
void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);

}  // namespace pixmill::test
