#include <algorithm>

#include "engine/settings/setting.h"

namespace pixmill {

namespace {

Settings balanced() {
  return {};
}

Settings fast() {
  Settings s;
  s.jpeg.mode = JpegMode::fixed;
  s.jpeg.quality = 80;
  s.jpeg.effort = JpegEffort::fast;
  s.png.level = 9;
  return s;
}

Settings best() {
  Settings s;
  s.jpeg.effort = JpegEffort::best;
  s.png.level = 12;
  return s;
}

Settings lossless() {
  Settings s;
  s.jpeg.mode = JpegMode::lossless;
  return s;
}

/// What optimize-images does: its search, its choice of progressive, its keep rule.
Settings classic() {
  Settings s;
  s.jpeg.effort = JpegEffort::classic;
  s.jpeg.metric = Metric::sad;
  s.jpeg.target = 0.992;
  s.jpeg.quality_low = 75;
  s.jpeg.quality_high = 80;
  s.jpeg.progressive = Progressive::classic;
  s.jpeg.subsampling = Subsampling::s420;
  s.jpeg.reencode = Reencode::always;
  s.keep_below = 0.99;
  s.png.level = 9;  // 13.2 % off a real site's PNGs; level 10 takes 1.8 times as long for 15.6 %
  return s;
}

constexpr Preset k_presets[] = {
    {"fast", "no search: JPEGs at quality 80, less effort on PNGs", fast},
    {"balanced", "the default: a quality search per JPEG", balanced},
    {"best", "slow and smallest", best},
    {"lossless", "no pixel changes; JPEGs are transcoded", lossless},
    {"classic", "what optimize-images would choose", classic},
};

}  // namespace

std::span<const Preset> presets() {
  return k_presets;
}

const Preset* find_preset(std::string_view name) {
  const auto* found = std::find_if(std::begin(k_presets),
                                   std::end(k_presets),
                                   [&](const Preset& preset) { return preset.name == name; });
  return found == std::end(k_presets) ? nullptr : found;
}

}  // namespace pixmill
