// The lossless transcode: the source's own coefficients, coded anew. Works for every colour space,
// CMYK included, since it never looks at a colour.
#pragma once

#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/encode.h"
#include "engine/codec/jpeg/metadata.h"

namespace pixmill::jpeg {

/// The file coded in each of the ways, of which the smallest is returned, the first of equals.
/// Restart markers are not kept; the metadata is what is given. Fails with corrupt_input on any
/// warning of libjpeg's.
Result<Bytes> transcode(ByteView file,
                        const std::vector<EntropyCoding>& codings,
                        const KeptMetadata& metadata);

}  // namespace pixmill::jpeg
