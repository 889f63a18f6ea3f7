// Components with equal quantisation tables share one in the file.
#pragma once

#include <array>

#include "engine/codec/jpeg/coefficient_image.h"

namespace pixmill::jpeg {

/// Which table each component uses, numbered as they come.
using SharedTables = std::array<int, k_max_components>;

SharedTables share_tables(const CoefficientImage& image);

}  // namespace pixmill::jpeg
