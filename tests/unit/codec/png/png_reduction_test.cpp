#include <boost/test/unit_test.hpp>

#include "engine/codec/png/filter_strategy.h"
#include "engine/codec/png/palette_order.h"
#include "engine/codec/png/raster_forms.h"
#include "engine/codec/png/raster_pixels.h"
#include "engine/codec/png/reduce_channels.h"
#include "engine/codec/png/reduce_depth.h"
#include "engine/codec/png/reduce_palette.h"
#include "made_png.h"

using namespace pixmill;
using namespace pixmill::png;

namespace {

/// One row of 8-bit samples.
Raster row_of(ColorType color, const Bytes& samples) {
  const auto width = static_cast<std::uint32_t>(samples.size() / channel_count(color));
  Raster raster = empty_raster({color, 8}, width, 1);
  raster.rows = samples;
  return raster;
}

bool same(const Raster& a, const Raster& b) {
  return same_pixels(a, b, HiddenColor::counts);
}

}  // namespace

BOOST_AUTO_TEST_CASE(sixteen_bits_become_eight_only_where_both_bytes_are_equal) {
  Raster raster = empty_raster({ColorType::grey, 16}, 2, 1);
  raster.rows = {0, 0, 0x7F, 0x7F};

  const auto narrow = narrow_to_8_bits(raster);
  raster.rows[3] = 0x80;

  BOOST_REQUIRE(narrow.has_value());
  BOOST_TEST((narrow->rows == Bytes{0, 0x7F}));
  BOOST_TEST(!narrow_to_8_bits(raster).has_value());
}

BOOST_AUTO_TEST_CASE(greys_are_packed_to_the_depth_that_scales_back) {
  const auto depth = [](const Bytes& samples) {
    const Raster raster = row_of(ColorType::grey, samples);
    const auto packed = pack_samples(raster);
    if (packed) BOOST_TEST(same(raster, *packed));
    return packed ? packed->depth : 8;
  };

  BOOST_TEST(depth({0, 255, 255}) == 1);
  BOOST_TEST(depth({0, 85, 170}) == 2);
  BOOST_TEST(depth({17, 85, 238}) == 4);
  BOOST_TEST(depth({0, 255, 254}) == 8);
}

BOOST_AUTO_TEST_CASE(a_grey_key_limits_the_depth) {
  Raster raster = row_of(ColorType::grey, {0, 255, 85});
  raster.key = {85, 0, 0};

  const auto packed = pack_samples(raster);

  BOOST_REQUIRE(packed.has_value());
  BOOST_TEST(packed->depth == 2);
  BOOST_TEST((*packed->key)[0] == 1);
  BOOST_TEST(same(raster, *packed));
}

BOOST_AUTO_TEST_CASE(color_goes_only_where_all_three_are_equal) {
  const Raster grey = row_of(ColorType::rgb, {7, 7, 7, 9, 9, 9});
  const Raster colored = row_of(ColorType::rgb, {7, 7, 7, 9, 9, 8});

  BOOST_REQUIRE(drop_color(grey).has_value());
  BOOST_TEST(same(grey, *drop_color(grey)));
  BOOST_TEST(!drop_color(colored).has_value());
  BOOST_TEST(drop_color(grey)->palette.empty());
}

BOOST_AUTO_TEST_CASE(alpha_goes_only_where_it_is_full) {
  const Raster opaque = row_of(ColorType::grey_alpha, {1, 255, 2, 255});
  const Raster translucent = row_of(ColorType::grey_alpha, {1, 255, 2, 254});

  BOOST_REQUIRE(drop_alpha(opaque).has_value());
  BOOST_TEST(same(opaque, *drop_alpha(opaque)));
  BOOST_TEST(!drop_alpha(translucent).has_value());
}

