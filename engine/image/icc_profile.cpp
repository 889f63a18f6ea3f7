#include "engine/image/icc_profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

namespace pixmill {

namespace {

constexpr std::size_t k_header_bytes = 128;  // ICC.1:2022, 7.2

/// IEC 61966-2-1: linear light to the encoded value, both in 0..1.
double srgb_from_linear(double v) {
  return v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
}

double read_s15_fixed16(ByteView bytes) {
  return static_cast<std::int32_t>(read_be32(bytes)) / 65536.0;
}

bool has_text(ByteView bytes, std::size_t at, std::string_view text) {
  return at + text.size() <= bytes.size() && as_text(bytes.subspan(at, text.size())) == text;
}

/// The tag's data, or nothing if there is no such tag or it reaches out of the profile.
std::optional<ByteView> find_tag(ByteView icc, std::string_view signature) {
  const std::size_t count = read_be32(icc.subspan(k_header_bytes));
  if (count > (icc.size() - k_header_bytes - 4) / 12) return std::nullopt;
  for (std::size_t i = 0; i < count; ++i) {
    const ByteView entry = icc.subspan(k_header_bytes + 4 + 12 * i, 12);
    if (!has_text(entry, 0, signature)) continue;
    const std::size_t offset = read_be32(entry.subspan(4));
    const std::size_t size = read_be32(entry.subspan(8));
    if (offset > icc.size() || size > icc.size() - offset) return std::nullopt;
    return icc.subspan(offset, size);
  }
  return std::nullopt;
}

bool is_near_xyz(ByteView icc, std::string_view signature, const std::array<double, 3>& expected) {
  const auto tag = find_tag(icc, signature);
  if (!tag || tag->size() < 20 || !has_text(*tag, 0, "XYZ ")) return false;
  for (std::size_t i = 0; i < 3; ++i) {
    if (std::abs(read_s15_fixed16(tag->subspan(8 + 4 * i)) - expected[i]) > 0.002) return false;
  }
  return true;
}

/// A curveType (10.6): empty for the identity, one u8Fixed8 exponent, or samples between which
/// values are interpolated.
std::optional<double> sampled_curve_at(ByteView tag, double v) {
  const std::size_t count = read_be32(tag.subspan(8));
  if (count > (tag.size() - 12) / 2) return std::nullopt;
  if (count == 0) return v;
  const auto sample = [&](std::size_t i) { return read_be16(tag.subspan(12 + 2 * i)); };
  if (count == 1) return std::pow(v, sample(0) / 256.0);
  const double position = v * static_cast<double>(count - 1);
  const auto left = std::min(static_cast<std::size_t>(position), count - 2);
  const double share = position - static_cast<double>(left);
  return (sample(left) * (1 - share) + sample(left + 1) * share) / 65535.0;
}

/// A parametricCurveType (10.18), function types 0 to 4; the missing parameters of the shorter ones
/// are such that all are y = (ax + b)^g + e from d on, and cx + f below.
std::optional<double> parametric_curve_at(ByteView tag, double v) {
  static constexpr std::array<std::size_t, 5> k_parameters = {1, 3, 4, 5, 7};
  const std::size_t type = read_be16(tag.subspan(8));
  if (type >= k_parameters.size() || tag.size() < 12 + 4 * k_parameters[type]) return std::nullopt;
  std::array<double, 7> p = {1, 1, 0, 0, 0, 0, 0};  // g a b c d e f
  for (std::size_t i = 0; i < k_parameters[type]; ++i) {
    p[i] = read_s15_fixed16(tag.subspan(12 + 4 * i));
  }
  if (type == 1 || type == 2) {
    if (p[1] == 0) return std::nullopt;
    if (type == 2) p[5] = p[6] = p[3];
    p[3] = 0;
    p[4] = -p[2] / p[1];
  }
  if (v < p[4]) return p[3] * v + p[6];
  const double base = p[1] * v + p[2];
  if (base < 0) return std::nullopt;
  return std::pow(base, p[0]) + p[5];
}

std::optional<double> curve_at(ByteView tag, double v) {
  if (tag.size() < 12) return std::nullopt;
  if (has_text(tag, 0, "curv")) return sampled_curve_at(tag, v);
  if (has_text(tag, 0, "para")) return parametric_curve_at(tag, v);
  return std::nullopt;
}

/// Compared in encoded light, where a step is as visible in the dark as in the bright.
bool is_srgb_curve(ByteView icc, std::string_view signature) {
  const auto tag = find_tag(icc, signature);
  if (!tag) return false;
  for (int code = 0; code <= 255; ++code) {
    const double v = code / 255.0;
    const auto linear = curve_at(*tag, v);
    if (!linear || !(std::abs(srgb_from_linear(std::max(*linear, 0.0)) - v) <= 0.5 / 255)) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool is_srgb_profile(ByteView icc) {
  if (icc.size() < k_header_bytes + 4 || !has_text(icc, 36, "acsp")) return false;
  if (!has_text(icc, 16, "RGB ") || !has_text(icc, 20, "XYZ ")) return false;
  for (const std::string_view table : {"A2B0", "A2B1", "A2B2", "D2B0", "D2B1", "D2B2", "D2B3"}) {
    if (find_tag(icc, table)) return false;
  }
  // the primaries of IEC 61966-2-1 adapted to D50 by Bradford's matrix, as all profiles give them
  return is_near_xyz(icc, "rXYZ", {0.4360, 0.2225, 0.0139}) &&
         is_near_xyz(icc, "gXYZ", {0.3851, 0.7169, 0.0971}) &&
         is_near_xyz(icc, "bXYZ", {0.1431, 0.0606, 0.7141}) && is_srgb_curve(icc, "rTRC") &&
         is_srgb_curve(icc, "gTRC") && is_srgb_curve(icc, "bTRC");
}

}  // namespace pixmill
