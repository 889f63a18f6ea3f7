#include "engine/codec/jpeg/encoder/picture_encoder.h"

#include <utility>

#include "engine/codec/jpeg/coefficient_file.h"
#include "engine/codec/jpeg/encoder/quantiser.h"
#include "engine/codec/jpeg/transcode.h"

namespace pixmill::jpeg {

namespace {

void keep_smaller(Bytes& smallest, Bytes&& file) {
  if (smallest.empty() || file.size() < smallest.size()) smallest = std::move(file);
}

class LibjpegEncoder : public PictureEncoder {
 public:
  LibjpegEncoder(const Image& image, ChromaSampling sampling, const Packing& packing)
      : image_(image), sampling_(sampling), packing_(packing) {}

  Result<Bytes> probe(int quality) const override {
    return encode_pixels(image_, {quality, sampling_, EntropyCoding::fixed}, {});
  }

  /// Pixels are transformed once; other ways of coding the same coefficients are transcodes.
  Result<Bytes> encode(int quality) const override {
    const std::vector<EntropyCoding>& codings = packing_.codings;
    Result<Bytes> first =
        encode_pixels(image_, {quality, sampling_, codings.front()}, packing_.metadata);
    if (!first || codings.size() == 1) return first;
    const std::vector<EntropyCoding> others(codings.begin() + 1, codings.end());
    Result<Bytes> other = transcode(*first, others, packing_.metadata);
    if (!other) return other;
    return other->size() < first->size() ? std::move(other) : std::move(first);
  }

 private:
  const Image& image_;
  ChromaSampling sampling_;
  Packing packing_;
};

class TrainedEncoder : public PictureEncoder {
 public:
  TrainedEncoder(DctImage image, JpegEffort effort, const Packing& packing)
      : image_(std::move(image)), effort_(effort), packing_(packing) {}

  Result<Bytes> probe(int quality) const override {
    return write_coefficients(
        quantise(image_, quality, Quantisation::dead_zone), EntropyCoding::fixed, {});
  }

  Result<Bytes> encode(int quality) const override {
    const CoefficientImage coefficients = quantise(image_, quality, quantisation());
    Bytes smallest;
    for (const EntropyCoding coding : packing_.codings) {
      if (coding == EntropyCoding::progressive) {
        if (Status written = add_progressive(coefficients, smallest); !written) {
          return unexpected(written.error());
        }
        continue;
      }
      // the baseline form of a large picture is seldom the smaller one
      const bool is_hopeful = effort_ != JpegEffort::fast || is_small(coefficients);
      if (packing_.codings.size() > 1 && !is_hopeful) continue;
      Result<Bytes> file = write_coefficients(coefficients, coding, packing_.metadata);
      if (!file) return file;
      keep_smaller(smallest, std::move(*file));
    }
    return smallest;
  }

 private:
  static constexpr std::uint64_t k_small_pixels = 100'000;

  static bool is_small(const CoefficientImage& image) {
    return std::uint64_t{image.width} * image.height <= k_small_pixels;
  }

  Quantisation quantisation() const {
    return effort_ == JpegEffort::fast ? Quantisation::dead_zone : Quantisation::two_passes;
  }

  Status add_progressive(const CoefficientImage& coefficients, Bytes& smallest) const {
    const std::span<const ScanScript> all = scan_scripts(coefficients.planes.size());
    const std::size_t tried = effort_ == JpegEffort::fast ? 1 : all.size();
    for (const ScanScript& script : all.first(tried)) {
      Result<Bytes> file = write_coefficients(coefficients, script, packing_.metadata);
      if (!file) return unexpected(file.error());
      keep_smaller(smallest, std::move(*file));
    }
    if (effort_ == JpegEffort::fast) return {};
    // what a transcode of this file would try: so that it finds nothing to gain
    Result<Bytes> file =
        write_coefficients(coefficients, EntropyCoding::progressive, packing_.metadata);
    if (!file) return unexpected(file.error());
    keep_smaller(smallest, std::move(*file));
    return {};
  }

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
