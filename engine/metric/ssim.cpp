#include "engine/metric/ssim.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/metric/luma.h"
#include "engine/metric/opaque_views.h"

namespace pixmill {

namespace {

constexpr std::size_t k_window = k_ssim_window;

std::vector<Image> luma_views(const Image& image) {
  std::vector<Image> views = opaque_views(image);
  std::transform(views.begin(), views.end(), views.begin(), luma_of);
  return views;
}

/// Sums over some pixels of both pictures. 64 squares of 8 bits take 22 bits.
struct Sums {
  std::int32_t a = 0;
  std::int32_t b = 0;
  std::int32_t squares = 0;  ///< of both pictures' pixels together
  std::int32_t products = 0;

  /// Adds a pixel of each picture `times` times: 1, or -1 to take it away again.
  void add_pixel(std::int32_t a_pixel, std::int32_t b_pixel, std::int32_t times) {
    a += times * a_pixel;
    b += times * b_pixel;
    squares += times * (a_pixel * a_pixel + b_pixel * b_pixel);
    products += times * a_pixel * b_pixel;
  }
  void add(const Sums& other) {
    a += other.a;
    b += other.b;
    squares += other.squares;
    products += other.products;
  }
  void subtract(const Sums& other) {
    a -= other.a;
    b -= other.b;
    squares -= other.squares;
    products -= other.products;
  }
};

/// Equation 13, with numerator and denominator scaled by window sizes so that sums stay integers.
double window_ssim(const Sums& sums) {
  constexpr double k_pixels = k_window * k_window;
  constexpr double k_c1 = 0.01 * 0.01 * 255.0 * 255.0 * k_pixels * k_pixels;
  constexpr double k_c2 = 0.03 * 0.03 * 255.0 * 255.0 * k_pixels * (k_pixels - 1.0);
  const double mean_a = sums.a;
  const double mean_b = sums.b;
  const double mean_product = mean_a * mean_b;
  const double mean_squares = mean_a * mean_a + mean_b * mean_b;
  const double variances = sums.squares * k_pixels - mean_squares;
  const double covariance = sums.products * k_pixels - mean_product;
  return (2.0 * mean_product + k_c1) * (2.0 * covariance + k_c2) /
         ((mean_squares + k_c1) * (variances + k_c2));
}

/// Adds row `y` of both pictures to the sums of each column, or takes it away.
void add_row(
    const Image& a, const Image& b, std::size_t y, std::int32_t times, std::vector<Sums>& columns) {
  const std::uint8_t* row_a = a.pixels.data() + y * a.width;
  const std::uint8_t* row_b = b.pixels.data() + y * b.width;
  for (std::size_t x = 0; x < columns.size(); ++x) columns[x].add_pixel(row_a[x], row_b[x], times);
}

/// The sum over all windows whose columns are summed in `columns`.
double sum_of_windows(const std::vector<Sums>& columns) {
  Sums window;
  for (std::size_t x = 0; x < k_window; ++x) window.add(columns[x]);
  double sum = window_ssim(window);
  for (std::size_t x = k_window; x < columns.size(); ++x) {
    window.add(columns[x]);
    window.subtract(columns[x - k_window]);
    sum += window_ssim(window);
  }
  return sum;
}

double ssim(const Image& a, const Image& b) {
  std::vector<Sums> columns(a.width);
  double sum = 0.0;
  for (std::size_t y = 0; y < a.height; ++y) {
    add_row(a, b, y, 1, columns);
    if (y >= k_window) add_row(a, b, y - k_window, -1, columns);
    if (y + 1 >= k_window) sum += sum_of_windows(columns);
  }
  const double windows =
      static_cast<double>(a.width - k_window + 1) * static_cast<double>(a.height - k_window + 1);
  return sum / windows;
}

class SsimComparison final : public Comparison {
 public:
  explicit SsimComparison(const Image& reference)
      : size_{reference.width, reference.height, 0, 1, {}}, reference_(luma_views(reference)) {}

  Result<double> score(const Image& candidate) override {
    if (Status same = check_same_size(size_, candidate); !same) return unexpected(same.error());
    return worst_score(reference_, luma_views(candidate), ssim);
  }

 private:
  Image size_;  ///< without pixels
  std::vector<Image> reference_;
};

}  // namespace

Result<std::unique_ptr<Comparison>> compare_by_ssim(const Image& reference) {
  if (std::min(reference.width, reference.height) < k_ssim_window) {
    return unexpected(ErrorCode::unsupported,
                      "SSIM is not defined for sides under 8 pixels, and this picture has " +
                          std::to_string(reference.width) + "x" + std::to_string(reference.height));
  }
  return std::unique_ptr<Comparison>(std::make_unique<SsimComparison>(reference));
}

}  // namespace pixmill
