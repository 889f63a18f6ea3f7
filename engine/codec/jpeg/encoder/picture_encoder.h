// One picture that is encoded at several qualities: what does not depend on the quality is done
// once, and a result is coded in the fewest bytes only when it is known to be the one wanted.
#pragma once

#include <memory>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/coefficient_image.h"
#include "engine/codec/jpeg/encode.h"
#include "engine/codec/jpeg/encoder/dct_image.h"
#include "engine/codec/jpeg/metadata.h"
#include "engine/image/image.h"
#include "engine/settings/settings.h"

namespace pixmill::jpeg {

/// A picture at a quality, of which a file can be made.
struct Draft {
  int quality = 0;
  CoefficientImage coefficients;  ///< empty where libjpeg's quantiser makes them
};

class PictureEncoder {
 public:
  virtual ~PictureEncoder() = default;
  /// What a file is made of.
  virtual Result<Draft> draft(int quality) const = 0;
  /// Made more quickly than draft(), to look at only.
  virtual Result<Draft> sketch(int quality) const = 0;
  /// By how much a sketch comes out better than the draft of the same quality, in square roots of
  /// what SSIMULACRA2 misses to 100; 0 where they are the same.
  virtual double sketch_advance() const = 0;
  /// A file to be decoded, scored and forgotten; it has the pixels of finish()'s.
  virtual Result<Bytes> preview(const Draft& draft) const = 0;
  /// The file itself, the smallest of the codings that are allowed.
  virtual Result<Bytes> finish(const Draft& draft) const = 0;
};

/// How a result is written.
struct Packing {
  const std::vector<EntropyCoding>& codings;  ///< to try; the smallest file is taken
  const KeptMetadata& metadata;
};

/// libjpeg's own tables and quantiser, as optimize-images has them. `image` must outlive it.
std::unique_ptr<PictureEncoder> make_libjpeg_encoder(const Image& image,
                                                     ChromaSampling sampling,
                                                     const Packing& packing);

/// Trained tables and a quantiser of the effort: `fast` a dead zone, `balanced` a trellis, `best`
/// one after another, all steered by the metric. `pixels` are those of `image` and must outlive it.
std::unique_ptr<PictureEncoder> make_trained_encoder(DctImage image,
                                                     const Image& pixels,
                                                     JpegEffort effort,
                                                     const Packing& packing);

}  // namespace pixmill::jpeg
