// The chunks that say what a picture's numbers mean as colours. An optimizer may drop what is
// overruled or assumed anyway, and nothing else; the result is compared by this meaning.
#pragma once

#include <string>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/image/limits.h"
#include "engine/settings/settings.h"

namespace pixmill::png {

/// A chunk apart from its file.
struct OwnedChunk {
  std::string type;
  Bytes data;
  friend bool operator==(const OwnedChunk&, const OwnedChunk&) = default;
};

struct ColorChunks {
  /// cICP, mDCV, cLLI, sRGB, gAMA and cHRM, by their order in the file.
  std::vector<OwnedChunk> plain;
  /// The inflated profile of iCCP; its name in the file means nothing. Empty if there is none.
  Bytes icc_profile;

  friend bool operator==(const ColorChunks&, const ColorChunks&) = default;
};

/// What the file's colour chunks mean under the policy, in its shortest form:
/// - the first of a type counts, as for libpng;
/// - strip_if_srgb turns a profile of sRGB into an sRGB chunk;
/// - an sRGB chunk overrules gAMA and cHRM (PNG, 11.3.2.5), which go.
/// Fails with limit_exceeded or corrupt_input if the profile inflates to too much or not at all.
Result<ColorChunks> read_color_chunks(ByteView file, IccPolicy policy, const Limits& limits);

/// The colour space that a kept profile is made for binds the picture's type: a grey picture must
/// not carry an RGB profile, nor a coloured one a grey profile (PNG, 11.3.2.3).
enum class ProfileSpace { none, rgb, grey };
ProfileSpace profile_space(const ColorChunks& chunks);

/// Appends them in a canonical order; they belong before PLTE.
void append_color_chunks(Bytes& to, const ColorChunks& chunks);

}  // namespace pixmill::png
