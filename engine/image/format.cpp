#include "engine/image/format.h"

#include <algorithm>
#include <array>
#include <string>

namespace pixmill {

namespace {

struct FormatRow {
  Format format;
  std::string_view name;
  std::array<std::string_view, 4> extensions;  ///< lower case, unused ones empty
};

constexpr FormatRow k_formats[] = {
    {Format::jpeg, "jpeg", {"jpg", "jpeg", "jpe", "jfif"}},
    {Format::png, "png", {"png", "apng", "", ""}},
    {Format::gif, "gif", {"gif", "", "", ""}},
    {Format::webp, "webp", {"webp", "", "", ""}},
    {Format::avif, "avif", {"avif", "", "", ""}},
    {Format::heic, "heic", {"heic", "heif", "", ""}},
    {Format::tiff, "tiff", {"tif", "tiff", "", ""}},
    {Format::bmp, "bmp", {"bmp", "", "", ""}},
    {Format::jxl, "jxl", {"jxl", "", "", ""}},
    {Format::mng, "mng", {"mng", "", "", ""}},
};

/// The brand of an ISO base media file (ISO/IEC 14496-12), which AVIF and HEIC are.
Format sniff_iso_media(std::string_view head) {
  if (head.size() < 12 || head.substr(4, 4) != "ftyp") return Format::none;
  const std::string_view brand = head.substr(8, 4);
  if (brand == "avif" || brand == "avis") return Format::avif;
  for (const std::string_view heic : {"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"}) {
    if (brand == heic) return Format::heic;
  }
  return Format::none;
}

std::string lower_case_extension(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  if (dot == std::string_view::npos || file_name.find('/', dot) != std::string_view::npos) {
    return {};
  }
  std::string extension(file_name.substr(dot + 1));
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return extension;
}

}  // namespace

Format sniff_format(ByteView bytes) {
  using namespace std::string_view_literals;
  const std::string_view head = as_text(bytes.first(std::min(bytes.size(), k_sniff_bytes)));
  if (head.starts_with("\xFF\xD8\xFF"sv)) return Format::jpeg;
  if (head.starts_with("\x89PNG\r\n\x1A\n"sv)) return Format::png;
  if (head.starts_with("\x8AMNG\r\n\x1A\n"sv)) return Format::mng;
  if (head.starts_with("GIF87a"sv) || head.starts_with("GIF89a"sv)) return Format::gif;
  if (head.starts_with("RIFF"sv) && head.size() >= 12 && head.substr(8, 4) == "WEBP"sv) {
    return Format::webp;
  }
  if (head.starts_with("II*\0"sv) || head.starts_with("MM\0*"sv)) return Format::tiff;
  if (head.starts_with("\xFF\x0A"sv) || head.starts_with("\0\0\0\x0CJXL \r\n\x87\n"sv)) {
    return Format::jxl;
  }
  // "BM" alone is too little; bytes 6 to 9 are reserved and zero in every BMP.
  if (head.starts_with("BM"sv) && head.size() >= 18 && head.substr(6, 4) == "\0\0\0\0"sv) {
    return Format::bmp;
  }
  return sniff_iso_media(head);
}

std::string_view format_name(Format format) {
  for (const FormatRow& row : k_formats) {
    if (row.format == format) return row.name;
  }
  return "none";
}

Format format_by_name(std::string_view name) {
  for (const FormatRow& row : k_formats) {
    if (row.name == name) return row.format;
  }
  return Format::none;
}

Format format_by_extension(std::string_view file_name) {
  const std::string extension = lower_case_extension(file_name);
  if (extension.empty()) return Format::none;
  for (const FormatRow& row : k_formats) {
    if (std::find(row.extensions.begin(), row.extensions.end(), extension) !=
        row.extensions.end()) {
      return row.format;
    }
  }
  return Format::none;
}

bool named_like_image(std::string_view file_name) {
  return format_by_extension(file_name) != Format::none;
}

}  // namespace pixmill
