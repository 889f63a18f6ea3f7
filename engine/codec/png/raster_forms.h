// The forms that compete: the same pixels as channels and as a palette, each as small as it can be
// made. All start from the pixels as RGBA, so a picture's forms do not depend on how its file
// stored it, and a second pass over an output finds what the first found.
#pragma once

#include <vector>

#include "engine/codec/png/color_chunks.h"
#include "engine/codec/png/png_raster.h"
#include "engine/settings/settings.h"

namespace pixmill::png {

/// At least one, in order of preference where sizes are equal. Each decodes to the source's
/// samples, but for the colour of transparent pixels if settings.clean_alpha. Only the source as it
/// is, if settings.reduce is off or its profile does not fit its type.
std::vector<Raster> raster_forms(Raster source, ProfileSpace profile, const PngSettings& settings);

}  // namespace pixmill::png
