// Content hashes and action keys: XXH3 with 128 bits. It is not cryptographic: it tells apart what
// accident makes, not what an attacker makes; a cache shared with strangers needs more.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"

namespace pixmill {

/// 128 bits, in the canonical (big-endian) byte order of xxhsum -H2.
struct Hash128 {
  std::array<std::uint8_t, 16> bytes{};

  // clang-tidy 14 sees a null pointer in a defaulted comparison
  auto operator<=>(const Hash128&) const = default;  // NOLINT(modernize-use-nullptr)

  /// 32 lower-case hexadecimal digits.
  std::string hex() const;
  /// "xxh3-128:" and the digits, as the manifest spells it.
  std::string tagged() const;
  /// The reverse of tagged() and of hex(); nothing if `text` is neither.
  static std::optional<Hash128> parse(std::string_view text);
};

/// The hash of a file's bytes.
struct ContentHash : Hash128 {
  // clang-tidy 14 sees a null pointer in a defaulted comparison
  auto operator<=>(const ContentHash&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// The hash of everything that decides an image's result; see engine/recipe/action_key.h.
struct ActionKey : Hash128 {
  // clang-tidy 14 sees a null pointer in a defaulted comparison
  auto operator<=>(const ActionKey&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// XXH3-128 of the bytes, seed 0.
Hash128 hash128(ByteView bytes);
ContentHash content_hash(ByteView bytes);
/// XXH3-64 of the bytes, seed 0: for checksums of records.
std::uint64_t hash64(ByteView bytes);
/// The same of all fields, one after the other, each behind its length (8 bytes, little-endian).
std::uint64_t framed_hash64(std::initializer_list<ByteView> fields);

/// content_hash() of bytes that come piece by piece.
class ContentHasher {
 public:
  ContentHasher();
  ~ContentHasher();
  ContentHasher(const ContentHasher&) = delete;
  ContentHasher& operator=(const ContentHasher&) = delete;

  void add(ByteView piece);
  /// Of all that was added.
  ContentHash digest() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Hashes a sequence of named parts. Name and value are both framed by their lengths, so no two
/// different sequences feed the same bytes.
class PartHasher {
 public:
  PartHasher();
  ~PartHasher();
  PartHasher(PartHasher&&) noexcept;
  PartHasher& operator=(PartHasher&&) noexcept;
  PartHasher(const PartHasher&) = delete;
  PartHasher& operator=(const PartHasher&) = delete;

  void add(std::string_view name, std::string_view value);
  Hash128 digest() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pixmill
