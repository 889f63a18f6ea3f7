#include "engine/codec/jpeg/transcode.h"

#include <utility>

#include "engine/codec/jpeg/coding_choice.h"
#include "engine/codec/jpeg/coefficient_file.h"

namespace pixmill::jpeg {

Result<Bytes> transcode(const CoefficientImage& source,
                        const std::vector<EntropyCoding>& codings,
                        const KeptMetadata& metadata) {
  Result<Bytes> file = write_coefficients(source, choose_scans(source, codings), metadata);
  if (!file && file.error().code == ErrorCode::internal) {
    // What cannot be coded was no valid coefficient: damage that only now shows.
    Error error = file.error();
    error.code = ErrorCode::corrupt_input;
    return unexpected(std::move(error));
  }
  return file;
}

}  // namespace pixmill::jpeg
