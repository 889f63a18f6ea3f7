#include <cstdio>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "tool/program.h"

namespace {

/// A picture's planes are freed and asked for again at each quality that is tried. Given back to
/// the system in between, they would have to be filled with zeros by it each time, which took a
/// quarter of a search.
void keep_freed_memory() {
#if defined(__GLIBC__)
  // NOLINTBEGIN(concurrency-mt-unsafe): there is but one thread yet
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the largest that is allowed
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  // NOLINTEND(concurrency-mt-unsafe)
#endif
}

}  // namespace

int main(int argc, char** argv) {
  using namespace pixmill::tool;
  keep_freed_memory();
  Console console(stdout, stderr);
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return static_cast<int>(run_program(arguments, read_environment(), console));
}
