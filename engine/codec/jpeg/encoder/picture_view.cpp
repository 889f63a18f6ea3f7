#include "engine/codec/jpeg/encoder/picture_view.h"

#include <algorithm>
#include <utility>

#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

/// cos(k pi / 16) / 2, and for the constant frequency sqrt(1/8).
constexpr std::array<float, 9> k_cosines = {0.5F,
                                            0.49039264F,
                                            0.46193977F,
                                            0.41573481F,
                                            0.35355339F,
                                            0.27778512F,
                                            0.19134172F,
                                            0.09754516F,
                                            0.0F};
constexpr float k_constant = 0.35355339F;

/// Sample x of the orthonormal DCT's basis function u.
float basis_function(std::size_t x, std::size_t u) {
  if (u == 0) return k_constant;
  const std::size_t angle = (2 * x + 1) * u % 32;  // in sixteenths of pi
  const std::size_t folded = angle <= 16 ? angle : 32 - angle;
  return folded <= 8 ? k_cosines[folded] : -k_cosines[16 - folded];
}

MeanBasis mean_basis(std::size_t samples) {
  MeanBasis out;
  out.samples = samples;
  const std::size_t each = 8 / samples;
  for (std::size_t i = 0; i < samples; ++i) {
    for (std::size_t u = 0; u < 8; ++u) {
      float sum = 0;
      for (std::size_t x = i * each; x < (i + 1) * each; ++x) sum += basis_function(x, u);
      out.weights[i][u] = sum / static_cast<float>(each);
      out.by_frequency[u][i] = out.weights[i][u];
    }
  }
  return out;
}

/// Rows of pixels in a strip: whole MCUs of every kind, and whole samples of every view.
constexpr std::size_t k_strip_pixels = 32;

unsigned largest_factor(const DctImage& image, std::uint8_t DctPlane::*factor) {
  unsigned largest = 1;
  for (const DctPlane& plane : image.planes) {
    largest = std::max<unsigned>(largest, plane.*factor);
  }
  return largest;
}

using ssimulacra2::LinearPlanes;
using ssimulacra2::PlaneSize;

/// One channel of a row of pixels.
void take_channel(ByteView row, std::size_t channels, std::size_t channel, float* out) {
  const std::size_t width = row.size() / channels;
  for (std::size_t x = 0; x < width; ++x) out[x] = static_cast<float>(row[channels * x + channel]);
}

/// Adds `unit` neighbouring pixels of a row to each of the sums.
void add_row(ByteView row,
             std::size_t channels,
             std::size_t unit,
             std::vector<std::uint32_t>& sums) {
  const std::size_t width = row.size() / channels;
  for (std::size_t x = 0; x < width; ++x) {
    std::uint32_t* sum = sums.data() + channels * (x / unit);
    for (std::size_t c = 0; c < channels; ++c) sum[c] += row[channels * x + c];
  }
}

/// Grey has the chroma of no colour.
void add_missing_chroma(PictureView::Strip& samples) {
  while (samples.planes.size() < 3) {
    SamplePlane plane = samples.planes.front();
    std::fill(plane.values.begin(), plane.values.end(), 0.0F);
    samples.planes.push_back(std::move(plane));
  }
}

ColorRows rows_at(PictureView::Strip& samples, std::size_t y) {
  ColorRows rows;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    rows[c] = samples.planes[c].values.data() + y * samples.planes[c].width;
  }
  return rows;
}

LinearPlanes planes_of(PlaneSize size) {
  LinearPlanes out;
  for (std::vector<float>& plane : out) plane.resize(size.count());
  return out;
}

ColorRows rows_at(LinearPlanes& planes, std::size_t width, std::size_t y) {
  return {planes[0].data() + y * width, planes[1].data() + y * width, planes[2].data() + y * width};
}

}  // namespace

std::optional<PictureView::Axis> PictureView::axis(unsigned largest,
                                                   unsigned factor,
                                                   unsigned halvings) {
  if (largest % factor != 0 || largest / factor == 3) return std::nullopt;
  std::size_t samples = std::size_t{8} * (largest / factor) >> halvings;
  Axis out;
  for (; samples > 8; samples /= 2) ++out.doublings;
  out.basis = mean_basis(samples);
  return out;
}

