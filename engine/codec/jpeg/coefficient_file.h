// Between a JPEG file and its coefficients, through libjpeg's public interface: what a quantiser
// made becomes a file, and a file becomes what a quantiser can start from.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/coefficient_image.h"
#include "engine/codec/jpeg/coefficient_view.h"
#include "engine/codec/jpeg/coefficients.h"
#include "engine/codec/jpeg/header.h"
#include "engine/codec/jpeg/metadata.h"
#include "engine/codec/jpeg/packed_plane.h"
#include "engine/codec/jpeg/scans/scan_script.h"
#include "engine/image/image.h"

namespace pixmill::jpeg {

/// All of a file's coefficients. Fails with corrupt_input on any warning of libjpeg's, with
/// unsupported for colour spaces other than grey, YCbCr, RGB, CMYK and YCCK.
Result<CoefficientImage> read_coefficients(ByteView file);

/// What was read but for the blocks. Fails with unsupported as read_coefficients() does.
Result<CoefficientImage> frame_of(CoefficientReader& reader);

/// What was read, where libjpeg keeps it. Fails with corrupt_input where something is missing.
Result<CoefficientView> view_of(CoefficientReader& reader);

/// The hash of a row of a component's blocks as it was read.
Hash128 hash_row(CoefficientReader& reader, int component, std::uint32_t row);

/// What was read, packed, and the hashes of its rows. Fails as read_coefficients() does.
Result<PackedImage> pack(CoefficientReader& reader);

/// And its pixels, as decode_pixels() makes them, in less time than both take; fails as they do.
struct DecodedFile {
  PackedImage coefficients;
  Image pixels;
};
Result<DecodedFile> read_with_pixels(ByteView file, const Header& header);

/// A progressive file of these scans, which must be complete, or, without any, a baseline one with
/// Huffman tables of its own. Equal quantisation tables are written once. Fails with unsupported
/// for sides over 65,500.
Result<Bytes> write_coefficients(const CoefficientImage& image,
                                 const ScanScript& scans,
                                 const KeptMetadata& metadata);

/// The same of what was packed: progressive.
Result<Bytes> write_progressive(const PackedImage& image,
                                const ScanScript& scans,
                                const KeptMetadata& metadata);

/// The same of what was read, without a copy of it: baseline. Fails as read_coefficients() besides.
Result<Bytes> write_baseline(CoefficientReader& source, const KeptMetadata& metadata);

/// A baseline file with the Huffman tables of T.81, made quickly, for probes.
Result<Bytes> write_probe(const CoefficientImage& image);

}  // namespace pixmill::jpeg
