// Minimum coded units (T.81, A.2): what an interleaved scan goes by.
#pragma once

#include <cstddef>

namespace pixmill::jpeg {

/// How many MCUs it takes for so many blocks of a component, of which `factor` lie side by side in
/// each.
inline std::size_t in_mcus(std::size_t blocks, std::size_t factor) {
  return (blocks + factor - 1) / factor;
}

}  // namespace pixmill::jpeg
