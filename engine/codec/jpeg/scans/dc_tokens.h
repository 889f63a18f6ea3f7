// A DC scan's symbols (T.81, G.1.2.1), of one component or of several in MCUs.
#pragma once

#include <cstddef>
#include <span>

#include "engine/base/result.h"
#include "engine/codec/jpeg/packed_plane.h"
#include "engine/codec/jpeg/scans/scan_script.h"
#include "engine/codec/jpeg/scans/scan_tokens.h"

namespace pixmill::jpeg {

/// At most so many tokens does any DC scan of this picture have.
std::size_t most_dc_tokens(const PackedPlanes& planes);

/// Of a first scan or a refinement; `tables` says each plane's Huffman table, 0 or 1. Fails with
/// internal where a difference has more bits than T.81 allows in pictures of 8 bits, or an MCU more
/// blocks than it allows.
Status add_dc_scan(const PackedPlanes& planes,
                   const Scan& scan,
                   std::span<const int> tables,
                   ScanTokens& tokens);

}  // namespace pixmill::jpeg
