// The candidate that changes pixels: the quality searched for or given, and the encoding at it.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/result.h"
#include "engine/codec/codec.h"
#include "engine/codec/jpeg/encode.h"
#include "engine/codec/jpeg/header.h"
#include "engine/codec/jpeg/metadata.h"

namespace pixmill::jpeg {

/// What the source sets bounds to; the defaults bound nothing.
struct SourceFacts {
  std::optional<int> quality;              ///< estimated (quality_estimate.h)
  std::optional<ChromaSampling> sampling;  ///< of luma against chroma, where JPEG's encoder has it
};

SourceFacts source_facts(const Header& header);

/// A picture, and all that decides how it is encoded anew.
struct LossyRequest {
  const Image& image;  ///< 8-bit grey or RGB
  SourceFacts source;
  const JpegSettings& settings;               ///< mode `search` or `fixed`
  const std::vector<EntropyCoding>& codings;  ///< to try; the smallest result is taken
  const KeptMetadata& metadata;
};

/// Adds the lossy candidate to the proposal, and the search's report if there was one. With
/// Reencode::higher_only there is no candidate where the source's quality is not above the one
/// chosen, and no search where no choice could be below it.
/// Subsampling::automatic is 4:2:0, libjpeg's default; so is `source` where it has none of its own.
/// The score of a searched candidate is that of the whole file; one of a fixed quality has none.
Status propose_lossy(const LossyRequest& request, Proposal& proposal);

}  // namespace pixmill::jpeg
