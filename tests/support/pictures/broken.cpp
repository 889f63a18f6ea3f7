#include "tests/support/pictures/broken.h"

#include <sys/stat.h>
#include <zlib.h>

#include <stdexcept>
#include <string_view>

#include "tests/support/pictures/canvas.h"
#include "tests/support/pictures/file.h"
#include "tests/support/pictures/jpeg_writer.h"
#include "tests/support/pictures/png_writer.h"

namespace pixmill::test {

namespace {

void append(FileBytes& bytes, std::initializer_list<int> values) {
  for (const int value : values) bytes.push_back(static_cast<std::uint8_t>(value));
}

void append_be32(FileBytes& bytes, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append_chunk(FileBytes& png, std::string_view type, const FileBytes& data) {
  append_be32(png, static_cast<std::uint32_t>(data.size()));
  const std::size_t start = png.size();
  png.insert(png.end(), type.begin(), type.end());
  png.insert(png.end(), data.begin(), data.end());
  const uLong crc = crc32(0, &png[start], static_cast<uInt>(png.size() - start));
  append_be32(png, static_cast<std::uint32_t>(crc));
}

/// 8 MB of the 537 MB that the header promises, deflated to 8 KB.
FileBytes giant_png() {
  const FileBytes rows(std::size_t{8193} * 1024);
  uLongf size = compressBound(static_cast<uLong>(rows.size()));
  FileBytes deflated(size);
  if (compress(deflated.data(), &size, rows.data(), static_cast<uLong>(rows.size())) != Z_OK) {
    throw std::runtime_error("zlib failed");
  }
  deflated.resize(size);
  FileBytes png;
  append(png, {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
  FileBytes header;
  append_be32(header, 65535);
  append_be32(header, 65535);
  append(header, {1, 0, 0, 0, 0});
  append_chunk(png, "IHDR", header);
  append_chunk(png, "IDAT", deflated);
  append_chunk(png, "IEND", {});
  return png;
}

/// A progressive JPEG (ITU T.81, annex B) with one empty DC scan after the other: a decoder that
/// believes the header allocates gigabytes and walks them once a scan.
FileBytes giant_jpeg() {
  constexpr std::size_t k_size = 613;
  FileBytes jpeg;
  append(jpeg, {0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0});
  jpeg.insert(jpeg.end(), 64, 1);
  constexpr int k_width = 49157;
  constexpr int k_height = 27397;
  append(jpeg,
         {0xFF,
          0xC2,
          0,
          11,
          8,
          k_height >> 8,
          k_height & 255,
          k_width >> 8,
          k_width & 255,
          1,
          1,
          0x11,
          0});
  append(jpeg, {0xFF, 0xC4, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  int bit = 13;
  while (jpeg.size() + 11 + 2 <= k_size) {
    append(jpeg, {0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, bit, 0});
    bit = bit > 0 ? bit - 1 : 13;
  }
  jpeg.resize(k_size - 2);
  append(jpeg, {0xFF, 0xD9});
  return jpeg;
}

std::span<const std::uint8_t> first_part(const FileBytes& bytes, std::size_t percent) {
  return std::span(bytes).first(bytes.size() * percent / 100);
}

}  // namespace

void write_broken_set(const std::filesystem::path& folder) {
  Random random(7);
  const FileBytes jpeg = jpeg_file(photograph(320, 240, 3, random), {.quality = 93});
  const FileBytes png = png_file(screenshot(320, 240, 3, 30, random), {.level = 1});
  write_file(folder / "good.jpg", jpeg);
  write_file(folder / "good.png", png);
  write_file(folder / "truncated.jpg", first_part(jpeg, 60));
  write_file(folder / "truncated.png", first_part(png, 60));
  write_file(folder / "empty.png", {});
  FileBytes noise(3000);
  for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random.below(256));
  write_file(folder / "noise.jpg", noise);
  write_file(folder / "giant.png", giant_png());
  write_file(folder / "giant.jpg", giant_jpeg());

  std::filesystem::create_directory(folder / "dir.png");
  std::filesystem::create_symlink("nowhere", folder / "dangling.png");
  if (mkfifo((folder / "fifo.jpg").c_str(), 0600) != 0) {
    throw std::runtime_error("cannot make a FIFO in " + folder.string());
  }
}

}  // namespace pixmill::test
