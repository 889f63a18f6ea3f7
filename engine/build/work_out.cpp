#include "engine/build/work_out.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/parallel.h"

namespace pixmill {

namespace {

std::vector<WorkedOut> jobs(const Plan& plan, const std::vector<std::size_t>& misses) {
  std::vector<WorkedOut> jobs;
  std::map<ActionKey, std::size_t> by_key;
  for (const std::size_t index : misses) {
    const auto [job, is_new] = by_key.try_emplace(plan.images[index].key, jobs.size());
    if (is_new) {
      WorkedOut first;
      first.image = index;
      first.weight = plan.images[index].working_bytes;
      if (first.weight == 0) first.weight = UINT64_MAX;  // not inspected: runs alone
      jobs.push_back(std::move(first));
    } else {
      jobs[job->second].followers.push_back(index);
    }
  }
  std::stable_sort(
      jobs.begin(), jobs.end(), [&](const auto& a, const auto& b) { return a.weight > b.weight; });
  return jobs;
}

void work(WorkedOut& job, Plan& plan, const Limits& limits, const Workplace& place) {
  FileSystem& files = place.files;
  if (place.claims) job.claim = place.claims->claim(plan.images[job.image].key);
  if (job.claim != Claim::ours) return;
  auto source = load_source(plan.images[job.image], limits, files);
  while (!source && !job.followers.empty()) {
    job.unreadable.push_back(std::exchange(job.image, job.followers.back()));
    job.followers.pop_back();
    source = load_source(plan.images[job.image], limits, files);
  }
  if (!source) return;
  PlannedImage& image = plan.images[job.image];
  auto optimized = optimize_image(*source, *image.settings, limits);
  if (!optimized) {
    image.refusal = optimized.error();
    return;
  }
  job.answer = std::move(*optimized);
  job.source = std::move(*source);
}

}  // namespace

std::optional<ByteView> read_source(PlannedImage& image,
                                    const Limits& limits,
                                    FileSystem& files,
                                    Bytes& buffer) {
  if (!image.bytes.empty()) return image.bytes;
  const auto stamp = files.read_into(image.path, limits.max_file_bytes, buffer);
  if (!stamp) {
    image.refusal = stamp.error();
    return std::nullopt;
  }
  ++image.reads;
  const ByteView bytes = ByteView(buffer).first(stamp->size_bytes);
  if (content_hash(bytes) == *image.content) return bytes;
  image.refusal = Error{ErrorCode::changed, "changed while the build ran; build again"};
  return std::nullopt;
}

std::optional<Bytes> load_source(PlannedImage& image, const Limits& limits, FileSystem& files) {
  if (!image.bytes.empty()) return std::exchange(image.bytes, {});
  Bytes buffer;
  if (!read_source(image, limits, files, buffer)) return std::nullopt;
  return buffer;  // as large as the file, since it was empty
}

bool work_out(Plan& plan,
              const std::vector<std::size_t>& misses,
              const RunOptions& options,
              const Workplace& place,
              const std::function<bool(WorkedOut)>& done) {
  std::vector<WorkedOut> all = jobs(plan, misses);
  std::vector<std::uint64_t> weights;
  weights.reserve(all.size());
  for (const WorkedOut& job : all) weights.push_back(job.weight);
  std::size_t ended = 0;
  run_pool(
      all.size(),
      {options.workers(), options.max_memory_bytes},
      [&](std::size_t i) { return weights[i]; },
      [&](std::size_t i) { work(all[i], plan, options.limits, place); },
      [&](std::size_t i) {
        ++ended;
        return done(std::exchange(all[i], {}));
      });
  return ended == all.size();
}

}  // namespace pixmill
