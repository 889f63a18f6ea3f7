#include "engine/codec/jpeg/extra_pictures.h"

namespace pixmill::jpeg {

namespace {

using namespace std::string_view_literals;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string_view xmp_reason(std::string_view xmp) {
  if (contains(xmp, "http://ns.adobe.com/hdr-gain-map/1.0/"sv)) return "JPEG with a gain map";
  // MicroVideo is the older name, MotionPhoto the newer; either is 1 in a file that has the film
  const bool motion = contains(xmp, R"(GCamera:MotionPhoto="1")"sv) ||
                      contains(xmp, R"(GCamera:MicroVideo="1")"sv) ||
                      contains(xmp, R"(Camera:MotionPhoto="1")"sv);
  if (motion) return "motion photo";
  return {};
}

/// A JPEG XT box: "JP", instance number, sequence number, box length, box type.
bool is_jpeg_xt(std::string_view payload) {
  return payload.size() >= 16 && payload.starts_with("JP"sv) && payload.substr(12, 4) != "jumb"sv;
}

}  // namespace

std::string_view extra_picture_reason(const Segment& segment) {
  const std::string_view payload = as_text(segment.payload);
  switch (segment.marker) {
    case APP1:
      if (payload.starts_with("http://ns.adobe.com/x"sv)) return xmp_reason(payload);
      break;
    case APP2:
      if (payload.starts_with("MPF\0"sv)) return "multi-picture JPEG (MPF)";
      if (payload.starts_with("urn:iso:std:iso:ts:21496:-1"sv)) return "JPEG with a gain map";
      break;
    case APP11:
      if (is_jpeg_xt(payload)) return "JPEG XT";
      break;
    default:
      break;
  }
  return {};
}

std::string_view trailing_picture_reason(ByteView trailing) {
  const std::string_view text = as_text(trailing);
  if (contains(text, "\xFF\xD8\xFF"sv)) return "a second picture follows the first";
  // "ftyp" is the second word of every ISO media file, after its length
  const std::size_t box = text.find("ftyp"sv);
  if (box != std::string_view::npos && box >= 4) return "motion photo";
  return {};
}

}  // namespace pixmill::jpeg
