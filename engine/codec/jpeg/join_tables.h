// libjpeg writes each table as a segment of its own, where one may hold several (T.81, B.2.4.1 and
// B.2.4.2), which takes four bytes less for each: of a picture of two kilobytes, half a percent.
#pragma once

#include "engine/base/bytes.h"

namespace pixmill::jpeg {

/// Joins quantisation and Huffman tables that follow each other before a file's first scan, and
/// changes nothing else. What is no JPEG stays as it is.
void join_tables(Bytes& file);

}  // namespace pixmill::jpeg