BOOST_AUTO_TEST_CASE(alpha_becomes_a_key_only_where_one_free_color_is_transparent) {
  const auto keyed = [](const Bytes& samples) {
    return alpha_to_key(row_of(ColorType::rgba, samples));
  };
  const Bytes free = {1, 2, 3, 255, 9, 9, 9, 0, 9, 9, 9, 0};

  BOOST_REQUIRE(keyed(free).has_value());
  BOOST_TEST(same(row_of(ColorType::rgba, free), *keyed(free)));
  BOOST_TEST(!keyed({9, 9, 9, 255, 9, 9, 9, 0}).has_value());
  BOOST_TEST(!keyed({1, 2, 3, 255, 9, 9, 9, 0, 8, 9, 9, 0}).has_value());
  BOOST_TEST(!keyed({1, 2, 3, 128, 9, 9, 9, 0}).has_value());
}

BOOST_AUTO_TEST_CASE(sixteen_bit_channels_are_dropped_too) {
  Raster raster = empty_raster({ColorType::rgba, 16}, 2, 1);
  raster.rows = {1, 2, 1, 2, 1, 2, 255, 255, 3, 4, 3, 4, 3, 4, 0, 0};

  const auto grey = drop_color(raster);
  BOOST_REQUIRE(grey.has_value());
  const auto keyed = alpha_to_key(*grey);

  BOOST_REQUIRE(keyed.has_value());
  BOOST_TEST((*keyed->key)[0] == 0x0304);
  BOOST_TEST(same(raster, *keyed));
}

BOOST_AUTO_TEST_CASE(two_hundred_and_fifty_six_colors_are_a_palette_and_one_more_is_none) {
  Bytes samples;
  for (unsigned i = 0; i < 256; ++i) {
    samples.insert(samples.end(), {static_cast<std::uint8_t>(i), 1, 2, 255});
  }
  const Raster full = row_of(ColorType::rgba, samples);
  samples.insert(samples.end(), {0, 0, 0, 0});

  const auto indexed = to_palette(full);

  BOOST_REQUIRE(indexed.has_value());
  BOOST_TEST(indexed->palette.size() == 256u);
  BOOST_TEST(same(full, *indexed));
  BOOST_TEST(!to_palette(row_of(ColorType::rgba, samples)).has_value());
}

BOOST_AUTO_TEST_CASE(unused_and_equal_palette_entries_go) {
  Raster wasteful = empty_raster({ColorType::palette, 8}, 4, 1);
  wasteful.palette = {{5, 5, 9, 255}, {1, 1, 1, 255}, {5, 5, 9, 255}, {2, 2, 2, 255}};
  wasteful.rows = {0, 2, 3, 0};

  const auto indexed = to_palette(to_rgba(wasteful));

  BOOST_REQUIRE(indexed.has_value());
  BOOST_TEST(indexed->palette.size() == 2u);
  BOOST_TEST(same(wasteful, *indexed));
}

BOOST_AUTO_TEST_CASE(palette_orders_keep_pixels_and_do_not_depend_on_the_order_before) {
  const Raster noise = noise_raster({ColorType::palette, 8}, 40, 40);
  const Raster indexed = *to_palette(to_rgba(noise));
  Raster reversed = indexed;
  std::reverse(reversed.palette.begin(), reversed.palette.end());
  for (std::uint8_t& index : reversed.rows) {
    index = static_cast<std::uint8_t>(indexed.palette.size() - 1 - index);
  }
  for (const PaletteOrder order : {PaletteOrder::luminance, PaletteOrder::co_occurrence}) {
    const Raster ordered = order_palette(indexed, order);

    BOOST_TEST(same(noise, ordered));
    BOOST_TEST((ordered == order_palette(reversed, order)));
  }
}

