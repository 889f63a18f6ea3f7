#include "engine/build/intent.h"

#include <algorithm>

namespace pixmill {

namespace {

constexpr std::size_t k_hash_digits = 32;

}  // namespace

std::string encode_intent(const StaleOutput& output) {
  return output.hash.hex() + output.path;
}

std::optional<StaleOutput> decode_intent(std::string_view text) {
  const auto hash = Hash128::parse(text.substr(0, std::min(text.size(), k_hash_digits)));
  if (!hash) return std::nullopt;
  return StaleOutput{std::string(text.substr(k_hash_digits)), ContentHash{*hash}};
}

}  // namespace pixmill
