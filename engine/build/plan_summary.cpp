#include "engine/build/plan_summary.h"

#include "engine/build/count_entry.h"

namespace pixmill {

Summary unchanged_summary(const Plan& plan) {
  const TreeHeader& header = *plan.last;
  Summary summary;
  summary.counters = plan.counters;
  summary.formats = header.formats;
  summary.statuses = header.statuses;
  summary.foreign_files = header.foreign_files;
  for (const auto& [format, totals] : header.formats) summary.counters.unchanged += totals.images;
  return summary;
}

Summary summary_of_unchanged(const Plan& plan) {
  Summary summary;
  summary.counters = plan.counters;
  summary.foreign_files = plan.ignored;
  for (const FolderPlan& folder : plan.folders) {
    for (const EntryState& entry : folder.unchanged) {
      count_entry(summary, entry);
      if (!entry.is_foreign()) ++summary.counters.unchanged;
    }
  }
  return summary;
}

void add_dry_run(const Plan& plan, Reporter& reporter, Summary& summary) {
  const auto fail = [&](const std::string& source, const std::string& message) {
    summary.failures.push_back(
        {source, ImageStatus::failed, Origin::miss, Format::none, 0, 0, message});
    ++summary.statuses[ImageStatus::failed];
    reporter.image_done(summary.failures.back());
  };
  for (const RefusedEntry& entry : plan.refused) fail(entry.source, entry.message);
  for (const PlannedImage& image : plan.images) {
    summary.counters.images_read += image.reads;
    summary.counters.images_hashed += image.reads;
    if (image.refusal) {
      fail(image.source, image.refusal->message);
    } else if (image.format == Format::none) {
      ++summary.foreign_files;
    } else {
      image.is_hit() ? ++summary.counters.hits : ++summary.counters.misses;
      reporter.image_done({image.source,
                           ImageStatus::kept,
                           image.is_hit() ? Origin::hit : Origin::miss,
                           image.format,
                           image.version.stamp.size_bytes,
                           0,
                           "not done: a dry run"});
    }
  }
}

}  // namespace pixmill
