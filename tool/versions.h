// Versions of pixmill and of the libraries whose encoders decide bytes.
#pragma once

#include <string>

namespace pixmill::tool {

/// "pixmill 0.1.0" and a line for each codec's library.
std::string version_text();

}  // namespace pixmill::tool
