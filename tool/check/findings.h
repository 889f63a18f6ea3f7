// What is wrong with checked images: by what the engine says of them, and by the budget of the
// configuration. The verdict is a value; report/check_text.h and check_json.h tell it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/build/check.h"
#include "tool/config/config.h"

namespace pixmill::tool {

/// What was asked: whether files could be smaller, or whether an output folder is up to date.
enum class CheckMode : std::uint8_t { in_place, against_output };

enum class FindingKind : std::uint8_t {
  could_be_smaller,
  output_missing,
  output_differs,
  over_budget,  ///< of one image
};

/// "could_be_smaller" and so on: what --json calls it.
std::string_view finding_name(FindingKind kind);

/// One image and what was found, nothing where all is well.
struct JudgedImage {
  CheckedImage image;
  /// What counts against a budget: the file as it is, or the output as the build would write it.
  std::uint64_t weight_bytes = 0;
  std::vector<FindingKind> findings;
};

struct Verdict {
  CheckMode mode = CheckMode::in_place;
  Budget budget;
  std::vector<JudgedImage> images;     ///< sorted by name
  std::vector<std::string> leftovers;  ///< outputs whose source is gone
  bool manifest_is_stale = false;
  std::uint64_t total_bytes = 0;   ///< all weights
  std::uint64_t saving_bytes = 0;  ///< what optimize would take off; 0 against an output
  std::uint64_t failed = 0;
  bool interrupted = false;
  Counters counters;

  std::uint64_t count(FindingKind kind) const;
  bool is_total_over_budget() const {
    return budget.total_bytes && total_bytes > *budget.total_bytes;
  }
  bool is_clean() const;
};

Verdict judge(const CheckResult& result, CheckMode mode, const Budget& budget);

}  // namespace pixmill::tool
