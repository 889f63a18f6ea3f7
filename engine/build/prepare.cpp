#include "engine/build/prepare.h"

#include <algorithm>
#include <atomic>
#include <span>

#include "engine/base/parallel.h"
#include "engine/build/output_folder.h"
#include "engine/build/work_out.h"
#include "engine/recipe/optimize_image.h"

namespace pixmill {

namespace {

/// Images that one worker takes at a time: few enough to share them out evenly.
constexpr std::size_t k_group_images = 16;

/// So much of what was read is kept for those that have to be worked out. Beyond it a file is read
/// again, which costs less than fresh memory does.
constexpr std::uint64_t k_kept_bytes = 1u << 20;

/// Counts what is kept. For any number of threads.
class KeptSources {
 public:
  explicit KeptSources(const RunOptions& options)
      : most_bytes_(std::min(options.max_memory_bytes / 4, k_kept_bytes)) {}
  /// If so, it is counted.
  bool has_room_for(std::uint64_t bytes) {
    if (bytes_.fetch_add(bytes) + bytes <= most_bytes_) return true;
    bytes_ -= bytes;
    return false;
  }

 private:
  const std::uint64_t most_bytes_;
  std::atomic<std::uint64_t> bytes_{0};
};

/// True if the file's first bytes are no image's; it is then not read further.
bool is_foreign(PlannedImage& image, FileSystem& files) {
  if (named_like_image(image.name)) return false;
  const auto head = files.read_head(image.path, k_sniff_bytes);
  return head && sniff_format(*head) == Format::none;
}

/// What optimizing it takes, or why it is refused.
void inspect(PlannedImage& image, ByteView bytes, const Limits& limits) {
  const auto info = inspect_image(bytes, limits);
  if (info) {
    image.working_bytes = info->working_bytes + bytes.size();
  } else {
    image.refusal = info.error();
  }
}

/// True if the bytes are those that the image's record tells of, or that no image has.
bool need_no_look(const PlannedImage& image) {
  return image.refusal || image.format == Format::none ||
         (image.known && image.known->content == *image.content);
}

/// Reads, hashes and tells the format; what was read lies at the beginning of `scratch`, which may
/// be used again.
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
  if (image.format == Format::none) inspect(image, bytes, limits);
}

}  // namespace

void prepare_all(std::vector<PlannedImage>& images, const RunOptions& options, FileSystem& files) {
  KeptSources kept(options);
  const std::size_t groups = (images.size() + k_group_images - 1) / k_group_images;
  const auto prepare_group = [&](std::span<PlannedImage> group, Bytes& scratch) {
    for (PlannedImage& image : group) {
      if (image.content) continue;
      prepare(image, options.limits, files, scratch);
      const std::uint64_t size = image.version.stamp.size_bytes;
      if (need_no_look(image) || !kept.has_room_for(size)) continue;
      image.bytes.assign(scratch.begin(), scratch.begin() + static_cast<std::ptrdiff_t>(size));
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

void inspect_misses(std::vector<PlannedImage>& images,
                    const RunOptions& options,
                    FileSystem& files) {
  KeptSources kept(options);
  std::vector<PlannedImage*> wanted;
  for (PlannedImage& image : images) {
    const bool is_wanted = !image.is_hit() || options.check_restored;
    if (!is_wanted || need_no_look(image)) continue;
    wanted.push_back(&image);
    static_cast<void>(kept.has_room_for(image.bytes.size()));
  }
  parallel_for(wanted.size(), options.workers(), [&](std::size_t i) {
    PlannedImage& image = *wanted[i];
    if (!image.bytes.empty()) return inspect(image, image.bytes, options.limits);
    auto source = load_source(image, options.limits, files);
    if (!source) return;
    inspect(image, *source, options.limits);
    if (kept.has_room_for(source->size())) image.bytes = std::move(*source);
  });
}

std::size_t count_to_do(const std::vector<PlannedImage>& images) {
  return static_cast<std::size_t>(
      std::count_if(images.begin(), images.end(), [](const PlannedImage& image) {
        return image.refusal || image.format != Format::none;
      }));
}

}  // namespace pixmill
