// What `pixmill explain` prints.
#pragma once

#include <string>

#include "engine/build/explain.h"

namespace pixmill::tool {

/// Settings that the image's format reads, the key part by part, hit or miss, and the parts that
/// differ from the last build's.
std::string explanation_text(const Explanation& explanation);

}  // namespace pixmill::tool
