// Compiled for AVX2 (CMakeLists.txt). It includes no header whose inline functions others use, too:
// the linker keeps one copy of such a function, and might keep this one.
#include "engine/base/hash_avx2.h"

#define XXH_INLINE_ALL  // the header's own form, by what this file is compiled for
#include <xxhash.h>

namespace pixmill {

Xxh3Words xxh3_avx2(const void* data, std::size_t size) {
  const XXH128_hash_t hash = XXH3_128bits(data, size);
  return {hash.low64, hash.high64};
}

void xxh3_update_avx2(void* state, const void* data, std::size_t size) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state), data, size);
}

}  // namespace pixmill
