// An AC scan's symbols (T.81, G.1.2.2 and G.1.2.3), the same as libjpeg's encoder makes
// (jcphuff.c).
#pragma once

#include <cstddef>

#include "engine/base/result.h"
#include "engine/codec/jpeg/packed_plane.h"
#include "engine/codec/jpeg/scans/scan_script.h"
#include "engine/codec/jpeg/scans/scan_tokens.h"

namespace pixmill::jpeg {

/// At most so many tokens does any scan of these blocks have.
std::size_t most_ac_tokens(const PackedBlocks& blocks);

/// Of a band's first scan, from the coefficients down to the bit that it sends. Fails with internal
/// where a value has more bits than T.81 allows in pictures of 8 bits.
Status add_first_scan(const PackedBlocks& blocks, const Scan& scan, ScanTokens& tokens);

/// Of a refinement, from the coefficients down to the bit that it sends.
void add_refinement(const PackedBlocks& blocks, const Scan& scan, ScanTokens& tokens);

}  // namespace pixmill::jpeg
