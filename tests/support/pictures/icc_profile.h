// A display profile that is valid and not sRGB, so that dropping it would shift the colours.
#pragma once

#include "tests/support/pictures/file.h"

namespace pixmill::test {

/// An ICC 2.4 matrix/TRC profile: Adobe RGB's primaries, gamma 2.2.
FileBytes display_profile();

}  // namespace pixmill::test
