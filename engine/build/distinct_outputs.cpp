#include "engine/build/distinct_outputs.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "engine/base/utf8.h"

namespace pixmill {

namespace {

/// If the last build, with the same manifest, had each of them: it has checked them all.
bool are_outputs_of_last_build(const Plan& plan) {
  return plan.has_last_manifest &&
         std::all_of(plan.images.begin(), plan.images.end(), [](const PlannedImage& image) {
           return image.format == Format::none || image.last_output;
         });
}

/// Sources by their outputs' folded names.
class SeenOutputs {
 public:
  explicit SeenOutputs(const CheckedRequest& paths) : paths_(paths) {
    if (lies_within(paths.manifest, paths.output) && paths.manifest != paths.output) {
      seen_.emplace(folded_name(paths.manifest.substr(paths.output.size() + 1)), "the manifest");
    }
  }

  Status add(const std::string& source, std::size_t root) {
    const std::string whole = join_path(paths_.roots[root].path, source);
    const auto [place, is_new] = seen_.try_emplace(folded_name(source), whole);
    if (is_new) return {};
    return unexpected(ErrorCode::usage,
                      place->second + " and " + whole + " would share one output, " + source);
  }

  Status add_unchanged(const FolderPlan& folder) {
    for (const EntryState& entry : folder.unchanged) {
      if (entry.is_foreign()) continue;
      Status added = add(join_path(folder.relative, entry.name), folder.root);
      if (!added) return added;
    }
    return {};
  }

 private:
  const CheckedRequest& paths_;
  std::unordered_map<std::string, std::string> seen_;
};

}  // namespace

Status check_distinct_outputs(const Plan& plan, const CheckedRequest& paths) {
  if (are_outputs_of_last_build(plan)) return {};
  SeenOutputs seen(paths);
  for (const FolderPlan& folder : plan.folders) {
    if (Status added = seen.add_unchanged(folder); !added) return added;
  }
  for (const PlannedImage& image : plan.images) {
    if (image.format == Format::none) continue;
    const std::size_t root = plan.folders[image.folder].root;
    if (Status added = seen.add(image.source, root); !added) return added;
  }
  return {};
}

}  // namespace pixmill
