// What the tests of the cache share: a folder, a clock that is told the time, and results to keep.
#pragma once

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "cache/sqlite_store.h"
#include "tests/support/temp_folder.h"

namespace pixmill::test {

inline Bytes read_bytes(const std::filesystem::path& file) {
  const auto opened = cache::open_regular_file(file);
  return cache::read_at(opened, 0, cache::size_of(opened).value_or(0)).value_or(Bytes{});
}

inline void write_bytes(const std::filesystem::path& file, ByteView bytes) {
  std::filesystem::remove(file);
  cache::create_file(file, {bytes});
}

inline ActionKey key_of(std::string_view name) {
  return ActionKey{hash128(as_bytes(name))};
}

inline TreeId tree_of(std::string_view name) {
  return hash128(as_bytes(name));
}

/// Bytes that differ from name to name.
inline Bytes output_of(std::string_view name, std::size_t size_bytes) {
  Bytes bytes(size_bytes);
  std::uint64_t random = hash64(as_bytes(name));
  for (std::uint8_t& byte : bytes) {
    random = random * 6364136223846793005U + 1442695040888963407U;
    byte = static_cast<std::uint8_t>(random >> 56);
  }
  return bytes;
}

constexpr std::size_t k_small = 3000;
constexpr std::size_t k_large = cache::k_inline_limit_bytes + 1000;

struct CacheFixture {
  TempFolder temp;
  std::filesystem::path folder = temp / "cache";
  std::vector<std::string> warnings;
  std::int64_t now_s = 1'700'000'000;

  cache::StoreOptions options(cache::Access access = cache::Access::read_write) {
    return {.folder = folder,
            .access = access,
            .warn = [this](std::string_view text) { warnings.emplace_back(text); },
            .clock = [this] { return now_s; }};
  }

  /// Keeps an output of that size under the name.
  static void keep(cache::SqliteStore& store, std::string_view name, std::size_t size_bytes) {
    const Bytes bytes = output_of(name, size_bytes);
    const NewResult result{.key = key_of(name),
                           .result = {.record = "record of " + std::string(name),
                                      .output = BlobRef{content_hash(bytes), bytes.size()}},
                           .bytes = bytes};
    store.put({&result, 1});
  }

  /// Whether the name is a hit with its very record and bytes. Throws if it is one with others.
  static bool serves(cache::SqliteStore& store, std::string_view name, std::size_t size_bytes) {
    const auto found = store.find(key_of(name));
    if (!found) return false;
    const Bytes expected = output_of(name, size_bytes);
    if (found->record != "record of " + std::string(name) || !found->output ||
        found->output->hash != content_hash(expected)) {
      throw std::runtime_error("a row with wrong fields was served");
    }
    const auto bytes = store.load(*found->output);
    if (bytes && *bytes != expected) throw std::runtime_error("wrong bytes were served");
    return bytes.has_value();
  }
};

}  // namespace pixmill::test
