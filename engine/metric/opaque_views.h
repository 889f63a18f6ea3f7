// What metrics for opaque 8-bit pictures look at when they are given anything else, so that each
// such metric is a function of two plain pictures of one shape.
#pragma once

#include <vector>

#include "engine/base/result.h"
#include "engine/image/image.h"

namespace pixmill {

/// Opaque 8-bit forms of a picture, 1 or 3 channels: itself, or with alpha itself over black and
/// over white, since a fault on transparent ground may hide on one of them.
std::vector<Image> opaque_views(const Image& image);

/// Fails with usage when width or height differ, naming both sizes.
Status check_same_size(const Image& reference, const Image& candidate);

/// The lowest score over all views; a picture without alpha has one, which stands against both of
/// the other's. Where one view is grey and the other colour, `score` sees both as colour.
double worst_score(const std::vector<Image>& reference,
                   const std::vector<Image>& candidate,
                   double (*score)(const Image&, const Image&));

}  // namespace pixmill
