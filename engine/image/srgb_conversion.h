// From the colours that an embedded profile speaks of to sRGB, which is what metrics judge by and
// what a picture without a profile is taken for. Through Little CMS.
//
// A profile that cannot be used (damaged, of other channels than the picture's) counts as none: so
// viewers do, and the picture is judged as it is seen. That is never done without saying it.
#pragma once

#include <memory>
#include <string>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/image/image.h"

namespace pixmill {

/// Of one profile. Not for two threads at once.
class SrgbConversion {
 public:
  /// `icc`: a profile for RGB, or for grey where `channels` (as in Image) is 1 or 2. Fails with
  /// corrupt_input where it is none, with unsupported where Little CMS is not installed.
  static Result<SrgbConversion> open(ByteView icc, std::uint8_t channels);

  SrgbConversion(SrgbConversion&&) noexcept;
  SrgbConversion& operator=(SrgbConversion&&) noexcept;
  SrgbConversion(const SrgbConversion&) = delete;
  SrgbConversion& operator=(const SrgbConversion&) = delete;
  ~SrgbConversion();

  /// The picture in sRGB, of the same channels and of 16 bits, for 8 would round twice; alpha as it
  /// was. Colours outside sRGB are clipped. `image` has the channels that open() was told.
  /// Rendering is perceptual, which for profiles without tables is colorimetric.
  Image apply(const Image& image) const;

 private:
  struct Transforms;
  explicit SrgbConversion(std::unique_ptr<Transforms> transforms);
  std::unique_ptr<Transforms> transforms_;
};

/// How a picture's samples are to be read.
struct SampleColors {
  Bytes profile;     ///< to convert from; empty: they are sRGB
  std::string note;  ///< that they are only taken for sRGB, and why; mostly empty
};

/// `embedded`: the file's profile, empty if it has none, or why it cannot be read. Profiles of sRGB
/// need no conversion. Fails with unsupported where Little CMS would be needed and is not there.
Result<SampleColors> sample_colors(const Result<Bytes>& embedded, std::uint8_t channels);

/// "Little CMS 2.14": what converts, as it was when pixmill was built; for action keys.
std::string color_library_version();

}  // namespace pixmill
