// Which candidate replaces the original, if any.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "engine/codec/codec.h"

namespace pixmill {

/// The smallest candidate worth having: a lossless one must be smaller than the original, a lossy
/// one smaller than `keep_below` times it. The earlier one where sizes are equal; nothing: keep the
/// original.
std::optional<std::size_t> choose(std::span<const Candidate> candidates,
                                  std::uint64_t original_size_bytes,
                                  double keep_below);

/// The smallest of all, whatever the original; nothing only if there is none.
std::optional<std::size_t> smallest(std::span<const Candidate> candidates);

}  // namespace pixmill
