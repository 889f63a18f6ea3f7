#include "engine/build/join_in_place.h"

#include <cstdint>
#include <cstring>
#include <functional>

namespace pixmill {

namespace {

struct Move {
  std::string_view part;
  std::uint8_t* to;
};

const std::uint8_t* begin_of(std::string_view part) {
  return as_bytes(part).data();
}

bool lies_in(std::string_view part, const LargeBuffer& buffer) {
  const std::less_equal<> before;  // of pointers into whatever memory
  return !buffer.empty() && before(buffer.data(), begin_of(part)) &&
         before(begin_of(part), buffer.data() + buffer.size() - 1);
}

void carry_out(const Move& move) {
  std::memmove(move.to, move.part.data(), move.part.size());
}

}  // namespace

LargeBuffer join_in_place(const std::vector<std::string_view>& parts, LargeBuffer buffer) {
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  LargeBuffer larger(size > buffer.size() ? size : 0);
  LargeBuffer& joined = larger.empty() ? buffer : larger;
  std::vector<Move> forward;
  std::vector<Move> others;
  std::uint8_t* to = joined.data();
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    const bool moves = lies_in(part, joined);
    if (moves && std::less<>()(to, begin_of(part))) {
      // never over one that comes later, nor over one that moves forward and came before
      carry_out({part, to});
    } else {
      (moves ? forward : others).push_back({part, to});
    }
    to += part.size();
  }
  // the last first, for each may end where the next one lay
  for (std::size_t i = forward.size(); i-- > 0;) carry_out(forward[i]);
  for (const Move& move : others) carry_out(move);
  joined.shrink(size);
  return std::move(joined);
}

}  // namespace pixmill
