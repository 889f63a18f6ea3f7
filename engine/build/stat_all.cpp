#include "engine/build/stat_all.h"

#include <algorithm>

namespace pixmill {

namespace {

/// Some 300 us of work, which a thread is worth starting for.
constexpr std::size_t k_names_at_once = 256;

/// A part of an order.
struct Part {
  std::size_t order = 0;
  std::size_t first = 0;
};

std::vector<Part> split(std::span<const StatOrder> orders) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    for (std::size_t first = 0; first < orders[i].names.size(); first += k_names_at_once) {
      parts.push_back({i, first});
    }
  }
  return parts;
}

}  // namespace

std::vector<std::vector<FileStat>> stat_all(std::span<const StatOrder> orders,
                                            const Workers& workers,
                                            FileSystem& files) {
  std::vector<std::vector<FileStat>> stats(orders.size());
  for (std::size_t i = 0; i < orders.size(); ++i) stats[i].resize(orders[i].names.size());
  const std::vector<Part> parts = split(orders);
  parallel_for(parts.size(), workers, [&](std::size_t i) {
    const auto [order, first] = parts[i];
    const auto names = std::span(orders[order].names).subspan(first);
    const auto found =
        files.stat_each(orders[order].folder, names.first(std::min(names.size(), k_names_at_once)));
    std::copy(
        found.begin(), found.end(), stats[order].begin() + static_cast<std::ptrdiff_t>(first));
  });
  return stats;
}

}  // namespace pixmill
