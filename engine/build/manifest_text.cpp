#include "engine/build/manifest_text.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "engine/build/manifest.h"
#include "engine/build/version.h"

namespace pixmill {

namespace {

constexpr std::string_view k_before_rows = ",\n\"images\": [";
constexpr std::string_view k_before_first_row = "\n";
constexpr std::string_view k_between_rows = ",\n";
constexpr std::string_view k_after_rows = "\n]\n}\n";
/// The head of a manifest is far shorter.
constexpr std::size_t k_longest_head_bytes = 4096;
constexpr std::size_t k_piece_bytes = 256u << 10;  ///< that stay in a processor's cache

std::string head_of(const ManifestTotals& totals) {
  const nlohmann::ordered_json sums{{"images", totals.images},
                                    {"failed", totals.failed},
                                    {"source_bytes", totals.source_bytes},
                                    {"output_bytes", totals.output_bytes}};
  return "{\n\"schema\": \"" + std::string(k_manifest_schema) + "\",\n\"generator\": \"pixmill " +
         std::string(k_pixmill_version) + "\",\n\"totals\": " + sums.dump() +
         std::string(k_before_rows);
}

Unexpected not_the_last() {
  return unexpected(ErrorCode::changed, "changed while the build ran; build again");
}

/// With what stands before and between them.
std::uint64_t size_of(const std::vector<ManifestRows>& rows) {
  if (rows.empty()) return 0;
  std::uint64_t size = k_before_first_row.size() + (rows.size() - 1) * k_between_rows.size();
  for (const ManifestRows& some : rows) size += some.text.size() + some.kept.size_bytes;
  return size;
}

/// Reads a file from its beginning to its end, also what is not asked for, and hashes it.
class HashedReader {
 public:
  explicit HashedReader(const LastManifest& last) : last_(last) {}

  /// Fills the memory with what lies at `offset`, which is never less than where the last ended.
  Status read(std::uint64_t offset, std::span<std::uint8_t> memory) {
    if (Status skipped = skip_to(offset); !skipped) return skipped;
    const auto read = last_.file->read_at(offset, memory);
    // also where the disk fails: the cache has all rows, and this file would stay unreadable
    if (!read || *read != memory.size()) return not_the_last();
    hasher_.add(memory);
    at_ += memory.size();
    return {};
  }

  /// Success if it was what it has to be.
  Status finish() {
    if (Status skipped = skip_to(last_.size_bytes); !skipped) return skipped;
    return hasher_.digest() == last_.hash ? Status() : not_the_last();
  }

 private:
  Status skip_to(std::uint64_t offset) {
    Bytes piece(std::min<std::uint64_t>(offset - at_, k_piece_bytes));
    while (at_ < offset) {
      const auto part = std::span(piece).first(std::min<std::uint64_t>(offset - at_, piece.size()));
      if (Status skipped = read(at_, part); !skipped) return skipped;
    }
    return {};
  }

  const LastManifest& last_;
  ContentHasher hasher_;
  std::uint64_t at_ = 0;
};

/// Gathers what is added into pieces, which stay in a processor's cache.
class Pieces {
 public:
  explicit Pieces(const std::function<Status(ByteView)>& sink) : sink_(sink) {}

  Status add(std::string_view text) {
    while (!text.empty()) {
      const std::size_t size = std::min(text.size(), room());
      std::memcpy(piece_.data() + used_, text.data(), size);
      text.remove_prefix(size);
      if (Status took = advance(size); !took) return took;
    }
    return {};
  }

  Status add(HashedReader& last, FileRange range) {
    while (range.size_bytes > 0) {
      const std::size_t size = std::min<std::uint64_t>(range.size_bytes, room());
      const auto memory = std::span(piece_).subspan(used_, size);
      if (Status read = last.read(range.offset, memory); !read) return read;
      range.offset += size;
      range.size_bytes -= size;
      if (Status took = advance(size); !took) return took;
    }
    return {};
  }

  Status finish() {
    const std::size_t size = std::exchange(used_, 0);
    return size == 0 ? Status{} : sink_(ByteView(piece_).first(size));
  }

 private:
  std::size_t room() const { return piece_.size() - used_; }

  Status advance(std::size_t size) {
    used_ += size;
    return room() == 0 ? finish() : Status{};
  }

  const std::function<Status(ByteView)>& sink_;
  Bytes piece_ = Bytes(k_piece_bytes);
  std::size_t used_ = 0;
};

}  // namespace

Status check(const LastManifest& last) {
  return HashedReader(last).finish();
}

ManifestText::ManifestText(const ManifestTotals& totals,
                           std::vector<ManifestRows> rows,
                           LastManifest last,
                           std::vector<std::string> owned)
    : head_(head_of(totals)),
      rows_(std::move(rows)),
      last_(std::move(last)),
      owned_(std::move(owned)),
      size_bytes_(head_.size() + size_of(rows_) + k_after_rows.size()) {}

Status ManifestText::write_to(const std::function<Status(ByteView)>& sink) const {
  Pieces pieces(sink);
  HashedReader last(last_);
  if (Status added = pieces.add(head_); !added) return added;
  std::string_view separator = k_before_first_row;
  for (const ManifestRows& some : rows_) {
    if (Status added = pieces.add(separator); !added) return added;
    Status added = some.kept.size_bytes > 0 ? pieces.add(last, some.kept) : pieces.add(some.text);
    if (!added) return added;
    separator = k_between_rows;
  }
  if (Status added = pieces.add(k_after_rows); !added) return added;
  if (last_.file) {
    if (Status read = last.finish(); !read) return read;
  }
  return pieces.finish();
}

Result<Bytes> ManifestText::joined() const {
  Bytes bytes;
  bytes.reserve(size_bytes_);
  Status read = write_to([&](ByteView piece) {
    bytes.insert(bytes.end(), piece.begin(), piece.end());
    return Status();
  });
  if (!read) return unexpected(std::move(read).error());
  return bytes;
}

std::optional<FileRange> rows_of_manifest(const ReadableFile& file, std::uint64_t size_bytes) {
  Bytes head(std::min<std::uint64_t>(size_bytes, k_longest_head_bytes));
  Bytes tail(std::min<std::uint64_t>(size_bytes, k_after_rows.size()));
  const auto read_head = file.read_at(0, head);
  const auto read_tail = file.read_at(size_bytes - tail.size(), tail);
  if (!read_head || *read_head != head.size() || !read_tail || *read_tail != tail.size()) return {};
  std::size_t begin = as_text(head).find(k_before_rows);
  if (begin == std::string_view::npos || as_text(tail) != k_after_rows) return {};
  begin += k_before_rows.size();
  if (begin + k_after_rows.size() > size_bytes) return {};
  const std::uint64_t end = size_bytes - k_after_rows.size();
  if (begin < end && head.size() > begin && head[begin] == '\n') ++begin;
  return FileRange{begin, end - begin};
}

}  // namespace pixmill
