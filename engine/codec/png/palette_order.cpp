#include "engine/codec/png/palette_order.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace pixmill::png {

namespace {

using Order = std::vector<std::uint8_t>;

unsigned luminance(const Rgba& c) {
  return 299u * c.r + 587u * c.g + 114u * c.b;  // ITU-R BT.601
}

Order by_luminance(const Raster& indexed) {
  Order order(indexed.palette.size());
  std::iota(order.begin(), order.end(), std::uint8_t{0});
  std::sort(order.begin(), order.end(), [&](std::uint8_t i, std::uint8_t j) {
    const Rgba& a = indexed.palette[i];
    const Rgba& b = indexed.palette[j];
    return std::make_tuple(luminance(a), a) < std::make_tuple(luminance(b), b);
  });
  return order;
}

/// How often two different indices are neighbours, at the left or above; symmetric.
class Neighbours {
 public:
  explicit Neighbours(const Raster& indexed) : counts_(std::size_t{256} * 256) {
    for (std::uint32_t y = 0; y < indexed.height; ++y) {
      const ByteView row = indexed.row(y);
      const ByteView above = y == 0 ? row : indexed.row(y - 1);
      for (std::size_t x = 0; x < row.size(); ++x) {
        if (x > 0 && row[x] != row[x - 1]) add(row[x], row[x - 1]);
        if (row[x] != above[x]) add(row[x], above[x]);
      }
    }
  }
  std::uint64_t count(std::uint8_t a, std::uint8_t b) const { return counts_[at(a, b)]; }

 private:
  static std::size_t at(std::uint8_t a, std::uint8_t b) { return std::size_t{a} << 8 | b; }
  void add(std::uint8_t a, std::uint8_t b) {
    ++counts_[at(a, b)];
    ++counts_[at(b, a)];
  }

  std::vector<std::uint64_t> counts_;
};

/// Puts colours one by one where they cost least, cost being the sum over neighbours of count times
/// distance of indices: linear arrangement by greedy insertion, n^2 steps in all.
class LinearArrangement {
 public:
  LinearArrangement(const Neighbours& neighbours, std::size_t colors)
      : neighbours_(neighbours), crossings_(1), pull_(colors) {}

  void insert(std::uint8_t color) {
    const std::size_t place = cheapest_place(color);
    widen_crossings(color, place);
    order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(place), color);
    for (std::size_t other = 0; other < pull_.size(); ++other) {
      pull_[other] += neighbours_.count(color, static_cast<std::uint8_t>(other));
    }
  }

  /// Neighbourhoods of a colour with those that are placed already.
  std::uint64_t pull(std::uint8_t color) const { return pull_[color]; }
  const Order& order() const { return order_; }

 private:
  /// Moving one place to the right brings one colour more to the left of the new one.
  std::size_t cheapest_place(std::uint8_t color) const {
    std::uint64_t distance = 0;  // to all that are placed, if it came first
    std::uint64_t right = 0;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      distance += neighbours_.count(color, order_[i]) * (i + 1);
      right += neighbours_.count(color, order_[i]);
    }
    std::uint64_t left = 0;
    std::size_t best = 0;
    std::uint64_t best_cost = distance + crossings_[0];
    for (std::size_t place = 1; place <= order_.size(); ++place) {
      const std::uint64_t passed = neighbours_.count(color, order_[place - 1]);
      // at its left it is as far as it was at its right; the others come nearer or go farther
      right -= passed;
      distance = distance - right + left;
      left += passed;
      const std::uint64_t cost = distance + crossings_[place];
      if (cost < best_cost) {
        best_cost = cost;
        best = place;
      }
    }
    return best;
  }

  /// crossings_[p] is what lies across the gap before place p: the price of making it wider.
  void widen_crossings(std::uint8_t color, std::size_t place) {
    crossings_.insert(crossings_.begin() + static_cast<std::ptrdiff_t>(place), crossings_[place]);
    std::uint64_t from_left = 0;
    for (std::size_t gap = 1; gap <= place; ++gap) {
      from_left += neighbours_.count(color, order_[gap - 1]);
      crossings_[gap] += from_left;
    }
    std::uint64_t from_right = 0;
    for (std::size_t gap = order_.size(); gap > place; --gap) {
      from_right += neighbours_.count(color, order_[gap - 1]);
      crossings_[gap] += from_right;
    }
  }

  const Neighbours& neighbours_;
  std::vector<std::uint64_t> crossings_;
  std::vector<std::uint64_t> pull_;
  Order order_;
};

/// Colours come in the order of how much they have to do with those before; ties go to the darkest.
Order by_co_occurrence(const Raster& indexed) {
  const Neighbours neighbours(indexed);
  LinearArrangement arrangement(neighbours, indexed.palette.size());
  Order waiting = by_luminance(indexed);
  while (!waiting.empty()) {
    const auto next = std::max_element(waiting.begin(), waiting.end(), [&](auto a, auto b) {
      return arrangement.pull(a) < arrangement.pull(b);
    });
    arrangement.insert(*next);
    waiting.erase(next);
  }
  return arrangement.order();
}

}  // namespace

Raster order_palette(const Raster& indexed, PaletteOrder order) {
  Order old_indices =
      order == PaletteOrder::luminance ? by_luminance(indexed) : by_co_occurrence(indexed);
  std::stable_partition(old_indices.begin(), old_indices.end(), [&](std::uint8_t index) {
    return indexed.palette[index].a != 255;
  });
  std::array<std::uint8_t, 256> new_indices{};
  Raster ordered = indexed;
  for (std::size_t i = 0; i < old_indices.size(); ++i) {
    new_indices[old_indices[i]] = static_cast<std::uint8_t>(i);
    ordered.palette[i] = indexed.palette[old_indices[i]];
  }
  for (std::uint8_t& index : ordered.rows) index = new_indices[index];
  return ordered;
}

}  // namespace pixmill::png
