// One text from many parts, most of which lie in a text of about the same size already: they are
// moved within it, for memory that is touched for the first time costs more than a move.
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/large_buffer.h"

namespace pixmill {

/// The parts, one after the other, in `buffer` if it is large enough and in memory of their own if
/// not. Parts that lie in `buffer` must lie there in their order, without overlap. No part may be
/// looked at afterwards that lay there.
LargeBuffer join_in_place(const std::vector<std::string_view>& parts, LargeBuffer buffer);

}  // namespace pixmill
