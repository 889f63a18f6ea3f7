#include "engine/build/prepare.h"

#include <algorithm>
#include <atomic>

#include "engine/base/parallel.h"
#include "engine/build/output_folder.h"
#include "engine/recipe/optimize_image.h"

namespace pixmill {

namespace {

/// True if the file's first bytes are no image's; it is then not read further.
bool is_foreign(PlannedImage& image, FileSystem& files) {
  if (named_like_image(image.name)) return false;
  const auto head = files.read_head(image.path, k_sniff_bytes);
  return head && sniff_format(*head) == Format::none;
}

}  // namespace

void prepare(PlannedImage& image, const Limits& limits, FileSystem& files) {
  const std::int64_t now = files.now_ns();
  if (is_foreign(image, files)) {
    image.version.trusted = is_old_enough(image.version.stamp, now);
    image.content = ContentHash{};
    return;
  }
  auto content = files.read(image.path, limits.max_file_bytes);
  if (!content) {
    image.refusal = content.error();
    return;
  }
  ++image.reads;
  image.version = {content->stamp, is_old_enough(content->stamp, now)};
  image.content = content_hash(content->bytes);
  image.format = sniff_format(content->bytes);
  const auto info = inspect_image(content->bytes, limits);
  if (!info) {
    image.refusal = info.error();
    return;
  }
  image.working_bytes = info->working_bytes + content->bytes.size();
  image.bytes = std::move(content->bytes);
}

void prepare_all(std::vector<PlannedImage>& images, const RunOptions& options, FileSystem& files) {
  std::atomic<std::uint64_t> kept_bytes{0};
  const std::uint64_t may_keep = options.max_memory_bytes / 4;
  parallel_for(images.size(), options.workers(), [&](std::size_t i) {
    PlannedImage& image = images[i];
    if (image.content) return;
    prepare(image, options.limits, files);
    const std::uint64_t size = image.bytes.size();
    if (kept_bytes.fetch_add(size) + size > may_keep) {
      kept_bytes -= size;
      image.bytes = Bytes();
    }
  });
}

std::size_t count_to_do(const std::vector<PlannedImage>& images) {
  return static_cast<std::size_t>(
      std::count_if(images.begin(), images.end(), [](const PlannedImage& image) {
        return image.refusal || image.format != Format::none;
      }));
}

}  // namespace pixmill
