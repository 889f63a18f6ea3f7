#include "engine/image/icc_profile.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace pixmill;

namespace {

void put16(std::string& to, unsigned value) {
  to += static_cast<char>(value >> 8 & 255);
  to += static_cast<char>(value & 255);
}
void put32(std::string& to, std::uint32_t value) {
  put16(to, value >> 16);
  put16(to, value & 65535);
}
void put_fixed(std::string& to, double value) {
  put32(to, static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(value * 65536))));
}

std::string xyz(double x, double y, double z) {
  std::string tag = "XYZ " + std::string(4, '\0');
  for (const double value : {x, y, z}) put_fixed(tag, value);
  return tag;
}

std::string parametric(unsigned type, const std::vector<double>& parameters) {
  std::string tag = "para" + std::string(4, '\0');
  put16(tag, type);
  put16(tag, 0);
  for (const double value : parameters) put_fixed(tag, value);
  return tag;
}

std::string sampled(unsigned count, const std::function<double(double)>& curve) {
  std::string tag = "curv" + std::string(4, '\0');
  put32(tag, count);
  for (unsigned i = 0; i < count; ++i) {
    put16(tag, static_cast<unsigned>(std::lround(65535 * curve(double(i) / (count - 1)))));
  }
  return tag;
}

double srgb(double v) {
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

const std::string k_srgb_curve = parametric(3, {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045});

using Tags = std::vector<std::pair<std::string, std::string>>;

Tags srgb_tags(const std::string& curve) {
  return {{"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
          {"gXYZ", xyz(0.38515, 0.71687, 0.09708)},
          {"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
          {"rTRC", curve},
          {"gTRC", curve},
          {"bTRC", curve}};
}

std::string profile(const Tags& tags, const std::string& space = "RGB ") {
  std::string file(128, '\0');
  file.replace(16, 4, space);
  file.replace(20, 4, "XYZ ");
  file.replace(36, 4, "acsp");
  put32(file, static_cast<std::uint32_t>(tags.size()));
  std::string data;
  for (const auto& [name, tag] : tags) {
    file += name;
    put32(file, static_cast<std::uint32_t>(132 + 12 * tags.size() + data.size()));
    put32(file, static_cast<std::uint32_t>(tag.size()));
    data += tag;
  }
  return file + data;
}

bool is_srgb(const std::string& file) {
  return is_srgb_profile(as_bytes(file));
}

}  // namespace

BOOST_AUTO_TEST_CASE(knows_srgb_by_its_numbers_however_the_curve_is_written) {
  BOOST_TEST(is_srgb(profile(srgb_tags(k_srgb_curve))));
  BOOST_TEST(is_srgb(profile(srgb_tags(sampled(1024, srgb)))));
}

BOOST_AUTO_TEST_CASE(a_plain_exponent_is_not_srgb) {
  const std::string gamma_2_2 = "curv" + std::string(4, '\0') + std::string("\0\0\0\1\x02\x33", 6);

  BOOST_TEST(!is_srgb(profile(srgb_tags(gamma_2_2))));
  BOOST_TEST(!is_srgb(profile(srgb_tags(parametric(0, {2.2})))));
  BOOST_TEST(!is_srgb(profile(srgb_tags(sampled(256, [](double v) { return v; })))));
}

BOOST_AUTO_TEST_CASE(one_different_curve_or_primary_is_enough) {
  Tags other_curve = srgb_tags(k_srgb_curve);
  other_curve[5].second = parametric(0, {1.8});
  Tags display_p3_green = srgb_tags(k_srgb_curve);
  display_p3_green[1].second = xyz(0.29198, 0.69225, 0.04188);

  BOOST_TEST(!is_srgb(profile(other_curve)));
  BOOST_TEST(!is_srgb(profile(display_p3_green)));
}

BOOST_AUTO_TEST_CASE(a_profile_with_a_lookup_table_is_kept) {
  Tags tags = srgb_tags(k_srgb_curve);
  tags.emplace_back("A2B0", "mft2");

  BOOST_TEST(!is_srgb(profile(tags)));
}

BOOST_AUTO_TEST_CASE(grey_profiles_and_foreign_bytes_are_not_srgb) {
  BOOST_TEST(!is_srgb(profile(srgb_tags(k_srgb_curve), "GRAY")));
  BOOST_TEST(!is_srgb(""));
  BOOST_TEST(!is_srgb(std::string(4096, '\xFF')));
}

BOOST_AUTO_TEST_CASE(no_prefix_of_a_profile_is_srgb) {
  const std::string whole = profile(srgb_tags(k_srgb_curve));

  for (std::size_t size = 0; size < whole.size(); ++size) {
    BOOST_REQUIRE(!is_srgb(whole.substr(0, size)));
  }
}
