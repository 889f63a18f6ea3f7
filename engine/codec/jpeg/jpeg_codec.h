// JPEG's row in the table of codecs.
//
// A file is read in two ways: by its markers (segments.h, header.h, metadata.h), which tells what
// it is and what of it must stay, and through libjpeg (guard.h), which is trusted with one picture
// and nothing else. Two kinds of candidates come of it: the lossless transcode of the coefficients
// (transcode.h), always, and an encoding at a chosen quality (encode.h, jpeg_search.h).
#pragma once

#include "engine/codec/codec.h"

namespace pixmill {

Codec jpeg_codec();

}  // namespace pixmill
