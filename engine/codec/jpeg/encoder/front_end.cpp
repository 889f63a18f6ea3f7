#include "engine/codec/jpeg/encoder/front_end.h"

#include <algorithm>
#include <array>

#include "engine/codec/jpeg/encoder/front_end_kernels.h"
#include "engine/codec/jpeg/encoder/overshoot.h"

namespace pixmill::jpeg {

namespace {

constexpr std::size_t k_block = 8;

std::size_t round_up(std::size_t value, std::size_t unit) {
  return (value + unit - 1) / unit * unit;
}

DctPlane empty_plane(const Image& image, std::uint8_t id, ChromaSampling part, ChromaSampling all) {
  DctPlane plane;
  plane.id = id;
  plane.horizontal = part.horizontal;
  plane.vertical = part.vertical;
  const auto blocks = [](std::uint32_t side, std::uint8_t factor, std::uint8_t largest) {
    const std::uint64_t pixels_a_block = k_block * largest;
    return static_cast<std::uint32_t>((std::uint64_t{side} * factor + pixels_a_block - 1) /
                                      pixels_a_block);
  };
  plane.width_in_blocks = blocks(image.width, part.horizontal, all.horizontal);
  plane.height_in_blocks = blocks(image.height, part.vertical, all.vertical);
  plane.values.resize(plane.block_count() * k_block * k_block);
  return plane;
}

/// A row that may be read one sample beyond each end.
class PaddedRow {
 public:
  explicit PaddedRow(std::size_t count) : count_(count), samples_(count + 2 * k_block) {}
  float* data() { return samples_.data() + k_block; }
  void repeat_ends() {
    data()[-1] = data()[0];
    data()[count_] = data()[count_ - 1];
  }

 private:
  std::size_t count_;
  std::vector<float> samples_;
};

class Transformation {
 public:
  Transformation(const Image& image, ChromaSampling sampling)
      : image_(image),
        sampling_(sampling),
        kernels_(best_front_end_kernels()),
        width_(round_up(image.width, k_block * sampling.horizontal)),
        red_(width_),
        green_(width_),
        blue_(width_),
        pixels_(3 * width_) {}

  DctImage run() {
    DctImage out{image_.width, image_.height, ColorModel::ycbcr, {}};
    out.planes.push_back(empty_plane(image_, 1, sampling_, sampling_));
    out.planes.push_back(empty_plane(image_, 2, {1, 1}, sampling_));
    out.planes.push_back(empty_plane(image_, 3, {1, 1}, sampling_));
    sample_chroma(out.planes[1]);
    transform_plane(cb_, out.planes[1]);
    transform_plane(cr_, out.planes[2]);
    transform_luma(out.planes[0]);
    return out;
  }

 private:
  bool is_subsampled() const { return sampling_.horizontal > 1 || sampling_.vertical > 1; }
  RgbRow rgb() { return {red_.data(), green_.data(), blue_.data()}; }

  /// Row y of the picture, or its last one, the last pixel repeated to the right.
  void load_row(std::size_t y) {
    const ByteView row =
        image_.row(static_cast<std::uint32_t>(std::min<std::size_t>(y, image_.height - 1)));
    std::copy(row.begin(), row.end(), pixels_.begin());
    const std::array<std::uint8_t, 3> last = {
        row[row.size() - 3], row[row.size() - 2], row[row.size() - 1]};
    for (std::size_t i = row.size(); i < pixels_.size(); ++i) pixels_[i] = last[i % 3];
    kernels_.split(pixels_.data(), rgb(), width_);
  }

  void sample_chroma(const DctPlane& plane) {
    chroma_width_ = width_ / sampling_.horizontal;
    chroma_height_ = std::size_t{plane.height_in_blocks} * k_block;
    cb_.assign(chroma_width_ * chroma_height_, 0.0F);
    cr_.assign(chroma_width_ * chroma_height_, 0.0F);
    std::vector<float> cb(width_);
    std::vector<float> cr(width_);
    const float weight = 1.0F / static_cast<float>(sampling_.horizontal * sampling_.vertical);
    for (std::size_t y = 0; y < chroma_height_; ++y) {
      std::fill(cb.begin(), cb.end(), 0.0F);
      std::fill(cr.begin(), cr.end(), 0.0F);
      for (std::size_t v = 0; v < sampling_.vertical; ++v) {
        load_row(y * sampling_.vertical + v);
        kernels_.add_chroma(rgb(), weight, {cb.data(), cr.data()}, width_);
      }
      store_chroma(cb, cb_, y);
      store_chroma(cr, cr_, y);
    }
  }

  void store_chroma(const std::vector<float>& full,
                    std::vector<float>& plane,
                    std::size_t y) const {
    float* out = plane.data() + y * chroma_width_;
    if (sampling_.horizontal == 2) {
      kernels_.halve(full.data(), out, chroma_width_);
    } else {
      std::copy(full.begin(), full.end(), out);
    }
  }

