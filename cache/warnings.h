// A cache that fails is worth one sentence, not one per picture: every kind of trouble is told
// once.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace pixmill::cache {

/// Where warnings go: whole sentences, without a newline.
using WarningSink = std::function<void(std::string_view)>;

/// The kinds of trouble. Two faults of one kind are one warning.
enum class Warning {
  index_damaged,
  index_older,
  index_newer,
  entry_damaged,
  blob_damaged,
  read_only,
  network_file_system,
  busy,
  cannot_read,
  cannot_write,
};

class Warnings {
 public:
  explicit Warnings(WarningSink sink) : sink_(std::move(sink)) {}

  void tell(Warning kind, const std::string& sentence) {
    if (told_.insert(kind).second && sink_) sink_(sentence);
  }

 private:
  WarningSink sink_;
  std::set<Warning> told_;
};

}  // namespace pixmill::cache
