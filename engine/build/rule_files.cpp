#include "engine/build/rule_files.h"

#include <algorithm>

#include "engine/build/atomic_file.h"
#include "engine/build/depfile.h"

namespace pixmill {

namespace {

const std::string& target_of(const BuildRequest& request, const std::string& manifest) {
  const RuleFiles& rule = request.rule;
  if (!rule.depfile_target.empty()) return rule.depfile_target;
  if (!rule.stamp.empty()) return rule.stamp;
  return request.manifest.empty() ? manifest : request.manifest;
}

/// "." for the working folder, which has no shorter name.
std::string spelled(const std::string& folder) {
  return folder.empty() ? "." : folder;
}

}  // namespace

std::vector<std::string> rule_dependencies(const BuildRequest& request,
                                           const CheckedRequest& paths,
                                           const Plan& plan) {
  const auto below = [&](std::size_t root, const std::string& relative) {
    const bool is_file = paths.roots[root].named != paths.roots[root].path;
    return is_file ? request.sources[root] : join_path(request.sources[root], relative);
  };
  std::vector<std::string> found;
  for (const FolderPlan& folder : plan.folders) {
    if (!paths.roots[folder.root].chosen) {
      found.push_back(spelled(below(folder.root, folder.relative)));
    }
    for (const EntryState& entry : folder.unchanged) {
      if (entry.is_foreign()) continue;
      found.push_back(below(folder.root, join_path(folder.relative, entry.name)));
    }
  }
  for (const PlannedImage& image : plan.images) {
    if (image.format == Format::none && !image.refusal) continue;
    found.push_back(below(plan.folders[image.folder].root, image.source));
  }
  std::sort(found.begin(), found.end());
  return found;
}

Status write_rule_files(const BuildRequest& request,
                        std::vector<std::string> dependencies,
                        FileSystem& files) {
  const RuleFiles& rule = request.rule;
  const auto write = [&](const std::string& path, std::string_view text) -> Status {
    const Status written = replace_file_unsynced(path, as_bytes(text), files);
    if (written) return {};
    return unexpected(written.error().code, path + ": " + written.error().message);
  };
  if (!rule.depfile.empty()) {
    dependencies.insert(
        dependencies.end(), rule.extra_dependencies.begin(), rule.extra_dependencies.end());
    const std::string manifest = join_path(request.output, "pixmill-manifest.json");
    const std::string text = depfile_text(target_of(request, manifest), dependencies);
    if (auto written = write(rule.depfile, text); !written) return written;
  }
  return rule.stamp.empty() ? Status() : write(rule.stamp, "");
}

}  // namespace pixmill
