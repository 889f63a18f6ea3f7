// A picture made of DCT coefficients, seen in linear light as SSIMULACRA2's scales see it; and the
// way back, from a derivative by each sample there to one by each coefficient.
//
// A view can be smaller than the picture in two ways. The coefficients can be taken for fewer
// samples, which is quick and averages encoded samples; or the samples' light is averaged, as the
// metric does, which sees that a blurred edge is darker. Pictures are worked through in strips, so
// that only the view itself is held as a whole.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "engine/codec/jpeg/encoder/dct_image.h"
#include "engine/codec/jpeg/encoder/quantiser_kernels.h"
#include "engine/codec/jpeg/encoder/triangle_filter.h"
#include "engine/image/image.h"
#include "engine/metric/ssimulacra2/score_gradient.h"

namespace pixmill::jpeg {

/// How often a view's sides are halved in each way.
struct ViewSize {
  unsigned coefficient_halvings = 0;  ///< 0 to 2
  unsigned light_halvings = 0;        ///< 0 to 2

  unsigned halvings() const { return coefficient_halvings + light_halvings; }
};

class PictureView {
 public:
  /// Nothing where a component's sampling factor does not divide the largest one.
  static std::optional<PictureView> of(const DctImage& shape, const ViewSize& size);

  /// In samples, rounded up.
  ssimulacra2::PlaneSize size() const { return size_; }

  /// Of 8-bit grey or RGB pixels.
  ssimulacra2::LinearPlanes to_linear(const Image& image) const;
  ssimulacra2::LinearPlanes to_linear(const CoefficientImage& image) const;

  std::size_t strip_count() const;

  /// Luma, Cb and Cr of a strip, or derivatives by them; after upsampling, or as blocks have them.
  struct Strip {
    std::vector<SamplePlane> planes;
    std::vector<std::size_t> first_block;  ///< of each component
    std::vector<std::size_t> end_block;
  };

  /// From derivatives by the view's samples to ones by the samples that a strip's blocks make.
  Strip strip_gradient(const CoefficientImage& image,
                       const ssimulacra2::LinearPlanes& gradient,
                       std::size_t strip) const;

  /// From there to ones by the coefficients of one of the strip's blocks.
  void block_gradient(const Strip& gradient,
                      std::size_t component,
                      std::size_t block,
                      BlockTable& out) const;

 private:
  /// Along one axis, a block has so many samples, and each is then doubled so often.
  struct Axis {
    MeanBasis basis;
    unsigned doublings = 0;
  };
  struct Component {
    BlockBasis basis;
    unsigned doublings_across = 0;
    unsigned doublings_down = 0;
    std::size_t width_in_blocks = 0;
    std::size_t height_in_blocks = 0;
    std::size_t strip_blocks = 0;  ///< rows of blocks in a strip
  };

  explicit PictureView(const ViewSize& size) : how_(size) {}
  static std::optional<Axis> axis(unsigned largest, unsigned factor, unsigned halvings);
  ssimulacra2::PlaneSize strip_size(std::size_t strip) const;
  std::size_t strip_rows() const;
  Strip samples(const CoefficientImage& image, std::size_t strip) const;
  void pixel_row(const Image& image, std::size_t y, const ColorRows& out) const;
  void put(const ssimulacra2::LinearPlanes& light,
           std::size_t strip,
           ssimulacra2::LinearPlanes& to) const;
  ssimulacra2::LinearPlanes take(const ssimulacra2::LinearPlanes& from, std::size_t strip) const;

  ViewSize how_;
  ssimulacra2::PlaneSize unhalved_;  ///< before light is averaged
  ssimulacra2::PlaneSize size_;
  std::vector<Component> components_;
};

}  // namespace pixmill::jpeg