BOOST_AUTO_TEST_CASE(neighbouring_colors_get_neighbouring_indices) {
  // red and blue alternate, green stands alone at the end; by luminance red would be in the middle
  Raster picture = empty_raster({ColorType::palette, 8}, 9, 1);
  picture.palette = {{0, 0, 255, 255}, {255, 0, 0, 255}, {0, 100, 0, 255}};
  picture.rows = {2, 0, 1, 0, 1, 0, 1, 0, 1};

  const Raster ordered = order_palette(picture, PaletteOrder::co_occurrence);

  BOOST_TEST(std::abs(ordered.rows[1] - ordered.rows[2]) == 1);
  BOOST_TEST(std::abs(ordered.rows[0] - ordered.rows[1]) == 1);
}

BOOST_AUTO_TEST_CASE(hidden_colors_become_one_that_is_free) {
  Raster raster = row_of(ColorType::rgba, {0, 0, 0, 255, 1, 2, 3, 0, 4, 5, 6, 0});
  const Raster before = raster;

  clean_hidden_color(raster);

  BOOST_TEST((raster.rows == Bytes{0, 0, 0, 255, 1, 1, 1, 0, 1, 1, 1, 0}));
  BOOST_TEST(same_pixels(before, raster, HiddenColor::ignored));
  BOOST_TEST(!same_pixels(before, raster, HiddenColor::counts));
  BOOST_TEST(alpha_to_key(raster).has_value());
}

BOOST_AUTO_TEST_CASE(a_kept_profile_binds_the_type) {
  const Raster grey_pixels = row_of(ColorType::rgb, {7, 7, 7, 9, 9, 9});
  const Raster grey = row_of(ColorType::grey, {7, 9});

  for (const Raster& form : raster_forms(grey_pixels, ProfileSpace::rgb, {})) {
    BOOST_TEST(!is_grey(form.color));
  }
  for (const Raster& form : raster_forms(grey, ProfileSpace::grey, {})) {
    BOOST_TEST(is_grey(form.color));
  }
  BOOST_TEST(is_grey(raster_forms(grey_pixels, ProfileSpace::none, {}).front().color));
}

BOOST_AUTO_TEST_CASE(every_form_of_every_type_has_the_same_pixels) {
  for (const Form form : k_forms) {
    const Raster source = noise_raster(form, 13, 7);
    for (const Raster& other : raster_forms(source, ProfileSpace::none, {})) {
      BOOST_TEST(same(source, other));
    }
  }
}

BOOST_AUTO_TEST_CASE(without_reductions_the_form_stays) {
  PngSettings settings;
  settings.reduce = false;
  const Raster grey_pixels = row_of(ColorType::rgb, {7, 7, 7, 9, 9, 9});

  const std::vector<Raster> forms = raster_forms(grey_pixels, ProfileSpace::none, settings);

  BOOST_TEST(forms.size() == 1u);
  BOOST_TEST((forms.front() == grey_pixels));
}

BOOST_AUTO_TEST_CASE(filters_are_undone_exactly) {
  for (const std::size_t pixel_bytes : {1u, 2u, 3u, 4u, 6u, 8u}) {
    const Raster noise = noise_raster({ColorType::grey, 8}, 29, 2);
    for (const Filter filter : k_filters) {
      Bytes row(noise.row_bytes());
      filter_row(filter, noise.row(1), noise.row(0), pixel_bytes, row);
      BOOST_TEST((filter == Filter::none) == std::ranges::equal(row, noise.row(1)));

      unfilter_row(filter, row, noise.row(0), pixel_bytes);

      BOOST_TEST(std::ranges::equal(row, noise.row(1)));
    }
  }
}

BOOST_AUTO_TEST_CASE(adaptive_filters_find_the_gradient) {
  Raster gradient = empty_raster({ColorType::grey, 8}, 200, 1);
  for (std::size_t x = 0; x < 200; ++x) gradient.rows[x] = static_cast<std::uint8_t>(x);

  for (const FilterStrategy strategy :
       {FilterStrategy::min_sum, FilterStrategy::entropy, FilterStrategy::bigrams}) {
    BOOST_TEST(filter_all(gradient, strategy).front() == static_cast<int>(Filter::sub));
  }
}
