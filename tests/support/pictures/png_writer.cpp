#include "tests/support/pictures/png_writer.h"

#include <png.h>

#include <cstdlib>
#include <iostream>
#include <map>

namespace pixmill::test {

namespace {

[[noreturn]] void stop(png_structp, png_const_charp message) {
  std::cerr << "make_pictures: libpng: " << message << '\n';
  // One thread; and libpng's C frames cannot be thrown through.
  std::exit(1);  // NOLINT(concurrency-mt-unsafe)
}

void append(png_structp png, png_bytep data, std::size_t size) {
  auto* bytes = static_cast<FileBytes*>(png_get_io_ptr(png));
  bytes->insert(bytes->end(), data, data + size);
}

void flush(png_structp) {}

int colour_type(int channels) {
  switch (channels) {
    case 1:
      return PNG_COLOR_TYPE_GRAY;
    case 2:
      return PNG_COLOR_TYPE_GRAY_ALPHA;
    case 3:
      return PNG_COLOR_TYPE_RGB;
    default:
      return PNG_COLOR_TYPE_RGBA;
  }
}

/// Owns libpng's writer; errors end the program.
class PngStream {
 public:
  explicit PngStream(FileBytes& out)
      : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, stop, nullptr)),
        info_(png_create_info_struct(png_)) {
    png_set_write_fn(png_, &out, append, flush);
  }
  ~PngStream() { png_destroy_write_struct(&png_, &info_); }
  PngStream(const PngStream&) = delete;
  PngStream& operator=(const PngStream&) = delete;

  void set_header(const Canvas& canvas, int type, const PngKind& kind) {
    png_set_compression_level(png_, kind.level);
    png_set_IHDR(png_,
                 info_,
                 static_cast<png_uint_32>(canvas.width),
                 static_cast<png_uint_32>(canvas.height),
                 kind.sixteen_bit ? 16 : 8,
                 type,
                 kind.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (!kind.text) return;
    char key[] = "Comment";
    char value[] = "made for a test; nothing is lost when it goes";
    png_text text{};
    text.compression = PNG_TEXT_COMPRESSION_NONE;
    text.key = key;
    text.text = value;
    png_set_text(png_, info_, &text, 1);
  }

  void set_palette(const std::vector<png_color>& colours, const FileBytes& alpha) {
    png_set_PLTE(png_, info_, colours.data(), static_cast<int>(colours.size()));
    if (!alpha.empty()) {
      png_set_tRNS(png_, info_, alpha.data(), static_cast<int>(alpha.size()), nullptr);
    }
  }

  void write(FileBytes& samples, int height) {
    std::vector<png_bytep> rows(static_cast<std::size_t>(height));
    const std::size_t row_bytes = samples.size() / rows.size();
    for (std::size_t y = 0; y < rows.size(); ++y) rows[y] = &samples[y * row_bytes];
    png_write_info(png_, info_);
    png_write_image(png_, rows.data());
    png_write_end(png_, info_);
  }

 private:
  png_structp png_;
  png_infop info_;
};

/// v becomes v * 257 with the low byte stirred, so that 16 bits are not 8 in disguise.
FileBytes widened(const Canvas& canvas) {
  FileBytes wide;
  wide.reserve(2 * canvas.samples.size());
  for (const std::uint8_t sample : canvas.samples) {
    wide.push_back(sample);
    wide.push_back(static_cast<std::uint8_t>(std::size_t{sample} * 7 + wide.size()));
  }
  return wide;
}

struct Palette {
  std::vector<png_color> colours;
  FileBytes alpha;
  FileBytes indices;
};

Palette to_palette(const Canvas& canvas) {
  Palette palette;
  std::map<std::uint32_t, std::uint8_t> known;
  const auto step = static_cast<std::size_t>(canvas.channels);
  for (std::size_t i = 0; i < canvas.samples.size(); i += step) {
    const std::uint8_t* p = &canvas.samples[i];
    const std::uint8_t alpha = step == 4 ? p[3] : std::uint8_t{255};
    const std::uint32_t colour =
        std::uint32_t{p[0]} << 24 | std::uint32_t{p[1]} << 16 | std::uint32_t{p[2]} << 8 | alpha;
    const auto [entry, is_new] = known.emplace(colour, static_cast<std::uint8_t>(known.size()));
    if (is_new) {
      palette.colours.push_back({p[0], p[1], p[2]});
      if (step == 4) palette.alpha.push_back(alpha);
    }
    palette.indices.push_back(entry->second);
  }
  return palette;
}

}  // namespace

FileBytes png_file(const Canvas& canvas, const PngKind& kind) {
  FileBytes bytes;
  PngStream stream(bytes);
  stream.set_header(canvas, colour_type(canvas.channels), kind);
  FileBytes samples = kind.sixteen_bit ? widened(canvas) : canvas.samples;
  stream.write(samples, canvas.height);
  return bytes;
}

FileBytes palette_png_file(const Canvas& canvas, const PngKind& kind) {
  FileBytes bytes;
  PngStream stream(bytes);
  stream.set_header(canvas, PNG_COLOR_TYPE_PALETTE, kind);
  Palette palette = to_palette(canvas);
  stream.set_palette(palette.colours, palette.alpha);
  stream.write(palette.indices, canvas.height);
  return bytes;
}

}  // namespace pixmill::test
