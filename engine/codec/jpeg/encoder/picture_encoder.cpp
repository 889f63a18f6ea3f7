#include "engine/codec/jpeg/encoder/picture_encoder.h"

#include <utility>

#include "engine/codec/jpeg/coefficient_file.h"
#include "engine/codec/jpeg/encoder/quantiser.h"
#include "engine/codec/jpeg/transcode.h"

namespace pixmill::jpeg {

namespace {

class LibjpegEncoder : public PictureEncoder {
 public:
  LibjpegEncoder(const Image& image, ChromaSampling sampling, const Packing& packing)
      : image_(image), sampling_(sampling), packing_(packing) {}

  Result<Draft> draft(int quality) const override { return Draft{quality, {}}; }
  Result<Draft> sketch(int quality) const override { return Draft{quality, {}}; }
  double sketch_advance() const override { return 0; }

  Result<Bytes> preview(const Draft& draft) const override {
    return encode_pixels(image_, {draft.quality, sampling_, EntropyCoding::fixed}, {});
  }

  /// Pixels are transformed once; other ways of coding the same coefficients are transcodes.
  Result<Bytes> finish(const Draft& draft) const override {
    const std::vector<EntropyCoding>& codings = packing_.codings;
    Result<Bytes> first =
        encode_pixels(image_, {draft.quality, sampling_, codings.front()}, packing_.metadata);
    if (!first || codings.size() == 1) return first;
    const Result<CoefficientImage> coefficients = read_coefficients(*first);
    if (!coefficients) return unexpected(coefficients.error());
    return transcode(*coefficients, codings, packing_.metadata);
  }

 private:
  const Image& image_;
  ChromaSampling sampling_;
  Packing packing_;
};

/// The median over 60 pictures (a twentieth of them below 0.0, another above 0.4).
constexpr double k_trellis_disadvantage = 0.15;

class TrainedEncoder : public PictureEncoder {
 public:
  TrainedEncoder(DctImage image, JpegEffort effort, const Packing& packing)
      : image_(std::move(image)), effort_(effort), packing_(packing) {}

  Result<Draft> draft(int quality) const override {
    const bool is_fast = effort_ == JpegEffort::fast;
    const Quantisation how = is_fast ? Quantisation::dead_zone : Quantisation::two_passes;
    return Draft{quality, quantise(image_, quality, how)};
  }

  Result<Draft> sketch(int quality) const override {
    return Draft{quality, quantise(image_, quality, Quantisation::dead_zone)};
  }

  double sketch_advance() const override {
    return effort_ == JpegEffort::fast ? 0 : k_trellis_disadvantage;
  }

  Result<Bytes> preview(const Draft& draft) const override {
    return write_probe(draft.coefficients);
  }

  Result<Bytes> finish(const Draft& draft) const override {
    return transcode(draft.coefficients, packing_.codings, packing_.metadata);
  }

 private:
  DctImage image_;
  JpegEffort effort_;
  Packing packing_;
};

}  // namespace

std::unique_ptr<PictureEncoder> make_libjpeg_encoder(const Image& image,
                                                     ChromaSampling sampling,
                                                     const Packing& packing) {
  return std::make_unique<LibjpegEncoder>(image, sampling, packing);
}

std::unique_ptr<PictureEncoder> make_trained_encoder(DctImage image,
                                                     JpegEffort effort,
                                                     const Packing& packing) {
  return std::make_unique<TrainedEncoder>(std::move(image), effort, packing);
}

}  // namespace pixmill::jpeg
