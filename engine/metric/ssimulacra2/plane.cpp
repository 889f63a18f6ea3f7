#include "engine/metric/ssimulacra2/plane.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <algorithm>
#include <cstdlib>
#include <new>

namespace pixmill::ssimulacra2 {
namespace {

constexpr std::size_t k_cache_line_bytes = 64;
constexpr std::size_t k_large_page_bytes = std::size_t{2} << 20;

std::size_t round_up(std::size_t value, std::size_t step) {
  return (value + step - 1) / step * step;
}

}  // namespace

Plane::Plane(std::size_t stride, std::size_t rows) : stride_(stride), rows_(rows) {
  const std::size_t size_bytes = stride * rows * sizeof(float);
  const bool is_large = size_bytes >= k_large_page_bytes;
  const std::size_t alignment = is_large ? k_large_page_bytes : k_cache_line_bytes;
  void* memory = std::aligned_alloc(alignment, round_up(size_bytes, alignment));
  if (memory == nullptr) throw std::bad_alloc();
  floats_.reset(static_cast<float*>(memory));
#ifdef __linux__
  // a hint: without large pages everything works, only slower
  if (is_large) madvise(memory, round_up(size_bytes, alignment), MADV_HUGEPAGE);
#endif
}

void Plane::fill_with_zeros() {
  std::fill_n(floats_.get(), stride_ * rows_, 0.0f);
}

void Plane::Release::operator()(float* floats) const {
  std::free(floats);
}

}  // namespace pixmill::ssimulacra2
