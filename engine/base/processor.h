// What the processor can do, asked of who knows it already: the dynamic linker found out for its
// own choices. Asking the processor again, as the compiler's builtins do in a constructor of every
// program that names them, takes some 30 instructions that a virtual machine has to leave for each:
// a twentieth of a process that answers from the cache.
#pragma once

namespace pixmill {

/// Whether code for Highway's AVX2 target may run: AVX2 with FMA, BMI and BMI2. Every processor
/// that has these has F16C, too. False on other architectures.
bool has_avx2_target();

}  // namespace pixmill
