// Colour profiles that say only what everyone assumes: a picture without a profile is shown as
// sRGB, so an embedded sRGB profile costs bytes (often 3 KB, more than a small picture) and changes
// nothing. Profiles of sRGB come from many hands and differ in bytes, so it is told by the numbers.
#pragma once

#include "engine/base/bytes.h"

namespace pixmill {

/// True if the profile (ICC.1:2022) maps RGB to colours as IEC 61966-2-1 does, to within half a
/// step of 8 bits in each curve and 0.002 in each primary. In doubt false: damaged profiles,
/// profiles with look-up tables (which may render with an intent of their own) and unknown kinds of
/// curves are none. Never reads outside of `icc`, whatever it holds.
bool is_srgb_profile(ByteView icc);

}  // namespace pixmill
