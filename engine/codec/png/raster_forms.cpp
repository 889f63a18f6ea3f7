#include "engine/codec/png/raster_forms.h"

#include <optional>
#include <utility>

#include "engine/codec/png/palette_order.h"
#include "engine/codec/png/raster_pixels.h"
#include "engine/codec/png/reduce_channels.h"
#include "engine/codec/png/reduce_depth.h"
#include "engine/codec/png/reduce_palette.h"

namespace pixmill::png {

namespace {

using Reduction = std::optional<Raster> (*)(const Raster&);

Raster reduced(Raster raster, Reduction reduction) {
  std::optional<Raster> smaller = reduction(raster);
  return smaller ? std::move(*smaller) : std::move(raster);
}

Raster fewest_channels(Raster raster, ProfileSpace profile) {
  raster = reduced(std::move(raster), drop_alpha);
  if (profile != ProfileSpace::rgb) raster = reduced(std::move(raster), drop_color);
  raster = reduced(std::move(raster), alpha_to_key);
  return reduced(std::move(raster), pack_samples);
}

/// A palette costs its chunk on top, so it can only win by fewer bits or by another order.
bool is_beaten_by_grey(const Raster& indexed, const Raster& channels) {
  return channels.color == ColorType::grey && channels.depth <= indexed.depth && channels.depth < 8;
}

void add_palette_forms(std::vector<Raster>& forms, const Raster& indexed) {
  for (const PaletteOrder order : {PaletteOrder::luminance, PaletteOrder::co_occurrence}) {
    Raster form = reduced(order_palette(indexed, order), pack_samples);
    if (is_beaten_by_grey(form, forms.front()) || form == forms.back()) return;
    forms.push_back(std::move(form));
  }
}

bool fits_profile(ColorType color, ProfileSpace profile) {
  return profile == ProfileSpace::none || is_grey(color) == (profile == ProfileSpace::grey);
}

}  // namespace

std::vector<Raster> raster_forms(Raster source, ProfileSpace profile, const PngSettings& settings) {
  std::vector<Raster> forms;
  if (!settings.reduce || !fits_profile(source.color, profile)) {
    forms.push_back(std::move(source));
    return forms;
  }
  Raster rgba = reduced(to_rgba(std::exchange(source, {})), narrow_to_8_bits);
  if (settings.clean_alpha) clean_hidden_color(rgba);
  std::optional<Raster> indexed;
  if (profile != ProfileSpace::grey) indexed = to_palette(rgba);
  forms.push_back(fewest_channels(std::move(rgba), profile));
  if (indexed) add_palette_forms(forms, *indexed);
  return forms;
}

}  // namespace pixmill::png
