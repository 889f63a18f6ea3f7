// What a JPEG's coefficients take at the very least, however they are coded.
#pragma once

#include <cstdint>

#include "engine/codec/jpeg/packed_plane.h"

namespace pixmill::jpeg {

/// Each AC coefficient other than zero has the bits of its value sent as they are, in sequential
/// coding at once (T.81, F.1.2.2) and in progressive coding one scan after the other (G.1.2), after
/// a symbol of one bit or more: no lossless transcode takes less. Mostly half of what it takes.
/// Does not look further when that is known to be more than `limit`.
bool takes_more_bits(const PackedPlanes& planes, std::uint64_t limit);

}  // namespace pixmill::jpeg
