#include "engine/metric/ssimulacra2/plane.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <algorithm>

namespace pixmill::ssimulacra2 {
namespace {

constexpr std::size_t k_cache_line_bytes = 64;
constexpr std::size_t k_large_page_bytes = std::size_t{2} << 20;
/// Chunks grow as they are needed, so that neither icons nor panoramas waste much; what is not
/// touched of a chunk takes no memory.
constexpr std::size_t k_first_chunk_bytes = std::size_t{256} << 10;
constexpr std::size_t k_largest_spare_bytes = std::size_t{32} << 20;

std::size_t round_up(std::size_t value, std::size_t step) {
  return (value + step - 1) / step * step;
}

}  // namespace

Plane PlaneArena::allocate(std::size_t stride, std::size_t rows) {
  const std::size_t size_bytes = round_up(stride * rows * sizeof(float), k_cache_line_bytes);
  Chunk& chunk = chunk_with_room(size_bytes);
  float* const floats = chunk.floats + chunk.used_bytes / sizeof(float);
  chunk.used_bytes += size_bytes;
  return {floats, stride};
}

void PlaneArena::clear() {
  for (Chunk& chunk : chunks_) chunk.used_bytes = 0;
}

PlaneArena::Chunk& PlaneArena::chunk_with_room(std::size_t size_bytes) {
  for (Chunk& chunk : chunks_) {
    if (chunk.size_bytes - chunk.used_bytes >= size_bytes) return chunk;
  }
  const std::size_t twice_the_last = chunks_.empty() ? 0 : 2 * chunks_.back().size_bytes;
  const std::size_t spare = std::clamp(twice_the_last, k_first_chunk_bytes, k_largest_spare_bytes);
  chunks_.push_back(make_chunk(std::max(size_bytes, spare)));
  return chunks_.back();
}

PlaneArena::Chunk PlaneArena::make_chunk(std::size_t size_bytes) {
  const bool is_large = size_bytes >= k_large_page_bytes;
  const std::size_t alignment = is_large ? k_large_page_bytes : k_cache_line_bytes;
  Chunk chunk;
  chunk.size_bytes = round_up(size_bytes, alignment);
  std::size_t space_bytes = chunk.size_bytes + alignment;
  chunk.memory = std::make_unique_for_overwrite<float[]>(space_bytes / sizeof(float));
  void* memory = chunk.memory.get();
  chunk.floats = static_cast<float*>(std::align(alignment, chunk.size_bytes, memory, space_bytes));
#ifdef __linux__
  // a hint: without large pages everything works, only slower
  if (is_large) madvise(memory, chunk.size_bytes, MADV_HUGEPAGE);
#endif
  return chunk;
}

}  // namespace pixmill::ssimulacra2
