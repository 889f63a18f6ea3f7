#include "tool/environment.h"

#include <cstdlib>

namespace pixmill::tool {

namespace {

std::string variable(const char* name) {
  // read once, before there are threads
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value ? value : "";
}

}  // namespace

Environment read_environment() {
  Environment environment;
  environment.pixmill_cache_dir = variable("PIXMILL_CACHE_DIR");
  environment.xdg_cache_home = variable("XDG_CACHE_HOME");
  environment.home = variable("HOME");
  environment.no_color = variable("NO_COLOR");
  environment.term = variable("TERM");
  environment.makeflags = variable("MAKEFLAGS");
  return environment;
}

}  // namespace pixmill::tool
