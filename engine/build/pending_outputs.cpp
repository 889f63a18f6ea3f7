#include "engine/build/pending_outputs.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace pixmill {

namespace {

std::vector<std::vector<KnownVersion>> recorded_versions(
    const std::vector<ComparedFolder>& comparisons, const Workers& workers) {
  std::vector<std::vector<KnownVersion>> versions(comparisons.size());
  parallel_for(comparisons.size(), workers, [&](std::size_t i) {
    versions[i].reserve(comparisons[i].with_output.size());
    for (const std::size_t file : comparisons[i].with_output) {
      versions[i].push_back(comparisons[i].entries[file]->output);
    }
  });
  return versions;
}

}  // namespace

PendingOutputs::PendingOutputs(std::vector<ScannedFolder> folders,
                               const std::vector<ComparedFolder>& comparisons,
                               const std::string& output,
                               const Workers& workers,
                               FileSystem& files)
    : folders_(std::move(folders)),
      orders_(output_orders(folders_, comparisons, output, workers)),
      recorded_(recorded_versions(comparisons, workers)),
      look_([this, workers, &files] { look(workers, files); }) {}

void PendingOutputs::look(const Workers& workers, FileSystem& files) {
  const auto stats = stat_all(orders_, workers, files);
  std::atomic<bool> all_are = true;
  parallel_for(stats.size(), workers, [&](std::size_t i) {
    const auto& versions = recorded_[i];
    if (!std::equal(versions.begin(), versions.end(), stats[i].begin(), is_as_recorded)) {
      all_are = false;
    }
  });
  are_as_recorded_ = all_are;
}

bool PendingOutputs::are_as_recorded() {
  look_.wait();
  return are_as_recorded_;
}

}  // namespace pixmill
