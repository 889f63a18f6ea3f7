// A quantiser rounds each coefficient to what is near and cheap, as if errors did not know of each
// other. They do: at SSIMULACRA2's smaller scales the errors of neighbouring blocks add up or
// cancel. So the derivative of the score is taken where a first quantisation stands, and the
// targets of the next one are moved along it, by a fraction of a step.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/codec/jpeg/encoder/dct_image.h"
#include "engine/codec/jpeg/encoder/picture_view.h"
#include "engine/image/image.h"
#include "engine/metric/ssimulacra2/score_gradient.h"

namespace pixmill::jpeg {

/// The first move is the largest.
enum class Turn : std::uint8_t { first, later };

class Steering {
 public:
  /// `pixels` (8-bit grey or RGB) are what the result should look like, seen as `size` says, and
  /// `shape` is as they are coded. Does nothing for pictures whose smaller scales do not count or
  /// whose subsampling is out of the ordinary. Holds about 24 bytes a sample of the view.
  Steering(const Image& pixels, const DctImage& shape, const ViewSize& size);

  /// Moves `targets`, which begin as `source`, for the quantisation after `now`. `lambda` as in
  /// adaptation.h, for each component. Pure; the same numbers on every CPU.
  void move(DctImage& targets,
            const DctImage& source,
            const CoefficientImage& now,
            const std::vector<std::vector<float>>& lambda,
            Turn turn) const;

 private:
  double bits_per_unit(const DctImage& source,
                       const CoefficientImage& now,
                       const std::vector<float>& lambda,
                       const ssimulacra2::LinearPlanes& gradient) const;

  std::optional<PictureView> view_;
  std::optional<ssimulacra2::ScoreGradient> gradient_;
};

}  // namespace pixmill::jpeg
