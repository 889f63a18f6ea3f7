// The lossless transcode: the source's own coefficients, coded anew. Works for every colour space,
// CMYK included, since it never looks at a colour.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/coefficient_image.h"
#include "engine/codec/jpeg/encode.h"
#include "engine/codec/jpeg/metadata.h"
#include "engine/codec/jpeg/packed_plane.h"

namespace pixmill::jpeg {

/// The coefficients coded in the smallest of the ways. Restart markers are not kept; the metadata
/// is what is given. Fails with corrupt_input where libjpeg cannot code a coefficient.
Result<Bytes> transcode(const CoefficientImage& source,
                        const std::vector<EntropyCoding>& codings,
                        const KeptMetadata& metadata);

/// The same of a file, with what was read of it.
struct Transcoded {
  Bytes file;
  PackedImage source;
};
Result<Transcoded> transcode(ByteView source,
                             const std::vector<EntropyCoding>& codings,
                             const KeptMetadata& metadata);

/// The same, or nothing where the file would surely not be smaller than `limit` bytes: that is
/// known without writing it, which takes most of the time.
Result<std::optional<Bytes>> transcode_below(std::size_t limit,
                                             const PackedImage& source,
                                             const std::vector<EntropyCoding>& codings,
                                             const KeptMetadata& metadata);

}  // namespace pixmill::jpeg
