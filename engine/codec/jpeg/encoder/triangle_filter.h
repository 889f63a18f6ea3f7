// The filter by which decoders bring subsampled chroma to full size, and its adjoint.
#pragma once

#include <cstddef>
#include <vector>

namespace pixmill::jpeg {

/// One component's samples, of whole blocks, without padding.
struct SamplePlane {
  std::size_t width = 0;
  std::size_t height = 0;
  std::vector<float> values;
};

/// libjpeg's "fancy" upsampling, a triangle filter, along one axis: of two samples made of one,
/// each takes a quarter of the neighbour on its side. At the edges a sample is its own neighbour.
void double_width(SamplePlane& plane);
void double_height(SamplePlane& plane);

/// The adjoints, from planes of even sides: each sample gathers what those made of it have.
void adjoin_width(SamplePlane& plane);
void adjoin_height(SamplePlane& plane);

}  // namespace pixmill::jpeg
