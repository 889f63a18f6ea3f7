// The pixmill.toml that `config init` writes: every setting with its help, range and default, all
// of it commented out, so that the file changes nothing until a line is uncommented.
#pragma once

#include <string>

namespace pixmill::tool {

std::string starter_config();

}  // namespace pixmill::tool
