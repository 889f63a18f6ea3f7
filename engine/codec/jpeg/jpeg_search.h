// The quality search over JPEG: which round trip is scored by which metric.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "engine/base/result.h"
#include "engine/codec/codec.h"
#include "engine/codec/jpeg/encoder/picture_encoder.h"
#include "engine/image/image.h"
#include "engine/search/interpolating_search.h"
#include "engine/settings/settings.h"

namespace pixmill::jpeg {

/// The picture that a file of our own decodes to.
Result<Image> decode_own(const Bytes& file);

/// Scores a result against the picture that was searched for, by the search's metric.
using ScoreOf = std::function<Result<double>(const Image& result)>;

/// What a search settled on: the file is made, and its score is known.
struct SearchedFile {
  SearchReport report;
  int quality = 0;
  double score = 0;  ///< of the file, over the whole picture
  Bytes file;
  bool reached = false;  ///< the target, or what the settings' range allows of it
};

/// As optimize-images does: on the thumbnail of 400x400, through libjpeg's own tables, always
/// 4:2:0; a quality is good enough if its score is at least `target` of the score at quality 95,
/// which costs one encoding more. Grey pictures are searched as grey. `reached` is always true.
Result<SearchedFile> search_by_sad(const Image& image,
                                   const JpegSettings& settings,
                                   const PictureEncoder& encoder);

/// A picture, or a sample of one, and how results are scored against it.
struct ScoredPicture {
  const ScoreOf& score_of;
  const PictureEncoder& encoder;
};

enum class SearchedPart : std::uint8_t { whole, sample };

/// Where a search by score begins.
struct SearchStart {
  Probe expected;          ///< of a draft of the whole, in points of SSIMULACRA2
  double slope = 0;        ///< as in InterpolationGoal
  std::size_t probes = 0;  ///< that it took
};

/// Sketches, which cost half as much as drafts, until the target is near; of the whole picture, or
/// of a sample of it, which is not needed afterwards.
Result<SearchStart> start_search(const ScoredPicture& picture,
                                 SearchedPart part,
                                 const JpegSettings& settings);

/// On the whole picture, by any metric but SAD: the lowest quality up to `settings.quality_high`
/// whose file scores at least `target` (SSIMULACRA2: less at most k_tolerance).
Result<SearchedFile> search_from(const SearchStart& start,
                                 const ScoredPicture& whole,
                                 const JpegSettings& settings);

}  // namespace pixmill::jpeg
