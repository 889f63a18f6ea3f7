// The quality at which a JPEG was written, from its quantisation tables: encoding it anew at that
// quality or a higher one spends bytes on its own artifacts.
#pragma once

#include <optional>

#include "engine/codec/jpeg/header.h"

namespace pixmill::jpeg {

/// The quality at which pixmill itself wrote the file, whose tables nobody else has (but for those
/// of quality 100, all ones, which are not taken for its own).
std::optional<int> own_quality(const Header& header);

/// own_quality() if it has one. Else on libjpeg's scale, 1 to 100. Tables of libjpeg give exactly
/// the quality they were made with; of others, the one whose standard tables (T.81, annex K.1,
/// scaled as jpeg_quality_scaling does) have the same mean ratio to the base tables. Luma and
/// chroma count alike.
int estimate_quality(const Header& header);

}  // namespace pixmill::jpeg
