#include "engine/image/srgb_conversion.h"

#include <array>
#include <bit>
#include <cassert>
#include <utility>

#include "engine/image/icc_profile.h"
#include "engine/image/little_cms.h"

namespace pixmill {

namespace {

/// IEC 61966-2-1's curve as Little CMS's parametric type 4: exponent, then a, b, c and d.
constexpr std::array<double, 5> k_srgb_curve = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};

constexpr bool is_grey(std::uint8_t channels) {
  return channels <= 2;
}

/// Little CMS's description of our samples: 16 bits are big-endian.
cmsUInt32Number sample_format(std::uint8_t channels, std::uint8_t bytes_per_sample) {
  const bool is_swapped = bytes_per_sample == 2 && std::endian::native == std::endian::little;
  const bool has_alpha = channels == 2 || channels == 4;
  return static_cast<cmsUInt32Number>(COLORSPACE_SH(is_grey(channels) ? PT_GRAY : PT_RGB) |
                                      EXTRA_SH(has_alpha ? 1 : 0) |
                                      CHANNELS_SH(is_grey(channels) ? 1 : 3) |
                                      BYTES_SH(bytes_per_sample) | ENDIAN16_SH(is_swapped ? 1 : 0));
}

/// A handle of Little CMS's and the function that ends it.
template <class Handle, class End>
class Owned {
 public:
  Owned(Handle handle, End end) : handle_(handle), end_(end) {}
  ~Owned() {
    if (handle_ != nullptr) end_(handle_);
  }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  Handle get() const { return handle_; }

 private:
  Handle handle_;
  End end_;
};

cmsHPROFILE create_target(const LittleCms& cms, cmsContext context, std::uint8_t channels) {
  if (!is_grey(channels)) return cms.create_srgb(context);
  const Owned curve(cms.build_curve(context, 4, k_srgb_curve.data()), cms.free_curve);
  return cms.create_grey(context, cms.d50(), curve.get());
}

}  // namespace

/// A context and the transforms in it, for samples of 8 and of 16 bits.
struct SrgbConversion::Transforms {
  explicit Transforms(const LittleCms& library)
      : cms(library), context(library.create_context(nullptr, nullptr)) {}
  ~Transforms() {
    for (cmsHTRANSFORM transform : by_bytes) {
      if (transform != nullptr) cms.delete_transform(transform);
    }
    cms.delete_context(context);
  }
  Transforms(const Transforms&) = delete;
  Transforms& operator=(const Transforms&) = delete;

  bool create(ByteView icc, std::uint8_t channel_count);

  const LittleCms& cms;
  cmsContext context;
  std::uint8_t channels = 0;
  std::array<cmsHTRANSFORM, 2> by_bytes{};
};

bool SrgbConversion::Transforms::create(ByteView icc, std::uint8_t channel_count) {
  channels = channel_count;
  const Owned source(
      cms.open_profile(context, icc.data(), static_cast<cmsUInt32Number>(icc.size())),
      cms.close_profile);
  if (source.get() == nullptr) return false;
  const auto wanted = is_grey(channels) ? cmsSigGrayData : cmsSigRgbData;
  if (cms.color_space(source.get()) != wanted) return false;
  const Owned target(create_target(cms, context, channels), cms.close_profile);
  for (std::uint8_t bytes = 1; bytes <= 2; ++bytes) {
    // for samples of 16 bits it would interpolate between 33 points where it could compute
    const auto flags =
        static_cast<cmsUInt32Number>(cmsFLAGS_COPY_ALPHA | (bytes == 2 ? cmsFLAGS_NOOPTIMIZE : 0));
    by_bytes[bytes - 1u] = cms.create_transform(context,
                                                source.get(),
                                                sample_format(channels, bytes),
                                                target.get(),
                                                sample_format(channels, 2),
                                                INTENT_PERCEPTUAL,
                                                flags);
    if (by_bytes[bytes - 1u] == nullptr) return false;
  }
  return true;
}

SrgbConversion::SrgbConversion(std::unique_ptr<Transforms> transforms)
    : transforms_(std::move(transforms)) {}
SrgbConversion::SrgbConversion(SrgbConversion&&) noexcept = default;
SrgbConversion& SrgbConversion::operator=(SrgbConversion&&) noexcept = default;
SrgbConversion::~SrgbConversion() = default;

Result<SrgbConversion> SrgbConversion::open(ByteView icc, std::uint8_t channels) {
  const auto cms = little_cms();
  if (!cms) return unexpected(cms.error());
  auto transforms = std::make_unique<Transforms>(**cms);
  if (transforms->create(icc, channels)) return SrgbConversion(std::move(transforms));
  return unexpected(ErrorCode::corrupt_input,
                    std::string("its colour profile is damaged or not one of ") +
                        (is_grey(channels) ? "grey" : "RGB"));
}

Image SrgbConversion::apply(const Image& image) const {
  assert(image.channels == transforms_->channels);
  Image converted{image.width, image.height, image.channels, 2, {}};
  converted.pixels.resize(converted.row_bytes() * converted.height);
  cmsHTRANSFORM transform = transforms_->by_bytes[image.bytes_per_sample - 1u];
  for (std::uint32_t y = 0; y < image.height; ++y) {
    transforms_->cms.transform(transform,
                               image.row(y).data(),
                               converted.pixels.data() + y * converted.row_bytes(),
                               image.width);
  }
  return converted;
}

Result<SampleColors> sample_colors(const Result<Bytes>& embedded, std::uint8_t channels) {
  if (embedded && (embedded->empty() || is_srgb_profile(*embedded))) return SampleColors{};
  Error error;
  if (embedded) {
    const auto conversion = SrgbConversion::open(*embedded, channels);
    if (conversion) return SampleColors{*embedded, {}};
    error = conversion.error();
  } else {
    error = embedded.error();
  }
  if (error.code == ErrorCode::unsupported) return unexpected(std::move(error));
  return SampleColors{{}, error.message + ", so its colours are taken for sRGB"};
}

std::string color_library_version() {
  return "Little CMS " + std::to_string(LCMS_VERSION / 1000) + "." +
         std::to_string(LCMS_VERSION % 1000 / 10);
}

}  // namespace pixmill