  void transform_plane(const std::vector<float>& plane, DctPlane& out) const {
    for (std::size_t by = 0; by < out.height_in_blocks; ++by) {
      std::array<const float*, k_block> rows;
      for (std::size_t r = 0; r < k_block; ++r) {
        rows[r] = plane.data() + (by * k_block + r) * chroma_width_;
      }
      kernels_.transform(rows, block_row(out, by), out.width_in_blocks);
    }
  }

  static std::int16_t* block_row(DctPlane& plane, std::size_t by) {
    return plane.values.data() + by * plane.width_in_blocks * k_block * k_block;
  }

  void transform_luma(DctPlane& out) {
    std::vector<float> strip(width_ * k_block);
    PaddedRow blended(chroma_width_);
    std::vector<float> cb(width_);
    std::vector<float> cr(width_);
    for (std::size_t by = 0; by < out.height_in_blocks; ++by) {
      std::array<const float*, k_block> rows;
      for (std::size_t r = 0; r < k_block; ++r) {
        const std::size_t y = by * k_block + r;
        float* row = strip.data() + r * width_;
        load_row(y);
        if (is_subsampled()) {
          upsample(cb_, y, blended, cb.data());
          upsample(cr_, y, blended, cr.data());
          kernels_.corrected_luma(rgb(), {cb.data(), cr.data()}, row, width_);
        } else {
          kernels_.luma(rgb(), row, width_);
        }
        rows[r] = row;
      }
      let_overshoot_(strip.data(), width_, out.width_in_blocks);
      kernels_.transform(rows, block_row(out, by), out.width_in_blocks);
    }
  }

  /// Row y as libjpeg-turbo's "fancy" upsampling will make it, but for its rounding.
  void upsample(const std::vector<float>& plane,
                std::size_t y,
                PaddedRow& blended,
                float* out) const {
    const std::size_t last = chroma_height_ - 1;
    if (sampling_.vertical == 2) {
      const std::size_t near = std::min(y / 2, last);
      const std::size_t far = y % 2 == 0 ? (near == 0 ? 0 : near - 1) : std::min(near + 1, last);
      kernels_.blend(plane.data() + near * chroma_width_,
                     plane.data() + far * chroma_width_,
                     blended.data(),
                     chroma_width_);
    } else {
      const float* row = plane.data() + std::min(y, last) * chroma_width_;
      std::copy(row, row + chroma_width_, blended.data());
    }
    blended.repeat_ends();
    if (sampling_.horizontal == 2) {
      kernels_.spread(blended.data(), out, chroma_width_);
    } else {
      std::copy(blended.data(), blended.data() + chroma_width_, out);
    }
  }

  const Image& image_;
  ChromaSampling sampling_;
  const FrontEndKernels& kernels_;
  LetOvershoot let_overshoot_ = best_let_overshoot();
  std::size_t width_;  ///< in pixels, to whole MCUs
  std::vector<float> red_;
  std::vector<float> green_;
  std::vector<float> blue_;
  std::vector<std::uint8_t> pixels_;
  std::size_t chroma_width_ = 0;
  std::size_t chroma_height_ = 0;
  std::vector<float> cb_;
  std::vector<float> cr_;
};

DctImage transform_grey(const Image& image) {
  const FrontEndKernels& kernels = best_front_end_kernels();
  DctImage out{image.width, image.height, ColorModel::grey, {}};
  out.planes.push_back(empty_plane(image, 1, {1, 1}, {1, 1}));
  DctPlane& plane = out.planes[0];
  const std::size_t width = std::size_t{plane.width_in_blocks} * k_block;
  std::vector<float> strip(width * k_block);
  for (std::size_t by = 0; by < plane.height_in_blocks; ++by) {
    std::array<const float*, k_block> rows;
    for (std::size_t r = 0; r < k_block; ++r) {
      const std::size_t y = std::min<std::size_t>(by * k_block + r, image.height - 1);
      const ByteView row = image.row(static_cast<std::uint32_t>(y));
      float* samples = strip.data() + r * width;
      for (std::size_t x = 0; x < width; ++x) {
        samples[x] = static_cast<float>(row[std::min<std::size_t>(x, image.width - 1)]) - 128.0F;
      }
      rows[r] = samples;
    }
    best_let_overshoot()(strip.data(), width, plane.width_in_blocks);
    kernels.transform(rows, plane.values.data() + by * width * k_block, plane.width_in_blocks);
  }
  return out;
}

}  // namespace

DctImage transform_pixels(const Image& image, ChromaSampling sampling) {
  if (image.channels == 1) return transform_grey(image);
  return Transformation(image, sampling).run();
}

}  // namespace pixmill::jpeg
