// The one part of EXIF that changes how a picture looks: which way up it is. It survives when the
// rest of EXIF is stripped.
#pragma once

#include "engine/base/bytes.h"

namespace pixmill {

/// The orientation, 1 to 8 (EXIF 2.32, 4.6.4.A), of a TIFF block without the "Exif\0\0" that JPEG
/// puts in front. 1, the upright one, where it is absent, damaged or out of range.
int exif_orientation(ByteView tiff);

/// A TIFF block that holds the orientation and nothing else.
Bytes make_orientation_exif(int orientation);

}  // namespace pixmill
