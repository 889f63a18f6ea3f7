#include "engine/codec/jpeg/coefficient_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "engine/codec/jpeg/coefficients.h"
#include "engine/codec/jpeg/decode.h"
#include "engine/codec/jpeg/join_tables.h"
#include "engine/codec/jpeg/memory_destination.h"
#include "engine/codec/jpeg/scans/progressive_file.h"
#include "engine/codec/jpeg/share_tables.h"
#include "engine/codec/jpeg/write_metadata.h"
#include "engine/codec/jpeg/zigzag.h"

namespace pixmill::jpeg {

namespace {

std::optional<ColorModel> color_model(J_COLOR_SPACE space) {
  switch (space) {
    case JCS_GRAYSCALE:
      return ColorModel::grey;
    case JCS_YCbCr:
      return ColorModel::ycbcr;
    case JCS_RGB:
      return ColorModel::rgb;
    case JCS_CMYK:
      return ColorModel::cmyk;
    case JCS_YCCK:
      return ColorModel::ycck;
    default:
      return std::nullopt;
  }
}

CoefficientPlane plane_of(const jpeg_component_info& component) {
  CoefficientPlane plane;
  plane.id = static_cast<std::uint8_t>(component.component_id);
  plane.horizontal = static_cast<std::uint8_t>(component.h_samp_factor);
  plane.vertical = static_cast<std::uint8_t>(component.v_samp_factor);
  plane.width_in_blocks = component.width_in_blocks;
  plane.height_in_blocks = component.height_in_blocks;
  if (component.quant_table != nullptr) {
    for (std::size_t k = 0; k < 64; ++k) {
      plane.steps[k] = component.quant_table->quantval[k_zigzag[k]];
    }
  }
  return plane;
}

J_COLOR_SPACE libjpeg_space(ColorModel model) {
  switch (model) {
    case ColorModel::grey:
      return JCS_GRAYSCALE;
    case ColorModel::ycbcr:
      return JCS_YCbCr;
    case ColorModel::rgb:
      return JCS_RGB;
    case ColorModel::cmyk:
      return JCS_CMYK;
    case ColorModel::ycck:
      return JCS_YCCK;
  }
  return JCS_UNKNOWN;
}

/// Not by jpeg_add_quant_table(), which limits steps of 16 bits.
void set_table(jpeg_compress_struct& info, int number, const QuantTable& steps) {
  JQUANT_TBL*& table = info.quant_tbl_ptrs[number];
  if (table == nullptr) table = jpeg_alloc_quant_table(reinterpret_cast<j_common_ptr>(&info));
  for (std::size_t k = 0; k < 64; ++k) table->quantval[k_zigzag[k]] = steps[k];
  table->sent_table = FALSE;
}

void describe(const CoefficientImage& image,
              const SharedTables& tables,
              jpeg_compress_struct& info) {
  info.image_width = image.width;
  info.image_height = image.height;
  info.input_components = static_cast<int>(image.planes.size());
  info.in_color_space = libjpeg_space(image.color);
  jpeg_set_defaults(&info);
  jpeg_set_colorspace(&info, libjpeg_space(image.color));
  // Viewers invert CMYK with Adobe's marker, and do not without it.
  if (image.planes.size() == 4) info.write_Adobe_marker = image.has_adobe_marker ? TRUE : FALSE;
  for (std::size_t i = 0; i < image.planes.size(); ++i) {
    const CoefficientPlane& plane = image.planes[i];
    jpeg_component_info& component = info.comp_info[i];
    component.component_id = plane.id;
    component.h_samp_factor = plane.horizontal;
    component.v_samp_factor = plane.vertical;
    component.quant_tbl_no = tables[i];
    set_table(info, tables[i], plane.steps);
  }
}

using Arrays = std::array<jvirt_barray_ptr, k_max_components>;

std::uint32_t padded(std::uint32_t blocks, std::uint32_t factor) {
  return (blocks + factor - 1) / factor * factor;
}

/// Before the compressor is started. Not zeroed: all blocks of the image are filled in, and others,
/// which fill up MCUs, libjpeg makes by itself.
void request_arrays(const CoefficientImage& image, jpeg_compress_struct& info, Arrays& arrays) {
  for (std::size_t i = 0; i < image.planes.size(); ++i) {
    const CoefficientPlane& plane = image.planes[i];
    arrays[i] = info.mem->request_virt_barray(reinterpret_cast<j_common_ptr>(&info),
                                              JPOOL_IMAGE,
                                              FALSE,
                                              padded(plane.width_in_blocks, plane.horizontal),
                                              padded(plane.height_in_blocks, plane.vertical),
                                              plane.vertical);
  }
}

void fill_arrays(const CoefficientImage& image, jpeg_compress_struct& info, const Arrays& arrays) {
  for (std::size_t i = 0; i < image.planes.size(); ++i) {
    const CoefficientPlane& plane = image.planes[i];
    const std::size_t row_values = std::size_t{plane.width_in_blocks} * DCTSIZE2;
    // libjpeg hands out rows only that were written to, those that fill up MCUs too
    const JDIMENSION rows = padded(plane.height_in_blocks, plane.vertical);
    for (JDIMENSION row = 0; row < rows; ++row) {
      JBLOCKARRAY blocks = info.mem->access_virt_barray(
          reinterpret_cast<j_common_ptr>(&info), arrays[i], row, 1, TRUE);
      if (row < plane.height_in_blocks) {
        std::copy_n(plane.values.data() + row * row_values, row_values, blocks[0][0]);
      } else {
        std::fill_n(blocks[0][0], row_values, JCOEF{0});
      }
    }
  }
}

enum class HuffmanTables : std::uint8_t { of_t81, of_its_own };

Status check_sides(const CoefficientImage& image) {
  if (std::max(image.width, image.height) <= JPEG_MAX_DIMENSION) return {};
  return unexpected(ErrorCode::unsupported,
                    "a JPEG's sides cannot be longer than " + std::to_string(JPEG_MAX_DIMENSION));
}

/// Baseline. Without `kept`, the blocks are those of the image.
Result<Bytes> write(const CoefficientImage& image,
                    jvirt_barray_ptr* kept,
                    HuffmanTables huffman,
                    const KeptMetadata& metadata) {
  if (Status sides = check_sides(image); !sides) return unexpected(sides.error());
  const SharedTables tables = share_tables(image);
  Arrays arrays{};
  MemoryDestination destination(std::size_t{image.width} * image.height / 6 + 4096);
  Compressor jpeg;
  const Status written = jpeg.run([&](jpeg_compress_struct& info) {
    destination.attach(info);
    describe(image, tables, info);
    set_density(info, metadata.density);
    info.optimize_coding = huffman == HuffmanTables::of_its_own ? TRUE : FALSE;
    if (kept == nullptr) request_arrays(image, info, arrays);
    jpeg_write_coefficients(&info, kept == nullptr ? arrays.data() : kept);
    write_segments(info, metadata);
    if (kept == nullptr) fill_arrays(image, info, arrays);
    jpeg_finish_compress(&info);
  });
  if (!written) return unexpected(written.error());
  Bytes file = std::move(destination).take();
  join_tables(file);
  file.insert(file.end(), metadata.trailing.begin(), metadata.trailing.end());
  return file;
}

/// From SOI up to the last of the segments that are kept.
Result<Bytes> write_head(const CoefficientImage& frame, const KeptMetadata& metadata) {
  const SharedTables tables = share_tables(frame);
  Arrays no_arrays{};
  MemoryDestination destination(4096);
  Compressor jpeg;
  const Status written = jpeg.run([&](jpeg_compress_struct& info) {
    destination.attach(info);
    describe(frame, tables, info);
    set_density(info, metadata.density);
    jpeg_write_coefficients(&info, no_arrays.data());
    write_segments(info, metadata);
    info.dest->term_destination(&info);  // blocks do not follow
  });
  if (!written) return unexpected(written.error());
  return std::move(destination).take();
}

Result<Bytes> write_scans(const CoefficientImage& frame,
                          const PackedPlanes& planes,
                          const ScanScript& scans,
                          const KeptMetadata& metadata) {
  if (Status sides = check_sides(frame); !sides) return unexpected(sides.error());
  Result<Bytes> file = write_head(frame, metadata);
  if (!file) return file;
  if (Status added = append_progressive(frame, planes, scans, *file); !added) {
    return unexpected(added.error());
  }
  file->insert(file->end(), metadata.trailing.begin(), metadata.trailing.end());
  return file;
}

Unexpected missing() {
  return unexpected(ErrorCode::corrupt_input, "coefficients are missing");
}

Result<CoefficientImage> coefficients_of(CoefficientReader& reader) {
  Result<CoefficientImage> image = frame_of(reader);
  if (!image) return image;
  for (std::size_t i = 0; i < image->planes.size(); ++i) {
    CoefficientPlane& plane = image->planes[i];
    plane.values.reserve(std::size_t{plane.width_in_blocks} * plane.height_in_blocks * DCTSIZE2);
    for (JDIMENSION row = 0; row < plane.height_in_blocks; ++row) {
      const std::span<const JBLOCK> blocks = reader.block_row(static_cast<int>(i), row);
      if (blocks.empty()) return missing();
      plane.values.insert(plane.values.end(), blocks[0], blocks[0] + blocks.size() * DCTSIZE2);
    }
  }
  return image;
}

}  // namespace

Result<CoefficientImage> read_coefficients(ByteView file) {
  CoefficientReader reader;
  if (Status read = reader.read(file); !read) return unexpected(read.error());
  return coefficients_of(reader);
}

Result<CoefficientImage> frame_of(CoefficientReader& reader) {
  const jpeg_decompress_struct& info = reader.info();
  const std::optional<ColorModel> color = color_model(info.jpeg_color_space);
  if (!color) return unexpected(ErrorCode::unsupported, "its colour space is unknown");
  CoefficientImage image{
      info.image_width, info.image_height, *color, info.saw_Adobe_marker == TRUE, {}};
  for (int i = 0; i < info.num_components; ++i) image.planes.push_back(plane_of(info.comp_info[i]));
  return image;
}

Result<CoefficientView> view_of(CoefficientReader& reader) {
  const jpeg_decompress_struct& info = reader.info();
  CoefficientView view{info.image_width, info.image_height, {}};
  for (int i = 0; i < info.num_components; ++i) {
    const jpeg_component_info& component = info.comp_info[i];
    PlaneView plane{static_cast<std::uint8_t>(component.h_samp_factor),
                    static_cast<std::uint8_t>(component.v_samp_factor),
                    component.width_in_blocks,
                    {}};
    for (JDIMENSION row = 0; row < component.height_in_blocks; ++row) {
      const std::span<const JBLOCK> blocks = reader.block_row(i, row);
      if (blocks.empty()) return missing();
      plane.rows.push_back(blocks[0]);
    }
    view.planes.push_back(std::move(plane));
  }
  return view;
}

Result<DecodedFile> read_with_pixels(ByteView file, const Header& header) {
  Result<Image> pixels = image_for(header);
  if (!pixels) return unexpected(std::move(pixels).error());
  CoefficientReader reader;
  if (Status read = reader.read(file, *pixels); !read) return unexpected(read.error());
  Result<PackedImage> coefficients = pack(reader);
  if (!coefficients) return unexpected(std::move(coefficients).error());
  return DecodedFile{std::move(*coefficients), std::move(*pixels)};
}

Hash128 hash_row(CoefficientReader& reader, int component, std::uint32_t row) {
  const auto blocks = reader.block_row(component, row);
  return hash128(
      {reinterpret_cast<const std::uint8_t*>(blocks.data()), blocks.size() * sizeof(JBLOCK)});
}

Result<PackedImage> pack(CoefficientReader& reader) {
  Result<CoefficientImage> frame = frame_of(reader);
  if (!frame) return unexpected(frame.error());
  const Result<CoefficientView> view = view_of(reader);
  if (!view) return unexpected(view.error());
  PackedImage packed{std::move(*frame), pack(*view)};
  for (std::size_t i = 0; i < packed.planes.size(); ++i) {
    std::vector<Hash128>& hashes = packed.row_hashes.emplace_back();
    for (std::uint32_t row = 0; row < packed.frame.planes[i].height_in_blocks; ++row) {
      hashes.push_back(hash_row(reader, static_cast<int>(i), row));
    }
  }
  return packed;
}

Result<Bytes> write_coefficients(const CoefficientImage& image,
                                 const ScanScript& scans,
                                 const KeptMetadata& metadata) {
  if (scans.empty()) return write(image, nullptr, HuffmanTables::of_its_own, metadata);
  return write_scans(image, pack(view_of(image)), scans, metadata);
}

Result<Bytes> write_progressive(const PackedImage& image,
                                const ScanScript& scans,
                                const KeptMetadata& metadata) {
  return write_scans(image.frame, image.planes, scans, metadata);
}

Result<Bytes> write_baseline(CoefficientReader& source, const KeptMetadata& metadata) {
  const Result<CoefficientImage> frame = frame_of(source);
  if (!frame) return unexpected(frame.error());
  return write(*frame, source.arrays(), HuffmanTables::of_its_own, metadata);
}

Result<Bytes> write_probe(const CoefficientImage& image) {
  return write(image, nullptr, HuffmanTables::of_t81, {});
}

}  // namespace pixmill::jpeg
