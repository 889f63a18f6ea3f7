// Aligned columns of text.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace pixmill::tool {

enum class Align { left, right };

using Row = std::vector<std::string>;

/// One line a row, cells two spaces apart, each column as wide as its widest cell, counted in code
/// points. Columns beyond `alignments` are left-aligned; no line ends with spaces.
std::string columns(std::span<const Row> rows, std::span<const Align> alignments);

}  // namespace pixmill::tool
