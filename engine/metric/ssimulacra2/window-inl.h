// A strip in chunks of columns, transposed so that a row becomes a lane.
// Included once for each target; see kernels.cpp.
#if defined(PIXMILL_SSIMULACRA2_WINDOW_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PIXMILL_SSIMULACRA2_WINDOW_INL
#undef PIXMILL_SSIMULACRA2_WINDOW_INL
#else
#define PIXMILL_SSIMULACRA2_WINDOW_INL
#endif

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/metric/ssimulacra2/kernels.h"
#include "engine/metric/ssimulacra2/vector-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pixmill::ssimulacra2::HWY_NAMESPACE {

/// Columns of a strip that are filtered in one go.
struct Chunk {
  std::size_t begin = 0;
  std::size_t columns = 0;  ///< a multiple of eight; the last may lie right of the picture
};

/// Calls `body` for each chunk of a strip, from the left.
template <class Body>
HWY_INLINE void for_each_chunk(std::size_t width, const Body& body) {
  for (std::size_t begin = 0; begin < width; begin += k_chunk_columns) {
    const std::size_t columns = std::min(k_chunk_columns, width - begin);
    body(Chunk{begin, (columns + 7) / 8 * 8});
  }
}

/// A chunk of eight rows with eight columns more on either side, transposed: a column's eight
/// samples lie side by side.
class Window {
 public:
  /// Moves on to `chunk`, which follows the one before (or is the first).
  HWY_INLINE void advance(const StripRows& rows, const Chunk& chunk) {
    if (chunk.begin == 0) {
      std::fill_n(samples_.begin(), 8 * 8, 0.0f);
      load(rows, 0, 8);
    } else {
      std::copy_n(samples_.begin() + k_chunk_columns * 8, 16 * 8, samples_.begin());
    }
    for (std::size_t i = 0; i < chunk.columns; i += 8) load(rows, chunk.begin + 8 + i, 16 + i);
  }

  /// The samples of the chunk's column `i`, from -8 to before columns + 8, in the lanes from
  /// `lane`.
  HWY_INLINE Vector at(std::ptrdiff_t i, std::size_t lane) const {
    return hn::Load(Floats(), samples_.data() + (i + 8) * 8 + static_cast<std::ptrdiff_t>(lane));
  }

 private:
  HWY_INLINE void load(const StripRows& rows, std::size_t column, std::size_t slot) {
    transpose_8x8([&](std::size_t i) { return rows[i] + column; },
                  [&](std::size_t i) { return samples_.data() + (slot + i) * 8; });
  }

  HWY_ALIGN std::array<float, (k_chunk_columns + 16) * 8> samples_;
};

}  // namespace pixmill::ssimulacra2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
