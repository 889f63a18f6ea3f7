#include "engine/codec/png/png_filter.h"

#include <algorithm>
#include <cstdlib>

namespace pixmill::png {

namespace {

/// 9.4 of the standard. Without branches on the way, so that a compiler can vectorize it.
inline std::uint8_t paeth(int left, int above, int above_left) {
  const int to_left = std::abs(above - above_left);
  const int to_above = std::abs(left - above_left);
  const int to_above_left = std::abs(left + above - 2 * above_left);
  const int nearer = to_above <= to_above_left ? above : above_left;
  const bool is_left = (to_left <= to_above) & (to_left <= to_above_left);
  return static_cast<std::uint8_t>(is_left ? left : nearer);
}

inline std::uint8_t average(unsigned left, unsigned above) {
  return static_cast<std::uint8_t>((left + above) / 2);
}

/// The prediction of each filter from left, above and above left.
inline std::uint8_t predict(Filter filter, std::uint8_t a, std::uint8_t b, std::uint8_t c) {
  switch (filter) {
    case Filter::sub:
      return a;
    case Filter::up:
      return b;
    case Filter::average:
      return average(a, b);
    case Filter::paeth:
      return paeth(a, b, c);
    case Filter::none:
      break;
  }
  return 0;
}

template <Filter filter>
void filter_with(ByteView row,
                 ByteView above,
                 std::size_t pixel_bytes,
                 std::span<std::uint8_t> to) {
  const std::size_t head = std::min(pixel_bytes, row.size());
  for (std::size_t i = 0; i < head; ++i) {
    to[i] = static_cast<std::uint8_t>(row[i] - predict(filter, 0, above[i], 0));
  }
  // plain pointers: the loop below is vectorized only without the spans' reloads
  const std::uint8_t* raw = row.data();
  const std::uint8_t* up = above.data();
  std::uint8_t* __restrict out = to.data();
  for (std::size_t i = head; i < row.size(); ++i) {
    const std::size_t left = i - pixel_bytes;
    out[i] = static_cast<std::uint8_t>(raw[i] - predict(filter, raw[left], up[i], up[left]));
  }
}

}  // namespace

void filter_row(Filter filter,
                ByteView row,
                ByteView above,
                std::size_t pixel_bytes,
                std::span<std::uint8_t> to) {
  switch (filter) {
    case Filter::none:
      std::copy(row.begin(), row.end(), to.begin());
      return;
    case Filter::sub:
      return filter_with<Filter::sub>(row, above, pixel_bytes, to);
    case Filter::up:
      return filter_with<Filter::up>(row, above, pixel_bytes, to);
    case Filter::average:
      return filter_with<Filter::average>(row, above, pixel_bytes, to);
    case Filter::paeth:
      return filter_with<Filter::paeth>(row, above, pixel_bytes, to);
  }
}

void unfilter_row(Filter filter,
                  std::span<std::uint8_t> row,
                  ByteView above,
                  std::size_t pixel_bytes) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const bool has_left = i >= pixel_bytes;
    const std::uint8_t left = has_left ? row[i - pixel_bytes] : 0;
    const std::uint8_t above_left = has_left ? above[i - pixel_bytes] : 0;
    row[i] = static_cast<std::uint8_t>(row[i] + predict(filter, left, above[i], above_left));
  }
}

}  // namespace pixmill::png
