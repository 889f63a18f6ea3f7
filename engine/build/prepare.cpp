#include "engine/build/prepare.h"

#include <algorithm>
#include <atomic>
#include <span>

#include "engine/base/parallel.h"
#include "engine/build/output_folder.h"
#include "engine/recipe/optimize_image.h"

namespace pixmill {

namespace {

/// Images that one worker takes at a time: few enough to share them out evenly.
constexpr std::size_t k_group_images = 16;

/// So much of what was read is kept for the encoder. Beyond it a file is read again, which costs
/// less than fresh memory does, and nothing where the answer turns out to be in the cache.
constexpr std::uint64_t k_kept_bytes = 8u << 20;

/// True if the file's first bytes are no image's; it is then not read further.
bool is_foreign(PlannedImage& image, FileSystem& files) {
  if (named_like_image(image.name)) return false;
  const auto head = files.read_head(image.path, k_sniff_bytes);
  return head && sniff_format(*head) == Format::none;
}

/// Reads, hashes, tells the format and inspects the header; what was read lies at the beginning of
/// `scratch`, which may be used again. Bytes that the image's record knows were inspected when it
/// was made.
void prepare(PlannedImage& image, const Limits& limits, FileSystem& files, Bytes& scratch) {
  const std::int64_t now = files.now_ns();
  if (is_foreign(image, files)) {
    image.version.trusted = is_old_enough(image.version.stamp, now);
    image.content = ContentHash{};
    return;
  }
  const auto stamp = files.read_into(image.path, limits.max_file_bytes, scratch);
  if (!stamp) {
    image.refusal = stamp.error();
    return;
  }
  ++image.reads;
  const ByteView bytes = ByteView(scratch).first(stamp->size_bytes);
  image.version = {*stamp, is_old_enough(*stamp, now)};
  image.content = content_hash(bytes);
  if (image.known && image.known->content == *image.content) {
    image.format = image.known->format;
    return;
  }
  image.format = sniff_format(bytes);
  const auto info = inspect_image(bytes, limits);
  if (!info) {
    image.refusal = info.error();
    return;
  }
  image.working_bytes = info->working_bytes + bytes.size();
}

/// Whether the encoder may come to need what was read.
bool may_be_worked_out(const PlannedImage& image) {
  return !image.refusal && image.working_bytes > 0;
}

}  // namespace

void prepare_all(std::vector<PlannedImage>& images, const RunOptions& options, FileSystem& files) {
  std::atomic<std::uint64_t> kept_bytes{0};
  const std::uint64_t may_keep = std::min(options.max_memory_bytes / 4, k_kept_bytes);
  const std::size_t groups = (images.size() + k_group_images - 1) / k_group_images;
  const auto keep_if_few = [&](PlannedImage& image, const Bytes& read) {
    const std::uint64_t size = image.version.stamp.size_bytes;
    if (kept_bytes.fetch_add(size) + size <= may_keep) {
      image.bytes.assign(read.begin(), read.begin() + static_cast<std::ptrdiff_t>(size));
    } else {
      kept_bytes -= size;
    }
  };
  const auto prepare_group = [&](std::span<PlannedImage> group, Bytes& scratch) {
    for (PlannedImage& image : group) {
      if (image.content) continue;
      prepare(image, options.limits, files, scratch);
      if (may_be_worked_out(image)) keep_if_few(image, scratch);
    }
  };
  share_turns(groups, options.workers(), [&](Turns& turns) {
    Bytes scratch;
    while (const auto turn = turns.next()) {
      const std::size_t first = *turn * k_group_images;
      const std::size_t size = std::min(images.size() - first, k_group_images);
      prepare_group(std::span(images).subspan(first, size), scratch);
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
