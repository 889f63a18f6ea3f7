#include "engine/build/pending_outputs.h"

#include <algorithm>
#include <utility>

namespace pixmill {

namespace {

std::vector<std::vector<KnownVersion>> recorded_versions(
    const std::vector<ComparedFolder>& comparisons) {
  std::vector<std::vector<KnownVersion>> versions(comparisons.size());
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    const auto indices = with_output(comparisons[i]);
    versions[i].reserve(indices.size());
    for (const std::size_t file : indices) {
      versions[i].push_back(comparisons[i].entries[file]->output);
    }
  }
  return versions;
}

}  // namespace

PendingOutputs::PendingOutputs(std::vector<ScannedFolder> folders,
                               const std::vector<ComparedFolder>& comparisons,
                               const std::string& output,
                               const Workers& workers,
                               FileSystem& files)
    : folders_(std::move(folders)),
      orders_(output_orders(folders_, comparisons, output)),
      recorded_(recorded_versions(comparisons)),
      look_([this, workers, &files] { look(workers, files); }) {}

void PendingOutputs::look(const Workers& workers, FileSystem& files) {
  const auto stats = stat_all(orders_, workers, files);
  are_as_recorded_ = std::equal(
      recorded_.begin(),
      recorded_.end(),
      stats.begin(),
      [](const auto& versions, const auto& seen) {
        return std::equal(versions.begin(), versions.end(), seen.begin(), is_as_recorded);
      });
}

bool PendingOutputs::are_as_recorded() {
  look_.wait();
  return are_as_recorded_;
}

}  // namespace pixmill