std::optional<PictureView> PictureView::of(const DctImage& shape, const ViewSize& size) {
  PictureView out(size);
  out.unhalved_ = {shape.width, shape.height};
  for (unsigned i = 0; i < size.coefficient_halvings; ++i) out.unhalved_ = out.unhalved_.halved();
  out.size_ = out.unhalved_;
  for (unsigned i = 0; i < size.light_halvings; ++i) out.size_ = out.size_.halved();
  const unsigned horizontal = largest_factor(shape, &DctPlane::horizontal);
  const unsigned vertical = largest_factor(shape, &DctPlane::vertical);
  for (const DctPlane& plane : shape.planes) {
    const auto across = axis(horizontal, plane.horizontal, size.coefficient_halvings);
    const auto down = axis(vertical, plane.vertical, size.coefficient_halvings);
    if (!across || !down) return std::nullopt;
    const std::size_t strip_blocks = k_strip_pixels / 8 * plane.vertical / vertical;
    out.components_.push_back({{across->basis, down->basis},
                               across->doublings,
                               down->doublings,
                               plane.width_in_blocks,
                               plane.height_in_blocks,
                               strip_blocks});
  }
  return out;
}

std::size_t PictureView::strip_rows() const {
  return k_strip_pixels >> how_.coefficient_halvings;
}

std::size_t PictureView::strip_count() const {
  return (unhalved_.height + strip_rows() - 1) / strip_rows();
}

PlaneSize PictureView::strip_size(std::size_t strip) const {
  return {unhalved_.width, std::min(strip_rows(), unhalved_.height - strip * strip_rows())};
}

/// A strip of the view's whole, averaged as it has to be.
void PictureView::put(const LinearPlanes& light, std::size_t strip, LinearPlanes& to) const {
  const ssimulacra2::GradientKernels& kernels = ssimulacra2::best_gradient_kernels();
  const std::size_t row = strip * (strip_rows() >> how_.light_halvings);
  for (std::size_t c = 0; c < light.size(); ++c) {
    PlaneSize size = strip_size(strip);
    std::vector<float> averaged;
    const float* from = light[c].data();
    for (unsigned i = 0; i < how_.light_halvings; ++i) {
      std::vector<float> smaller(size.halved().count());
      kernels.halve(from, size, smaller.data());
      averaged = std::move(smaller);
      from = averaged.data();
      size = size.halved();
    }
    std::copy_n(from, size.count(), to[c].data() + row * size_.width);
  }
}

/// The adjoint of put().
LinearPlanes PictureView::take(const LinearPlanes& from, std::size_t strip) const {
  const ssimulacra2::GradientKernels& kernels = ssimulacra2::best_gradient_kernels();
  std::vector<PlaneSize> sizes{strip_size(strip)};
  for (unsigned i = 0; i < how_.light_halvings; ++i) sizes.push_back(sizes.back().halved());
  const std::size_t row = strip * (strip_rows() >> how_.light_halvings);
  LinearPlanes out;
  for (std::size_t c = 0; c < from.size(); ++c) {
    const float* begin = from[c].data() + row * size_.width;
    out[c].assign(begin, begin + sizes.back().count());
    for (std::size_t i = sizes.size() - 1; i-- > 0;) {
      std::vector<float> larger(sizes[i].count());
      kernels.add_enlarged(out[c].data(), larger.data(), sizes[i]);
      out[c] = std::move(larger);
    }
  }
  return out;
}

/// Row `y` of a strip: pixels, or means of `unit` by `unit` pixels.
void PictureView::pixel_row(const Image& image, std::size_t y, const ColorRows& out) const {
  const std::size_t unit = std::size_t{1} << how_.coefficient_halvings;
  const std::size_t channels = image.channels;
  if (unit == 1) {
    const ByteView row = image.row(static_cast<std::uint32_t>(y));
    for (std::size_t c = 0; c < out.size(); ++c) {
      take_channel(row, channels, channels == 1 ? 0 : c, out[c]);
    }
    return;
  }
  const std::size_t width = unhalved_.width;
  const std::size_t rows = std::min<std::size_t>(unit, image.height - y * unit);
  std::vector<std::uint32_t> sums(channels * width);
  for (std::size_t v = 0; v < rows; ++v) {
    add_row(image.row(static_cast<std::uint32_t>(y * unit + v)), channels, unit, sums);
  }
  const std::size_t last_columns = image.width - (width - 1) * unit;
  const float share = 1.0F / static_cast<float>(rows * unit);
  for (std::size_t c = 0; c < out.size(); ++c) {
    const std::uint32_t* sum = sums.data() + (channels == 1 ? 0 : c);
    for (std::size_t x = 0; x < width; ++x) {
      out[c][x] = share * static_cast<float>(sum[channels * x]);
    }
    out[c][width - 1] *= static_cast<float>(unit) / static_cast<float>(last_columns);
  }
}

