#include "tool/report/counter_names.h"

namespace pixmill::tool {

std::string stats_text(const Counters& counters) {
  std::string text;
  for (const NamedCounter& counter : k_counters) {
    text.append(counter.name).append(": ");
    text.append(std::to_string(counters.*counter.value)).append("\n");
  }
  return text;
}

}  // namespace pixmill::tool
