// Large outputs as files: FOLDER/blobs/ab/cdef..., named by the XXH3-128 of their content, so equal
// outputs are one file. A file is written under tmp/, synced, renamed and its folder synced, before
// any row that vouches for it is committed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "engine/ports/result_store.h"

namespace pixmill::cache {

/// Outputs up to this size lie in the index, larger ones in files. Measured on ext4 by
/// tests/bench/cache_bench.cpp, 200 at once, microseconds each: at 64 KiB, put takes 117 as a row
/// and 343 as a file, load 34 and 17; at 256 KiB, 410 and 518, 105 and 45. So up to here a row is
/// by far the cheaper home, and beyond it the slower load outweighs what putting saves.
constexpr std::uint64_t k_inline_limit_bytes = std::uint64_t{64} * 1024;

class BlobFiles {
 public:
  explicit BlobFiles(const std::filesystem::path& folder);

  struct Loaded {
    std::optional<Bytes> bytes;
    bool damaged = false;  ///< the file is there, but its bytes are not those it is named by
  };
  /// The bytes, hashed just now.
  Loaded load(const BlobRef& blob) const;

  /// Whether there is a file of that name, and long enough. Its bytes are not looked at.
  bool is_there(const BlobRef& blob) const;

  /// Writes those outputs larger than `inline_limit_bytes` that are not there yet, and makes them
  /// last. False if the disk failed; what was written until then stays.
  bool write(std::span<const NewResult> results,
             std::uint64_t inline_limit_bytes = k_inline_limit_bytes);

  /// What write() added to the disk since this was last asked.
  std::uint64_t take_written_bytes() { return std::exchange(written_bytes_, 0); }

  /// Moves a damaged file to FOLDER/damaged/, or removes it if that fails.
  void set_aside(const ContentHash& hash) const;
  void remove(const ContentHash& hash) const;

  /// Every file that is named like a blob, in no order.
  void for_each(
      const std::function<void(const ContentHash&, std::uint64_t size_bytes)>& visit) const;
  std::filesystem::path path_of(const ContentHash& hash) const;

  /// Removes what processes that died left behind, and what was set aside. Only while no other
  /// process has the folder open.
  void remove_leftovers() const;

 private:
  using Missing = std::map<ContentHash, const NewResult*>;
  using Temporaries = std::map<ContentHash, std::filesystem::path>;

  bool write_temporaries(const Missing& missing, Temporaries& temporaries);
  bool publish(const Temporaries& temporaries) const;

  std::filesystem::path folder_;
  unsigned written_ = 0;
  std::uint64_t written_bytes_ = 0;
};

}  // namespace pixmill::cache
