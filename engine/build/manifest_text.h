// A manifest as a whole: the text around its rows. It is put together only while it is written, a
// piece at a time: that of 100,000 pictures has 31 MB, which would have to be found in memory
// first, and most of which may be the last manifest's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"
#include "engine/base/hash.h"
#include "engine/base/result.h"

namespace pixmill {

struct ManifestTotals {
  std::uint64_t images = 0;  ///< with an output
  std::uint64_t failed = 0;
  std::uint64_t source_bytes = 0;  ///< of those with an output
  std::uint64_t output_bytes = 0;
};

/// A stretch of a file.
struct FileRange {
  std::uint64_t offset = 0;
  std::uint64_t size_bytes = 0;
};

/// A row, or several with ",\n" between them: their text, or where the last manifest has them.
struct ManifestRows {
  std::string_view text;
  FileRange kept;
};

/// What the last build wrote, if it is what it has to be: that is known once it was read whole.
struct LastManifest {
  std::unique_ptr<ReadableFile> file;
  std::uint64_t size_bytes = 0;
  ContentHash hash;
};

/// Reads it whole. Fails (changed) where it is not what it has to be, or cannot be read.
Status check(const LastManifest& last);

class ManifestText {
 public:
  /// `rows` are sorted by source; what they look into stays, but for `owned`, which is kept here.
  /// Without a last manifest, none is kept.
  ManifestText(const ManifestTotals& totals,
               std::vector<ManifestRows> rows,
               LastManifest last = {},
               std::vector<std::string> owned = {});

  std::uint64_t size_bytes() const { return size_bytes_; }
  /// Gives the text to `sink` piece by piece, as long as that succeeds. Fails also where the last
  /// manifest is not what it has to be, or cannot be read (changed): what was given till then is
  /// worth nothing.
  Status write_to(const std::function<Status(ByteView)>& sink) const;
  /// The same in one piece.
  Result<Bytes> joined() const;
  /// Nothing can be written afterwards.
  std::unique_ptr<ReadableFile> take_last() { return std::move(last_.file); }

 private:
  std::string head_;
  std::vector<ManifestRows> rows_;
  LastManifest last_;
  std::vector<std::string> owned_;
  std::uint64_t size_bytes_ = 0;
};

/// Where a manifest's rows lie, with ",\n" between them. Nothing if it is not of the shape that
/// this program writes.
std::optional<FileRange> rows_of_manifest(const ReadableFile& file, std::uint64_t size_bytes);

}  // namespace pixmill
