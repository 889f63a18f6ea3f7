// Names are bytes; these tell where they are UTF-8, and which names a file system that folds
// letters would take for one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pixmill {

/// The length of the valid UTF-8 sequence that `text` begins with, 0 if there is none.
std::size_t valid_utf8_length(std::string_view text);
bool is_valid_utf8(std::string_view text);

/// The name with letter case folded and in composed form (NFC), so that names which some file
/// systems take for the same are equal. What is not UTF-8 stays as it is but for ASCII letters.
std::string folded_name(std::string_view name);

}  // namespace pixmill
