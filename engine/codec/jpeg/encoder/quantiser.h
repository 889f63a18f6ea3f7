// From unquantised coefficients to a JPEG's, at a quality: the encoder's decisions.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/codec/jpeg/encoder/dct_image.h"
#include "engine/codec/jpeg/encoder/quant_tables.h"
#include "engine/codec/jpeg/encoder/steering.h"
#include "engine/image/image.h"

namespace pixmill::jpeg {

/// Larger pictures are never seen at their full size, for want of memory: it takes another 48 bytes
/// a pixel.
inline constexpr std::uint64_t k_full_view_pixels = 4'000'000;

/// How much work goes into a quantisation; each is smaller than the one before at equal quality.
enum class Quantisation : std::uint8_t {
  dead_zone,          ///< for a search's sketches
  steered_dead_zone,  ///< twice, the second time steered by the first; for `fast`
  steered_trellis,    ///< a trellis in its place; for `balanced`
  steered_thrice,     ///< at full size, again and again; for `best`
};

/// One picture, to be quantised at several qualities. Not for two threads at once.
class Quantiser {
 public:
  /// `pixels` (8-bit grey or RGB) are what `image` is of; they must outlive it.
  Quantiser(DctImage image, const Image& pixels) : image_(std::move(image)), pixels_(pixels) {}

  /// The same numbers on every CPU.
  CoefficientImage quantise(const ComponentSteps& steps, Quantisation how) const;
  CoefficientImage quantise(int quality, Quantisation how) const {
    return quantise(steps_at(quality), how);
  }

 private:
  using Lambda = std::vector<std::vector<float>>;  ///< of each component's blocks

  CoefficientImage by_dead_zone(const DctImage& targets, const ComponentSteps& steps) const;
  const Lambda& lambda() const;
  Lambda lambda_after(const CoefficientImage& first) const;
  const Steering& steering(Quantisation how) const;

  DctImage image_;
  const Image& pixels_;
  // made when first needed
  mutable Lambda lambda_;
  mutable std::optional<Steering> steering_;
  mutable Quantisation steered_ = Quantisation::dead_zone;  ///< what steering_ is for
};

}  // namespace pixmill::jpeg
