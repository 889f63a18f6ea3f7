// An error map as a picture to look at.
#pragma once

#include "engine/image/image.h"
#include "engine/metric/error_map.h"

namespace pixmill {

/// RGB of 8 bits: the reference's luma, darkened, where nothing differs, so that one knows where
/// one is; above it violet, red, orange and pale yellow with the error, each brighter than the one
/// before, so that it can be read without telling colours apart. `reference` is of the map's size.
Image paint_heat_map(const ErrorMap& errors, const Image& reference);

}  // namespace pixmill
