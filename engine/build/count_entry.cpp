#include "engine/build/count_entry.h"

namespace pixmill {

void count_entry(Summary& summary, const EntryState& entry) {
  if (entry.is_foreign()) {
    ++summary.foreign_files;
    return;
  }
  FormatTotals& totals = summary.formats[entry.format];
  ++totals.images;
  totals.source_bytes += entry.source.stamp.size_bytes;
  totals.output_bytes += entry.output.stamp.size_bytes;
  ++summary.statuses[entry.status];
}

}  // namespace pixmill
