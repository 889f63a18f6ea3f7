// A plan's misses, worked out in parallel. Nothing is written and nothing is remembered here: what
// becomes of the answers is for run.h (which writes them) and find_answers.h (which only looks).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/build/plan.h"
#include "engine/recipe/optimize_image.h"

namespace pixmill {

/// The answer for one content under one recipe, and whose it is.
struct WorkedOut {
  std::size_t image = 0;                ///< index into Plan::images, as are the next
  std::vector<std::size_t> followers;   ///< images with the same bytes and recipe
  std::vector<std::size_t> unreadable;  ///< those before `image` that could not be read again
  std::uint64_t weight = 0;             ///< against the memory budget
  Bytes source;
  std::optional<OptimizedImage> answer;  ///< nothing: the image's refusal says why
  Claim claim = Claim::ours;             ///< else nothing was done, and there is neither
};

/// Where it is worked.
struct Workplace {
  FileSystem& files;
  /// If given, each job is claimed before it is begun, and left to whoever has it.
  ResultStore* claims = nullptr;
};

/// The source, unless the plan kept it; sets the refusal where it cannot be read or is no longer
/// what was hashed. Thread-safe for different images.
std::optional<Bytes> load_source(PlannedImage& image, const Limits& limits, FileSystem& files);
/// The same where the bytes are looked at and no more; they lie in the plan or in `buffer`, which
/// may be used again.
std::optional<ByteView> read_source(PlannedImage& image,
                                    const Limits& limits,
                                    FileSystem& files,
                                    Bytes& buffer);

/// Equal bytes under equal recipes are worked out once; the largest first, so that no large one is
/// left for the end. Each answer is given to `done` on the calling thread; when that returns false
/// no more are started. True if every miss had its turn.
bool work_out(Plan& plan,
              const std::vector<std::size_t>& misses,
              const RunOptions& options,
              const Workplace& place,
              const std::function<bool(WorkedOut)>& done);

}  // namespace pixmill
