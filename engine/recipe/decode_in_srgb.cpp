#include "engine/recipe/decode_in_srgb.h"

#include <utility>

#include "engine/codec/codec.h"
#include "engine/image/srgb_conversion.h"
#include "engine/recipe/optimize_image.h"

namespace pixmill {

Result<SrgbPicture> decode_in_srgb(ByteView file, const Limits& limits) {
  Result<Image> image = decode_image(file, limits);
  if (!image) return unexpected(std::move(image).error());
  const Codec& codec = *find_codec(sniff_format(file));  // or it would not have been decoded
  Result<SampleColors> colors = sample_colors(codec.profile(file, limits), image->channels);
  if (!colors) return unexpected(std::move(colors).error());
  if (colors->profile.empty()) return SrgbPicture{std::move(*image), std::move(colors->note)};
  const auto conversion = SrgbConversion::open(colors->profile, image->channels);
  if (!conversion) return unexpected(conversion.error());
  return SrgbPicture{conversion->apply(*image), {}};
}

}  // namespace pixmill
