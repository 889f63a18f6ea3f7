#include "engine/base/free_memory.h"

#include <cstdlib>  // defines __GLIBC__

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace pixmill {

void give_freed_memory_back() {
#if defined(__GLIBC__)
  ::malloc_trim(0);
#endif
}

}  // namespace pixmill
