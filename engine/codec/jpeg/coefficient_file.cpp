#include "engine/codec/jpeg/coefficient_file.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <string>

#include "engine/codec/jpeg/coefficients.h"
#include "engine/codec/jpeg/encoder/zigzag.h"
#include "engine/codec/jpeg/memory_destination.h"
#include "engine/codec/jpeg/write_metadata.h"

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

/// Which table each component uses; components with equal steps share one.
std::array<int, k_max_components> share_tables(const CoefficientImage& image) {
  std::array<int, k_max_components> table{};
  int tables = 0;
  for (std::size_t i = 0; i < image.planes.size(); ++i) {
    std::size_t same = 0;
    while (image.planes[same].steps != image.planes[i].steps) ++same;
    table[i] = same == i ? tables++ : table[same];
  }
  return table;
}

void describe(const CoefficientImage& image,
              const std::array<int, k_max_components>& tables,
              jpeg_compress_struct& info) {
  info.image_width = image.width;
  info.image_height = image.height;
  info.input_components = static_cast<int>(image.planes.size());
  info.in_color_space = image.color == ColorModel::grey ? JCS_GRAYSCALE : JCS_YCbCr;
  jpeg_set_defaults(&info);
  for (std::size_t i = 0; i < image.planes.size(); ++i) {
    const CoefficientPlane& plane = image.planes[i];
    jpeg_component_info& component = info.comp_info[i];
    component.h_samp_factor = plane.horizontal;
    component.v_samp_factor = plane.vertical;
    component.quant_tbl_no = tables[i];
    std::array<unsigned, 64> steps{};
    for (std::size_t k = 0; k < 64; ++k) steps[k_zigzag[k]] = plane.steps[k];
    jpeg_add_quant_table(&info, tables[i], steps.data(), 100, TRUE);
  }
}

using Arrays = std::array<jvirt_barray_ptr, k_max_components>;

/// Before the compressor is started; libjpeg pads to whole MCUs by itself.
void request_arrays(const CoefficientImage& image, jpeg_compress_struct& info, Arrays& arrays) {
  const auto padded = [](std::uint32_t blocks, std::uint32_t factor) {
    return (blocks + factor - 1) / factor * factor;
  };
  for (std::size_t i = 0; i < image.planes.size(); ++i) {
    const CoefficientPlane& plane = image.planes[i];
    arrays[i] = info.mem->request_virt_barray(reinterpret_cast<j_common_ptr>(&info),
                                              JPOOL_IMAGE,
                                              TRUE,
                                              padded(plane.width_in_blocks, plane.horizontal),
                                              padded(plane.height_in_blocks, plane.vertical),
                                              plane.vertical);
  }
}

void fill_arrays(const CoefficientImage& image, jpeg_compress_struct& info, const Arrays& arrays) {
  for (std::size_t i = 0; i < image.planes.size(); ++i) {
    const CoefficientPlane& plane = image.planes[i];
    const std::size_t row_values = std::size_t{plane.width_in_blocks} * DCTSIZE2;
    for (JDIMENSION row = 0; row < plane.height_in_blocks; ++row) {
      JBLOCKARRAY blocks = info.mem->access_virt_barray(
          reinterpret_cast<j_common_ptr>(&info), arrays[i], row, 1, TRUE);
      std::copy_n(plane.values.data() + row * row_values, row_values, blocks[0][0]);
    }
  }
}

using LibjpegScans = std::vector<jpeg_scan_info>;

LibjpegScans to_libjpeg(const ScanScript& scans) {
  LibjpegScans out;
  for (const Scan& scan : scans) {
    jpeg_scan_info info{};
    info.comps_in_scan = static_cast<int>(scan.components.size());
    std::copy(scan.components.begin(), scan.components.end(), info.component_index);
    info.Ss = scan.first;
    info.Se = scan.last;
    info.Ah = scan.from_bit;
    info.Al = scan.to_bit;
    out.push_back(info);
  }
  return out;
}

/// `scans` empty: baseline, or libjpeg's own script.
Result<Bytes> write(const CoefficientImage& image,
                    EntropyCoding coding,
                    const LibjpegScans& scans,
                    const KeptMetadata& metadata) {
  assert(image.color == ColorModel::grey || image.color == ColorModel::ycbcr);
  if (std::max(image.width, image.height) > JPEG_MAX_DIMENSION) {
    return unexpected(ErrorCode::unsupported,
                      "a JPEG's sides cannot be longer than " + std::to_string(JPEG_MAX_DIMENSION));
  }
  const std::array<int, k_max_components> tables = share_tables(image);
  Arrays arrays{};
  MemoryDestination destination(std::size_t{image.width} * image.height / 6 + 4096);
  Compressor jpeg;
  const Status written = jpeg.run([&](jpeg_compress_struct& info) {
    destination.attach(info);
    describe(image, tables, info);
    set_density(info, metadata.density);
    info.optimize_coding = coding != EntropyCoding::fixed ? TRUE : FALSE;
    if (!scans.empty()) {
      info.scan_info = scans.data();
      info.num_scans = static_cast<int>(scans.size());
    } else if (coding == EntropyCoding::progressive) {
      jpeg_simple_progression(&info);
    }
    request_arrays(image, info, arrays);
    jpeg_write_coefficients(&info, arrays.data());
    write_segments(info, metadata);
    fill_arrays(image, info, arrays);
    jpeg_finish_compress(&info);
  });
  if (!written) return unexpected(written.error());
  Bytes file = std::move(destination).take();
  file.insert(file.end(), metadata.trailing.begin(), metadata.trailing.end());
  return file;
}

}  // namespace

Result<CoefficientImage> read_coefficients(ByteView file) {
  CoefficientReader reader;
  if (Status read = reader.read(file); !read) return unexpected(read.error());
  const jpeg_decompress_struct& info = reader.info();
  const std::optional<ColorModel> color = color_model(info.jpeg_color_space);
  if (!color) return unexpected(ErrorCode::unsupported, "its colour space is unknown");
  CoefficientImage image{info.image_width, info.image_height, *color, {}};
  for (int i = 0; i < info.num_components; ++i) {
    CoefficientPlane plane = plane_of(info.comp_info[i]);
    plane.values.reserve(std::size_t{plane.width_in_blocks} * plane.height_in_blocks * DCTSIZE2);
    for (JDIMENSION row = 0; row < plane.height_in_blocks; ++row) {
      const std::span<const JBLOCK> blocks = reader.block_row(i, row);
      if (blocks.empty()) return unexpected(ErrorCode::corrupt_input, "coefficients are missing");
      plane.values.insert(plane.values.end(), blocks[0], blocks[0] + blocks.size() * DCTSIZE2);
    }
    image.planes.push_back(std::move(plane));
  }
  return image;
}

Result<Bytes> write_coefficients(const CoefficientImage& image,
                                 EntropyCoding coding,
                                 const KeptMetadata& metadata) {
  return write(image, coding, {}, metadata);
}

Result<Bytes> write_coefficients(const CoefficientImage& image,
                                 const ScanScript& scans,
                                 const KeptMetadata& metadata) {
  return write(image, EntropyCoding::progressive, to_libjpeg(scans), metadata);
}

}  // namespace pixmill::jpeg
