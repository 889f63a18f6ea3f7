// The candidate that changes pixels: the quality searched for or given, and the encoding at it.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/result.h"
#include "engine/codec/codec.h"
#include "engine/codec/jpeg/encode.h"
#include "engine/codec/jpeg/header.h"
#include "engine/codec/jpeg/metadata.h"
#include "engine/codec/jpeg/packed_plane.h"

namespace pixmill::jpeg {

/// What the source sets bounds to; the defaults bound nothing.
struct SourceFacts {
  std::optional<int> quality;              ///< estimated (quality_estimate.h)
  std::optional<ChromaSampling> sampling;  ///< of luma against chroma, where JPEG's encoder has it
  bool is_own = false;                     ///< made by pixmill, by its tables
  /// The source's own, where it is a JPEG: they can be requantised.
  const PackedImage* coefficients = nullptr;
  /// What its colours are to be converted from before they are judged; empty for sRGB.
  Bytes profile;
};

/// Of one file both; `coefficients` must outlive the result.
SourceFacts source_facts(const Header& header, const PackedImage& coefficients);

/// A picture, and all that decides how it is encoded anew.
struct LossyRequest {
  const Image& image;  ///< 8-bit grey or RGB
  SourceFacts source;
  const JpegSettings& settings;               ///< mode `search` or `fixed`
  const std::vector<EntropyCoding>& codings;  ///< to try; the smallest result is taken
  const KeptMetadata& metadata;
};

/// Adds the lossy candidate to the proposal, and the search's report if there was one.
///
/// With Reencode::higher_only, qualities at or above the source's are out of question: there is no
/// candidate where the target needs them, and none for pixmill's own results under a search.
/// Subsampling::automatic keeps 4:2:0 of a source that has it, and else takes 4:2:0 unless that
/// fails the target or 4:4:4 reaches it in fewer bytes. Where the subsampling stays as it is, the
/// source's own coefficients are requantised.
/// A picture too small for the search's metric is searched for in vain: a JPEG gets no candidate,
/// and a conversion the highest quality of the settings' range.
/// The score of a searched candidate is that of the whole file; one of a fixed quality has none.
Status propose_lossy(const LossyRequest& request, Proposal& proposal);

}  // namespace pixmill::jpeg
