#include <boost/test/unit_test.hpp>

#include "tool/config/config.h"
#include "tool/config/layers.h"
#include "tool/config/starter.h"

using namespace pixmill;
using namespace pixmill::tool;

namespace {

/// The first error of reading the file and of checking its settings.
std::string error_of(const std::string& text) {
  const auto config = parse_config(text, "site/pixmill.toml");
  if (!config) return config.error().message;
  const auto layers = make_layers({}, *config);
  BOOST_REQUIRE(!layers);
  return layers.error().message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(configuration)

BOOST_AUTO_TEST_CASE(everything_that_a_file_can_say_is_read) {
  const auto config = parse_config(
      "preset = \"fast\"\n"
      "exclude = [\"**/raw/**\", \"*.tmp.png\"]\n"
      "png.level = 3\n"
      "[cache]\n"
      "dir = \".cache/pixmill\"\n"
      "max_size = \"2 GiB\"\n"
      "[jpeg]\n"
      "target = 0.9\n"
      "subsampling = 420\n"
      "[budget]\n"
      "total = \"4 MB\"\n"
      "per_image = 300000\n",
      "site/pixmill.toml");

  BOOST_REQUIRE(config);
  BOOST_TEST(config->excludes.size() == 2U);
  BOOST_TEST(config->cache_folder == "site/.cache/pixmill");
  BOOST_TEST(config->cache_max_size_bytes.value() == 2'147'483'648U);
  BOOST_TEST(config->budget.total_bytes.value() == 4'000'000U);
  BOOST_TEST(config->budget.per_image_bytes.value() == 300'000U);
  auto layers = make_layers({}, *config);
  BOOST_REQUIRE(layers);
  const Profile& profile = layers->profile(layers->profile_of("a.jpg"));
  BOOST_TEST(profile.preset == "fast");
  BOOST_TEST(profile.settings.png.level == 3);
  BOOST_TEST(profile.settings.jpeg.target == 0.9);
  BOOST_TEST(profile.origins.at("jpeg.target") == "site/pixmill.toml:8");
}

BOOST_AUTO_TEST_CASE(overrides_stand_above_the_rest_wherever_they_are) {
  const auto config = parse_config(
      "[[override]]\n"
      "match = \"hero/**\"\n"
      "jpeg.quality = 95\n"
      "[[override]]\n"
      "match = \"hero/big/**\"\n"
      "jpeg.quality = 97\n"
      "[jpeg]\n"
      "quality = 60\n",
      "pixmill.toml");

  BOOST_REQUIRE(config);
  auto layers = make_layers({}, *config);
  BOOST_REQUIRE(layers);
  const auto quality = [&](const char* path) {
    return layers->profile(layers->profile_of(path)).settings.jpeg.quality;
  };
  BOOST_TEST(quality("a.jpg") == 60);
  BOOST_TEST(quality("hero/a.jpg") == 95);
  BOOST_TEST(quality("hero/big/a.jpg") == 97);
}

BOOST_AUTO_TEST_CASE(the_command_line_stands_above_the_file) {
  const auto config = parse_config("jpeg.quality = 60\n", "pixmill.toml");
  BOOST_REQUIRE(config);
  Options options;
  options.assignments.push_back({"jpeg.quality", "70", "-q"});

  auto layers = make_layers(options, *config);

  BOOST_REQUIRE(layers);
  BOOST_TEST(layers->profile(layers->profile_of("a.jpg")).settings.jpeg.quality == 70);
}

BOOST_AUTO_TEST_CASE(errors_name_file_line_and_key) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"\npreset = \n", "site/pixmill.toml:2: "},
      {"[jpeg]\ntargt = 1\n", "site/pixmill.toml:2: there is no setting \"jpeg.targt\"; did you"},
      {"colour = 1\n", "site/pixmill.toml:1: there is no setting \"colour\""},
      {"jpeg.quality = 200\n", "site/pixmill.toml:1: jpeg.quality: \"200\" is not allowed"},
      {"jpeg.quality = \"much\"\n", "site/pixmill.toml:1: jpeg.quality: \"much\" is not allowed"},
      {"jpeg.quality = [1]\n",
       "site/pixmill.toml:1: jpeg.quality takes 1 to 100, and not an array"},
      {"jpeg.quality = 2001-01-01\n",
       "site/pixmill.toml:1: jpeg.quality takes 1 to 100, and not a"},
      {"preset = [\"fast\"]\n", "site/pixmill.toml:1: preset takes a preset's name"},
      {"preset = \"fastest\"\n", "site/pixmill.toml:1: there is no preset \"fastest\""},
      {"\n[jpg]\nquality = 1\n", "site/pixmill.toml:2: there is no table \"jpg\"; did you mean"},
      {"exclude = \"*.png\"\n", "site/pixmill.toml:1: exclude takes an array of globs"},
      {"exclude = [1]\n", "site/pixmill.toml:1: exclude takes a glob"},
      {"cache = 1\n", "site/pixmill.toml:1: cache is a table"},
      {"[cache]\ndri = \"x\"\n", "site/pixmill.toml:2: there is no \"cache.dri\"; did you mean"},
      {"[cache]\ndir = 1\n", "site/pixmill.toml:2: cache.dir takes a folder's path"},
      {"[cache]\ndir = \"a\\u0000b\"\n", "site/pixmill.toml:2: cache.dir takes a folder's path"},
      {"[cache]\nmax_size = \"big\"\n", "site/pixmill.toml:2: cache.max_size: \"big\" is no size"},
      {"[budget]\ntotal = [1]\n", "site/pixmill.toml:2: budget.total: "},
      {"[budget]\nsum = 1\n", "site/pixmill.toml:2: there is no \"budget.sum\""},
      {"[override]\nmatch = \"x\"\n", "site/pixmill.toml:1: override is an array of tables"},
      {"[[override]]\npng.level = 3\n", "site/pixmill.toml:1: an [[override]] needs match"},
      {"[[override]]\nmatch = 3\n", "site/pixmill.toml:2: match takes a glob"},
      {"[[override]]\nmatch = \"x\"\npng.lvl = 3\n", "site/pixmill.toml:3: there is no setting"},
      {"jpeg.quality = 1\njpeg.quality = 2\n", "site/pixmill.toml:2: "},
  };

  for (const auto& [text, beginning] : cases) {
    BOOST_TEST_CONTEXT(text) {
      const std::string error = error_of(text);
      BOOST_TEST(error.substr(0, beginning.size()) == beginning);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_first_error_of_the_file_is_told) {
  BOOST_TEST(
      error_of("[png]\nlevel = [1]\n[budget]\nsum = 1\n").starts_with("site/pixmill.toml:2"));
}

BOOST_AUTO_TEST_CASE(the_starter_file_is_valid_with_every_line_uncommented) {
  std::string text = starter_config();
  BOOST_REQUIRE(parse_config(text, "pixmill.toml"));
  for (std::size_t at = 0; (at = text.find("\n#", at)) != std::string::npos; ++at) {
    if (text[at + 2] != ' ') text.erase(at + 1, 1);
  }

  const auto config = parse_config(text, "pixmill.toml");

  BOOST_REQUIRE(config);
  BOOST_TEST(config->layers.size() == 2U);
  BOOST_CHECK(make_layers({}, *config));
}

BOOST_AUTO_TEST_SUITE_END()
