#include "engine/build/planned_images.h"

#include <algorithm>

namespace pixmill {

namespace {

bool is_as_known(const PlannedImage& image) {
  return image.known && !image.refusal && image.content == image.known->content &&
         image.format == image.known->format;
}

}  // namespace

void sort_by_source(std::vector<PlannedImage>& images) {
  const auto by_source = [](const PlannedImage& a, const PlannedImage& b) {
    return a.source < b.source;
  };
  if (std::is_sorted(images.begin(), images.end(), by_source)) return;
  // Each is moved once: a sort of them would move their half kilobyte again and again.
  std::vector<PlannedImage*> order;
  order.reserve(images.size());
  for (PlannedImage& image : images) order.push_back(&image);
  std::sort(order.begin(), order.end(), [&](const PlannedImage* a, const PlannedImage* b) {
    return by_source(*a, *b);
  });
  std::vector<PlannedImage> sorted;
  sorted.reserve(order.size());
  for (PlannedImage* image : order) sorted.push_back(std::move(*image));
  images = std::move(sorted);
}

void count_reads(const PlannedImage& image, Counters& counters) {
  counters.images_read += image.reads;
  counters.images_hashed += image.reads;
  counters.bytes_read += image.reads * image.version.stamp.size_bytes;
}

void settle_dates(
    Plan& plan,
    const std::function<bool(const EntryState&, const std::string& folder)>& has_same_recipe) {
  std::erase_if(plan.images, [&](PlannedImage& image) {
    FolderPlan& folder = plan.folders[image.folder];
    if (!is_as_known(image) || !has_same_recipe(*image.known, folder.relative)) {
      folder.changed = true;
      image.known = nullptr;
      return false;
    }
    image.known->source = image.version;
    folder.unchanged.push_back(std::move(*image.known));
    folder.dates_changed = true;
    plan.dates_changed = true;
    count_reads(image, plan.counters);
    return true;
  });
  for (FolderPlan& folder : plan.folders) {
    if (!folder.dates_changed) continue;
    std::sort(folder.unchanged.begin(),
              folder.unchanged.end(),
              [](const EntryState& a, const EntryState& b) { return a.name < b.name; });
  }
}

}  // namespace pixmill
