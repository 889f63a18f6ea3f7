#include "engine/base/hash.h"

#include <xxhash.h>

#include "engine/base/hash_avx2.h"
#include "engine/base/processor.h"

namespace pixmill {

namespace {

Hash128 canonical(XXH128_hash_t hash) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  Hash128 result;
  static_assert(sizeof canonical.digest == sizeof result.bytes);
  std::copy(std::begin(canonical.digest), std::end(canonical.digest), result.bytes.begin());
  return result;
}

std::optional<std::uint8_t> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  return std::nullopt;
}

XXH128_hash_t xxh3(ByteView bytes) {
#if defined(__x86_64__)
  // what is shorter has no vectors in it
  constexpr std::size_t k_long = 240;
  if (bytes.size() > k_long && has_avx2_target()) {
    const Xxh3Words words = xxh3_avx2(bytes.data(), bytes.size());
    return {words.low, words.high};
  }
#endif
  return XXH3_128bits(bytes.data(), bytes.size());
}

constexpr std::string_view k_tag = "xxh3-128:";

}  // namespace

std::string Hash128::hex() const {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    text += k_digits[byte >> 4];
    text += k_digits[byte & 15];
  }
  return text;
}

std::string Hash128::tagged() const {
  return std::string(k_tag) + hex();
}

std::optional<Hash128> Hash128::parse(std::string_view text) {
  if (text.starts_with(k_tag)) text.remove_prefix(k_tag.size());
  Hash128 hash;
  if (text.size() != 2 * hash.bytes.size()) return std::nullopt;
  for (std::size_t i = 0; i < hash.bytes.size(); ++i) {
    const auto high = digit(text[2 * i]);
    const auto low = digit(text[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    hash.bytes[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return hash;
}

Hash128 hash128(ByteView bytes) {
  return canonical(xxh3(bytes));
}

ContentHash content_hash(ByteView bytes) {
  return ContentHash{hash128(bytes)};
}

std::uint64_t hash64(ByteView bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

namespace {

std::array<std::uint8_t, 8> length_field(std::size_t length) {
  std::array<std::uint8_t, 8> field{};
  for (std::size_t i = 0; i < field.size(); ++i) {
    field[i] = static_cast<std::uint8_t>(std::uint64_t{length} >> (8 * i));
  }
  return field;
}

}  // namespace

std::uint64_t framed_hash64(std::initializer_list<ByteView> fields) {
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                              XXH3_freeState);
  XXH3_64bits_reset(state.get());
  for (const ByteView field : fields) {
    const auto length = length_field(field.size());
    XXH3_64bits_update(state.get(), length.data(), length.size());
    XXH3_64bits_update(state.get(), field.data(), field.size());
  }
  return XXH3_64bits_digest(state.get());
}

namespace {

/// Of 128 bits.
struct StreamState {
  XXH3_state_t* xxh = XXH3_createState();
  StreamState() { XXH3_128bits_reset(xxh); }
  ~StreamState() { XXH3_freeState(xxh); }
  StreamState(const StreamState&) = delete;
  StreamState& operator=(const StreamState&) = delete;
};

}  // namespace

struct ContentHasher::State : StreamState {};

ContentHasher::ContentHasher() : state_(std::make_unique<State>()) {}
ContentHasher::~ContentHasher() = default;

void ContentHasher::add(ByteView piece) {
#if defined(__x86_64__)
  if (has_avx2_target()) return xxh3_update_avx2(state_->xxh, piece.data(), piece.size());
#endif
  XXH3_128bits_update(state_->xxh, piece.data(), piece.size());
}

ContentHash ContentHasher::digest() const {
  return ContentHash{canonical(XXH3_128bits_digest(state_->xxh))};
}

struct PartHasher::State : StreamState {};

PartHasher::PartHasher() : state_(std::make_unique<State>()) {}
PartHasher::~PartHasher() = default;
PartHasher::PartHasher(PartHasher&&) noexcept = default;
PartHasher& PartHasher::operator=(PartHasher&&) noexcept = default;

void PartHasher::add(std::string_view name, std::string_view value) {
  for (const std::string_view part : {name, value}) {
    const auto length = length_field(part.size());
    XXH3_128bits_update(state_->xxh, length.data(), length.size());
    XXH3_128bits_update(state_->xxh, part.data(), part.size());
  }
}

Hash128 PartHasher::digest() const {
  return canonical(XXH3_128bits_digest(state_->xxh));
}

}  // namespace pixmill
