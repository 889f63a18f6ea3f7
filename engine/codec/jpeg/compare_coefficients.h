// Proving a lossless transcode: whatever the encoder did, both files must hold the same numbers.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/packed_plane.h"

namespace pixmill::jpeg {

/// Success if both files hold the same coefficients, to be multiplied by the same steps and shown
/// the same way: they decode to the same samples with any decoder. Fails with internal where they
/// differ, naming what.
Status check_same_coefficients(ByteView source, ByteView result);

/// The same of a source that was read before.
Status check_same_coefficients(const PackedImage& source, ByteView result);

}  // namespace pixmill::jpeg
