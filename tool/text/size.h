// Sizes in bytes as people write and read them. kB, MB, GB and TB are powers of 1000, as on every
// disk and as `ls --si` has them; KiB, MiB, GiB and TiB powers of 1024.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace pixmill::tool {

/// "512 MB", "2GiB", "1.5 GB", "300000"; the letters' case does not count. Fails with the usage
/// code and says what would be right.
Result<std::uint64_t> parse_size(std::string_view text);

/// "0 B", "999 B", "1.0 kB", "311.0 kB", "4.2 MB".
std::string human_size(std::uint64_t bytes);

/// The same with a minus in front where `after` is larger than `before`.
std::string human_saving(std::uint64_t before, std::uint64_t after);

}  // namespace pixmill::tool