LinearPlanes PictureView::to_linear(const Image& image) const {
  LinearPlanes out = planes_of(size_);
  LinearPlanes light = planes_of(strip_size(0));
  for (std::size_t strip = 0; strip < strip_count(); ++strip) {
    const PlaneSize size = strip_size(strip);
    for (std::size_t y = 0; y < size.height; ++y) {
      const ColorRows rows = rows_at(light, size.width, y);
      pixel_row(image, strip * strip_rows() + y, rows);
      for (float* row : rows) best_quantiser_kernels().samples_to_linear(row, size.width);
    }
    put(light, strip, out);
  }
  return out;
}

/// At the strips' edges, chroma is repeated and not blended with the next strip's.
PictureView::Strip PictureView::samples(const CoefficientImage& image, std::size_t strip) const {
  Strip out;
  for (std::size_t i = 0; i < components_.size(); ++i) {
    const Component& shape = components_[i];
    const std::size_t width_in_blocks = shape.width_in_blocks;
    const std::size_t across = shape.basis.across.samples;
    const std::size_t down = shape.basis.down.samples;
    const CoefficientPlane& plane = image.planes[i];
    BlockTable scale;
    for (std::size_t k = 0; k < 64; ++k) scale[k_zigzag[k]] = plane.steps[k];
    const std::size_t first = strip * shape.strip_blocks;
    const std::size_t end = std::min(first + shape.strip_blocks, shape.height_in_blocks);
    out.first_block.push_back(first * width_in_blocks);
    out.end_block.push_back(end * width_in_blocks);
    SamplePlane& samples = out.planes.emplace_back();
    samples.width = width_in_blocks * across;
    samples.height = (end - first) * down;
    samples.values.resize(samples.width * samples.height);
    for (std::size_t y = 0; y < end - first; ++y) {
      for (std::size_t x = 0; x < width_in_blocks; ++x) {
        best_quantiser_kernels().to_means(
            plane.values.data() + 64 * ((first + y) * width_in_blocks + x),
            scale,
            shape.basis,
            samples.values.data() + y * down * samples.width + x * across,
            samples.width);
      }
    }
    for (unsigned n = 0; n < shape.doublings_across; ++n) double_width(samples);
    for (unsigned n = 0; n < shape.doublings_down; ++n) double_height(samples);
  }
  add_missing_chroma(out);
  return out;
}

LinearPlanes PictureView::to_linear(const CoefficientImage& image) const {
  LinearPlanes out = planes_of(size_);
  LinearPlanes light = planes_of(strip_size(0));
  for (std::size_t strip = 0; strip < strip_count(); ++strip) {
    Strip ycc = samples(image, strip);
    const PlaneSize size = strip_size(strip);
    for (std::size_t y = 0; y < size.height; ++y) {
      best_quantiser_kernels().to_linear(
          rows_at(ycc, y), rows_at(light, size.width, y), size.width);
    }
    put(light, strip, out);
  }
  return out;
}

PictureView::Strip PictureView::strip_gradient(const CoefficientImage& image,
                                               const LinearPlanes& gradient,
                                               std::size_t strip) const {
  const PlaneSize size = strip_size(strip);
  LinearPlanes by_light = take(gradient, strip);
  Strip out = samples(image, strip);
  for (std::size_t y = 0; y < size.height; ++y) {
    best_quantiser_kernels().from_linear(
        rows_at(by_light, size.width, y), rows_at(out, y), size.width);
  }
  for (std::size_t i = 0; i < components_.size(); ++i) {
    SamplePlane& plane = out.planes[i];
    // what lies beyond the picture's edges does not matter
    for (std::size_t y = 0; y < plane.height; ++y) {
      float* row = plane.values.data() + y * plane.width;
      std::fill(row + (y < size.height ? size.width : 0), row + plane.width, 0.0F);
    }
    for (unsigned n = 0; n < components_[i].doublings_down; ++n) adjoin_height(plane);
    for (unsigned n = 0; n < components_[i].doublings_across; ++n) adjoin_width(plane);
  }
  return out;
}

void PictureView::block_gradient(const Strip& gradient,
                                 std::size_t component,
                                 std::size_t block,
                                 BlockTable& out) const {
  const Component& shape = components_[component];
  const SamplePlane& plane = gradient.planes[component];
  const std::size_t in_strip = block - gradient.first_block[component];
  const std::size_t y = in_strip / shape.width_in_blocks * shape.basis.down.samples;
  const std::size_t x = in_strip % shape.width_in_blocks * shape.basis.across.samples;
  best_quantiser_kernels().from_means(
      plane.values.data() + y * plane.width + x, plane.width, shape.basis, out);
}

}  // namespace pixmill::jpeg
