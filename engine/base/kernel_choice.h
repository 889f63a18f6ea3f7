// Which form of a kernel is called: included in a kernel file's part that is compiled once, at its
// top. The functions that are named lie in Highway's namespaces, one a target.
#pragma once

#include "engine/base/processor.h"

/// The form that runs everywhere.
#if HWY_TARGETS & HWY_SCALAR
#define PIXMILL_PORTABLE(name) N_SCALAR::name
#else
#define PIXMILL_PORTABLE(name) N_EMU128::name
#endif

/// The fastest that this processor can run.
#if HWY_TARGETS & HWY_AVX2
#define PIXMILL_BEST(name) (has_avx2_target() ? N_AVX2::name : PIXMILL_PORTABLE(name))
#elif HWY_TARGETS & HWY_NEON
#define PIXMILL_BEST(name) N_NEON::name
#else
#define PIXMILL_BEST(name) PIXMILL_PORTABLE(name)
#endif
