#include "engine/codec/jpeg/compare_coefficients.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/codec/jpeg/coefficient_file.h"
#include "engine/codec/jpeg/coefficients.h"

namespace pixmill::jpeg {

namespace {

Unexpected differs(const std::string& what) {
  return unexpected(ErrorCode::internal, "the transcoded file differs from its source in " + what);
}

bool same_frame(const CoefficientImage& a, const CoefficientImage& b) {
  if (a.width != b.width || a.height != b.height || a.color != b.color) return false;
  if (a.planes.size() != b.planes.size()) return false;
  for (std::size_t i = 0; i < a.planes.size(); ++i) {
    const CoefficientPlane& x = a.planes[i];
    const CoefficientPlane& y = b.planes[i];
    if (x.horizontal != y.horizontal || x.vertical != y.vertical) return false;
  }
  // whether a viewer inverts CMYK hangs on this
  return a.planes.size() != 4 || a.has_adobe_marker == b.has_adobe_marker;
}

bool same_blocks(const std::vector<Hash128>& source,
                 const CoefficientPlane& frame,
                 CoefficientReader& result,
                 int component) {
  if (source.size() != frame.height_in_blocks) return false;
  for (std::uint32_t row = 0; row < frame.height_in_blocks; ++row) {
    if (hash_row(result, component, row) != source[row]) return false;
  }
  return true;
}

}  // namespace

Status check_same_coefficients(ByteView source, ByteView result) {
  std::optional<CoefficientReader> reader(std::in_place);
  if (Status read = reader->read(source); !read) return read;
  const Result<PackedImage> packed = pack(*reader);
  if (!packed) return unexpected(packed.error());
  reader.reset();
  return check_same_coefficients(*packed, result);
}

Status check_same_coefficients(const PackedImage& source, ByteView result) {
  CoefficientReader reader;
  if (Status read = reader.read(result); !read) return read;
  const Result<CoefficientImage> frame = frame_of(reader);
  if (!frame) return unexpected(frame.error());
  if (!same_frame(source.frame, *frame)) return differs("its frame");
  if (source.row_hashes.size() != frame->planes.size()) return differs("what was read of it");
  for (std::size_t i = 0; i < source.row_hashes.size(); ++i) {
    const std::string name = " of component " + std::to_string(i + 1);
    if (source.frame.planes[i].steps != frame->planes[i].steps) {
      return differs("the quantisation" + name);
    }
    if (!same_blocks(source.row_hashes[i], frame->planes[i], reader, static_cast<int>(i))) {
      return differs("the coefficients" + name);
    }
  }
  return {};
}

}  // namespace pixmill::jpeg
