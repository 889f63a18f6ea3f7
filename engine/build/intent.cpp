#include "engine/build/intent.h"

#include <algorithm>

namespace pixmill {

namespace {

constexpr std::size_t k_hash_digits = 32;
/// Behind each but the last, which is how a single one was always written.
constexpr char k_separator = '\0';

}  // namespace

std::string encode_intents(std::span<const StaleOutput> outputs) {
  std::string text;
  for (const StaleOutput& output : outputs) {
    if (!text.empty()) text += k_separator;
    text += output.hash.hex();
    text += output.path;
  }
  return text;
}

std::vector<StaleOutput> decode_intents(std::string_view text) {
  std::vector<StaleOutput> outputs;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(k_separator), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto hash = Hash128::parse(one.substr(0, k_hash_digits));
    if (hash) outputs.push_back({std::string(one.substr(k_hash_digits)), ContentHash{*hash}});
  }
  return outputs;
}

}  // namespace pixmill
