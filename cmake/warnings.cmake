# Warnings for our own code; errors only where a developer preset asks, never in a user's build.
option(PIXMILL_WERROR "Treat warnings as errors" OFF)

add_library(pixmill_warnings INTERFACE)
target_compile_options(
  pixmill_warnings
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
            -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wdouble-promotion -Wformat=2
            -Wcast-align -Wextra-semi
            $<$<CXX_COMPILER_ID:GNU>:-Wclobbered;-Wlogical-op;-Wduplicated-cond;-Wduplicated-branches>
            # gcc 12 sees overlapping copies in every "text" + std::string (its bug 105651)
            $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
            $<$<BOOL:${PIXMILL_WERROR}>:-Werror>
            # a float that decides a byte must round the same on every CPU
            -ffp-contract=off
            # nobody asks whether an operation raised a flag, and not to raise any forbids vectors
            -fno-trapping-math)
