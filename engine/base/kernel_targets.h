// For which processors a kernel file is compiled: included before Highway's foreach_target.h, in
// every such file, so that all have the same forms. AVX2, Neon, and one
// that runs everywhere. Fused multiply-adds decide bits of scores, so targets without them would
// gain little over the last one.
#pragma once

#define HWY_COMPILE_ALL_ATTAINABLE
#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE_256 | HWY_SVE2 | HWY_SVE2_128)
