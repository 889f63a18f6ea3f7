// The few file operations that a cache needs and the standard library lacks: bytes that are on the
// disk when a call returns, and links that are not followed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>

#include "engine/base/bytes.h"
#include "engine/base/posix_descriptor.h"

namespace pixmill::cache {

/// Not open if there is no such regular file or it cannot be read; a link, FIFO or device is not
/// one.
FileDescriptor open_regular_file(const std::filesystem::path& file);

/// The size of an open file, or nothing.
std::optional<std::uint64_t> size_of(const FileDescriptor& file);

/// `size` bytes from `offset`, or nothing if the file is shorter or the disk fails.
std::optional<Bytes> read_at(const FileDescriptor& file, std::uint64_t offset, std::size_t size);

/// Creates a file that was not there, and writes the parts one after the other. Not open on
/// failure, and then no file is left.
FileDescriptor create_file(const std::filesystem::path& file,
                           std::initializer_list<ByteView> parts);

/// False if the disk failed.
bool sync(const FileDescriptor& file);
/// Makes the names in a folder as lasting as the files they name.
bool sync_folder(const std::filesystem::path& folder);

}  // namespace pixmill::cache
