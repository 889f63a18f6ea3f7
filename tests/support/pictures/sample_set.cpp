#include "tests/support/pictures/sample_set.h"

#include <iterator>
#include <string>
#include <string_view>

#include "tests/support/pictures/canvas.h"
#include "tests/support/pictures/file.h"
#include "tests/support/pictures/jpeg_writer.h"
#include "tests/support/pictures/png_writer.h"

namespace pixmill::test {

namespace {

struct Size {
  int width = 0;
  int height = 0;
};

struct Kind {
  std::string_view stem;  ///< folder and start of the name
  std::string_view extension;
  FileBytes (*make)(Size, Random&);
};

FileBytes photo_jpeg(Size size, Random& random, const JpegKind& kind, int channels = 3) {
  return jpeg_file(photograph(size.width, size.height, channels, random), kind);
}

FileBytes faded_png(Size size, Random& random) {
  Canvas canvas = photograph(size.width, size.height, 4, random);
  fade_edges(canvas);
  return png_file(canvas, {.level = 3});
}

/// Three equal channels: a reduction to grey is exact.
FileBytes grey_as_rgb_png(Size size, Random& random) {
  const Canvas grey = photograph(size.width, size.height, 1, random);
  Canvas canvas(size.width, size.height, 3);
  for (std::size_t i = 0; i < canvas.samples.size(); ++i) canvas.samples[i] = grey.samples[i / 3];
  return png_file(canvas, {});
}

FileBytes screen_png(Size size, Random& random) {
  return png_file(screenshot(size.width, size.height, 3, 40, random), {.text = true, .level = 2});
}

constexpr Kind k_kinds[] = {
    {"photos/photo",
     "jpg",
     [](Size s, Random& r) { return photo_jpeg(s, r, {.quality = 92, .comment = true}); }},
    {"screens/screen", "png", screen_png},
    {"photos/fine",
     "jpeg",
     [](Size s, Random& r) {
       return photo_jpeg(
           s, r, {.quality = 96, .scans = Scans::progressive, .chroma = Chroma::s444});
     }},
    {"icons/faded", "png", faded_png},
    {"photos/grey", "jpg", [](Size s, Random& r) { return photo_jpeg(s, r, {.quality = 90}, 1); }},
    {"icons/palette",
     "png",
     [](Size s, Random& r) {
       return palette_png_file(screenshot(s.width, s.height, 4, 24, r), {.level = 1});
     }},
    {"photos/turned",
     "JPG",
     [](Size s, Random& r) { return photo_jpeg(s, r, {.quality = 91, .orientation = 6}); }},
    {"screens/grey-as-rgb", "png", grey_as_rgb_png},
    {"photos/wide-gamut",
     "jpg",
     [](Size s, Random& r) { return photo_jpeg(s, r, {.quality = 93, .icc = true}); }},
    {"deep/er/sixteen-bit",
     "png",
     [](Size s, Random& r) {
       return png_file(photograph(s.width, s.height, 3, r), {.sixteen_bit = true});
     }},
    {"photos/already-small",
     "jpg",
     [](Size s, Random& r) { return photo_jpeg(s, r, {.quality = 55}); }},
    {"screens/interlaced",
     "png",
     [](Size s, Random& r) {
       return png_file(screenshot(s.width, s.height, 3, 200, r), {.interlaced = true});
     }},
    {"photos/cmyk", "jpg", [](Size s, Random& r) { return photo_jpeg(s, r, {.quality = 90}, 4); }},
    {"screens/really-a-png", "jpg", screen_png},
    {"with spaces/a name with spaces",
     "jpg",
     [](Size s, Random& r) { return photo_jpeg(s, r, {.quality = 89}); }},
    {"\xC3\xBCmlaut/gr\xC3\xB6\xC3\x9F"
     "e",
     "png",
     [](Size s, Random& r) { return png_file(photograph(s.width, s.height, 1, r), {}); }},
};

Size random_size(int index, Random& random) {
  const int base = index % 8 == 0 ? 260 : 40;  // some larger ones, so that work is uneven
  return {base + random.below(160), base + random.below(120)};
}

std::string file_name(const Kind& kind, int index) {
  return std::string(kind.stem) + "-" + std::to_string(index) + "." + std::string(kind.extension);
}

}  // namespace

void write_sample_set(const std::filesystem::path& folder, int count, std::uint64_t seed) {
  for (int i = 0; i < count; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const Kind& kind = k_kinds[index % std::size(k_kinds)];
    Random random(seed * 1'000'003 + index);
    const Size size = random_size(i, random);
    write_file(folder / file_name(kind, i), kind.make(size, random));
  }
  constexpr std::string_view k_notes = "Not an image.\n";
  write_file(folder / "notes.txt", FileBytes(k_notes.begin(), k_notes.end()));
}

void write_seed_corpus(const std::filesystem::path& folder) {
  int index = 0;
  for (const Kind& kind : k_kinds) {
    Random random(static_cast<std::uint64_t>(index));
    const std::string name = "seed-" + std::to_string(index++) + "." + std::string(kind.extension);
    write_file(folder / name, kind.make({13, 9}, random));
  }
}

}  // namespace pixmill::test
