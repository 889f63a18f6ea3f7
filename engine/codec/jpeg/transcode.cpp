#include "engine/codec/jpeg/transcode.h"

#include <utility>

#include "engine/codec/jpeg/coding_choice.h"
#include "engine/codec/jpeg/coefficient_file.h"
#include "engine/codec/jpeg/coefficient_view.h"
#include "engine/codec/jpeg/least_bits.h"

namespace pixmill::jpeg {

namespace {

Result<Bytes> write_scans(const CoefficientImage& source,
                          const ScanScript& scans,
                          const KeptMetadata& metadata) {
  Result<Bytes> file = write_coefficients(source, scans, metadata);
  if (!file && file.error().code == ErrorCode::internal) {
    // What cannot be coded was no valid coefficient: damage that only now shows.
    Error error = file.error();
    error.code = ErrorCode::corrupt_input;
    return unexpected(std::move(error));
  }
  return file;
}

/// Bits that are counted may be this much more than what is written.
constexpr double k_counted = 0.99;

}  // namespace

Result<Bytes> transcode(const CoefficientImage& source,
                        const std::vector<EntropyCoding>& codings,
                        const KeptMetadata& metadata) {
  return write_scans(source, choose_coding(view_of(source), codings).scans, metadata);
}

Result<std::optional<Bytes>> transcode_below(std::size_t limit,
                                             const CoefficientImage& source,
                                             const std::vector<EntropyCoding>& codings,
                                             const KeptMetadata& metadata) {
  if (least_bits(source) / 8 > limit) return std::optional<Bytes>{};
  const CodingChoice choice = choose_coding(view_of(source), codings);
  if (k_counted * static_cast<double>(choice.bits) / 8 > static_cast<double>(limit)) {
    return std::optional<Bytes>{};
  }
  Result<Bytes> file = write_scans(source, choice.scans, metadata);
  if (!file) return unexpected(std::move(file).error());
  return std::optional<Bytes>(std::move(*file));
}

}  // namespace pixmill::jpeg
