#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <initializer_list>

#include "engine/settings/setting.h"
#include "engine/settings/settings_layers.h"

using namespace pixmill;

namespace {

const Settings& settings_of(SettingsLayers& layers, std::string_view path) {
  return layers.profile(layers.profile_of(path)).settings;
}

}  // namespace

BOOST_AUTO_TEST_CASE(settings_are_sorted_and_each_says_back_what_it_was_told) {
  BOOST_CHECK(std::ranges::is_sorted(all_settings(), {}, &Setting::name));
  for (const Preset& preset : presets()) {
    const Settings from = preset.settings();
    for (const Setting& setting : all_settings()) {
      Settings to;
      BOOST_TEST(setting.set(to, setting.get(from)).has_value(), setting.name);
      BOOST_TEST(setting.get(to) == setting.get(from), setting.name);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_value_is_refused_in_words_and_changes_nothing) {
  for (const Setting& setting : all_settings()) {
    for (const std::string_view wrong : {"", "nonsense", "-1000", "1e9", "nan", "1 ", "psnr"}) {
      Settings settings;
      const auto set = setting.set(settings, wrong);
      BOOST_REQUIRE(!set.has_value());
      BOOST_TEST(set.error().message.find("it takes ") != std::string::npos);
      BOOST_TEST(setting.get(settings) == setting.get(Settings{}));
    }
  }
}

BOOST_AUTO_TEST_CASE(equal_values_have_equal_texts) {
  const Setting& target = *find_setting("jpeg.target");
  Settings a;
  Settings b;
  BOOST_TEST(target.set(a, "0").has_value());
  BOOST_TEST(target.set(b, "-0.0").has_value());
  BOOST_TEST(target.get(a) == target.get(b));
}

BOOST_AUTO_TEST_CASE(later_layers_win_and_values_stand_on_top_of_any_preset) {
  auto layers = SettingsLayers::make({{"", {{"png.level", "3", "file:1"}}},
                                      {"icons/**", {{"png.level", "4", "file:5"}}},
                                      {"", {{"preset", "fast", "--preset"}}}})
                    .value();

  BOOST_TEST(settings_of(layers, "a.png").png.level == 3);
  BOOST_TEST(settings_of(layers, "icons/a.png").png.level == 4);
  BOOST_TEST((settings_of(layers, "a.png").jpeg.mode == JpegMode::fixed));
  const Profile& profile = layers.profile(layers.profile_of("icons/a.png"));
  BOOST_TEST(profile.preset == "fast");
  BOOST_TEST(profile.preset_origin == "--preset");
  BOOST_TEST(profile.origins.at("png.level") == "file:5");
  BOOST_TEST(layers.profile_of("b.png") == layers.profile_of("c/d.png"));
}

BOOST_AUTO_TEST_CASE(mistakes_are_named_with_their_place_and_a_hint) {
  const auto message = [](const Assignment& assignment) {
    return SettingsLayers::make({{"never/matches", {assignment}}}).error().message;
  };
  BOOST_TEST(message({"png.levle", "1", "f:1"}).find("did you mean \"png.level\"") !=
             std::string::npos);
  BOOST_TEST(message({"png.level", "99", "f:2"}).starts_with("f:2: png.level: "));
  BOOST_TEST(message({"preset", "x", "f:3"}).find("balanced") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_fingerprint_follows_the_assignments_and_not_their_origins) {
  const auto print = [](SettingsLayer layer) {
    return SettingsLayers::make({std::move(layer)}).value().fingerprint();
  };
  const Hash128 base = print({"", {{"png.level", "3", "a"}}});

  BOOST_CHECK(base == print({"", {{"png.level", "3", "b"}}}));
  BOOST_CHECK(base != print({"", {{"png.level", "4", "a"}}}));
  BOOST_CHECK(base != print({"x", {{"png.level", "3", "a"}}}));
}
