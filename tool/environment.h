// The environment variables that pixmill reads, read once, so that everything else is a function of
// its arguments.
#pragma once

#include <string>

namespace pixmill::tool {

/// Unset and empty are alike.
struct Environment {
  std::string pixmill_cache_dir;
  std::string xdg_cache_home;
  std::string home;
  std::string no_color;
  std::string term;
  std::string makeflags;
};

Environment read_environment();

}  // namespace pixmill::tool
