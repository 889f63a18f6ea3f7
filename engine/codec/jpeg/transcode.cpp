#include "engine/codec/jpeg/transcode.h"

#include <cstdint>
#include <utility>

#include "engine/codec/jpeg/coding_choice.h"
#include "engine/codec/jpeg/coefficient_file.h"
#include "engine/codec/jpeg/coefficient_view.h"
#include "engine/codec/jpeg/coefficients.h"
#include "engine/codec/jpeg/least_bits.h"

namespace pixmill::jpeg {

namespace {

/// What cannot be coded was no valid coefficient: damage that only now shows.
Result<Bytes> written(Result<Bytes> file) {
  if (file || file.error().code != ErrorCode::internal) return file;
  Error error = file.error();
  error.code = ErrorCode::corrupt_input;
  return unexpected(std::move(error));
}

/// Bits that are counted may be this much more than what is written.
constexpr double k_counted = 0.99;

}  // namespace

Result<Bytes> transcode(const CoefficientImage& source,
                        const std::vector<EntropyCoding>& codings,
                        const KeptMetadata& metadata) {
  const ScanScript scans = choose_coding(view_of(source), codings).scans;
  return written(write_coefficients(source, scans, metadata));
}

Result<Transcoded> transcode(ByteView source,
                             const std::vector<EntropyCoding>& codings,
                             const KeptMetadata& metadata) {
  std::optional<CoefficientReader> reader(std::in_place);
  if (Status read = reader->read(source); !read) return unexpected(read.error());
  const Result<CoefficientView> view = view_of(*reader);
  if (!view) return unexpected(view.error());
  const ScanScript scans = choose_coding(*view, codings).scans;
  Result<PackedImage> packed = pack(*reader);
  if (!packed) return unexpected(std::move(packed).error());
  Result<Bytes> file = Bytes{};
  if (scans.empty()) {
    file = written(write_baseline(*reader, metadata));
  } else {
    reader.reset();  // whoever verifies takes as much memory again
    file = written(write_progressive(*packed, scans, metadata));
  }
  if (!file) return unexpected(std::move(file).error());
  return Transcoded{std::move(*file), std::move(*packed)};
}

Result<std::optional<Bytes>> transcode_below(std::size_t limit,
                                             const PackedImage& source,
                                             const std::vector<EntropyCoding>& codings,
                                             const KeptMetadata& metadata) {
  const std::uint64_t most_bits =
      limit < UINT64_MAX / 8 ? std::uint64_t{8} * limit + 7 : UINT64_MAX;
  if (takes_more_bits(source.planes, most_bits)) return std::optional<Bytes>{};
  const CoefficientImage unpacked = unpack(source);
  const CodingChoice choice = choose_coding(view_of(unpacked), codings);
  if (k_counted * static_cast<double>(choice.bits) / 8 > static_cast<double>(limit)) {
    return std::optional<Bytes>{};
  }
  Result<Bytes> file =
      written(choice.scans.empty() ? write_coefficients(unpacked, {}, metadata)
                                   : write_progressive(source, choice.scans, metadata));
  if (!file) return unexpected(std::move(file).error());
  return std::optional<Bytes>(std::move(*file));
}

}  // namespace pixmill::jpeg
