#include "engine/codec/jpeg/share_tables.h"

#include <cstddef>

namespace pixmill::jpeg {

SharedTables share_tables(const CoefficientImage& image) {
  SharedTables table{};
  int tables = 0;
  for (std::size_t i = 0; i < image.planes.size(); ++i) {
    std::size_t same = 0;
    while (image.planes[same].steps != image.planes[i].steps) ++same;
    table[i] = same == i ? tables++ : table[same];
  }
  return table;
}

}  // namespace pixmill::jpeg
