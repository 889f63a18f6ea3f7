// XXH3 for processors with AVX2: the library's static archive has only the form that every x86-64
// can run, at a third of the speed or less. The same hashes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pixmill {

struct Xxh3Words {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

/// XXH3 of 128 bits, seed 0. Only where has_avx2_target().
Xxh3Words xxh3_avx2(const void* data, std::size_t size);
/// XXH3_128bits_update() of an XXH3_state_t. Only where has_avx2_target().
void xxh3_update_avx2(void* state, const void* data, std::size_t size);

}  // namespace pixmill
