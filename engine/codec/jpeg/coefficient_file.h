// Between a JPEG file and its coefficients, through libjpeg's public interface: what a quantiser
// made becomes a file, and a file becomes what a quantiser can start from.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/codec/jpeg/coefficient_image.h"
#include "engine/codec/jpeg/encode.h"
#include "engine/codec/jpeg/metadata.h"
#include "engine/codec/jpeg/scan_script.h"

namespace pixmill::jpeg {

/// All of a file's coefficients. Fails with corrupt_input on any warning of libjpeg's, with
/// unsupported for colour spaces other than grey, YCbCr, RGB, CMYK and YCCK.
Result<CoefficientImage> read_coefficients(ByteView file);

/// A baseline file, with Huffman tables of T.81 (fixed: fast, for probes) or of its own
/// (optimized); or a progressive one with libjpeg's standard scan script. Grey and YCbCr only;
/// equal tables are written once. Fails with unsupported for sides over 65,500.
Result<Bytes> write_coefficients(const CoefficientImage& image,
                                 EntropyCoding coding,
                                 const KeptMetadata& metadata);

/// A progressive file of these scans, which must be complete.
Result<Bytes> write_coefficients(const CoefficientImage& image,
                                 const ScanScript& scans,
                                 const KeptMetadata& metadata);

}  // namespace pixmill::jpeg
