#include "engine/codec/jpeg/coefficient_view.h"

namespace pixmill::jpeg {

PlaneView view_of(const CoefficientPlane& plane) {
  PlaneView view{plane.horizontal, plane.vertical, plane.width_in_blocks, {}};
  view.rows.reserve(plane.height_in_blocks);
  for (std::size_t y = 0; y < plane.height_in_blocks; ++y) {
    view.rows.push_back(plane.values.data() + 64 * y * plane.width_in_blocks);
  }
  return view;
}

CoefficientView view_of(const CoefficientImage& image) {
  CoefficientView view{image.width, image.height, {}};
  for (const CoefficientPlane& plane : image.planes) view.planes.push_back(view_of(plane));
  return view;
}

}  // namespace pixmill::jpeg
