#include "engine/build/check_request.h"

#include <algorithm>

#include "engine/base/relative_path.h"
#include "engine/image/format.h"

namespace pixmill {

namespace {

Unexpected refuse(const std::string& path, std::string why) {
  return unexpected(ErrorCode::usage, path + ": " + std::move(why));
}

Status check_against_root(const BuildRequest& request,
                          const CheckedRequest& checked,
                          const ScanRoot& root,
                          const std::string& source) {
  if (root.chosen) {
    if (checked.output == root.path) {
      return refuse(request.output,
                    "the output would replace its own source " + source +
                        "; `pixmill optimize` works in place");
    }
    return {};
  }
  if (lies_within(checked.output, root.path)) {
    return refuse(request.output,
                  checked.output == root.path
                      ? "the output folder is the source folder; `pixmill optimize` works in place"
                      : "the output folder lies inside the source folder " + source +
                            ", where its pictures would be taken for sources");
  }
  if (lies_within(root.path, checked.output)) {
    return refuse(source, "the source folder lies inside the output folder " + request.output);
  }
  return {};
}

/// Narrows the one source folder to the files that were chosen.
Status choose_files(const BuildRequest& request, ScanRoot& root, const std::string& output) {
  if (request.sources.size() != 1 || root.chosen) {
    return unexpected(ErrorCode::usage, "a list of files is relative to one source, a folder");
  }
  std::vector<std::string> names = *request.chosen;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (const std::string& name : names) {
    if (!is_safe_relative_path(name)) {
      return refuse(name, "is no path relative to the source folder and below it");
    }
    if (lies_within(join_path(root.path, name), output)) {
      return refuse(name, "the source lies inside the output folder " + request.output);
    }
  }
  root.chosen = std::move(names);
  return {};
}

}  // namespace

Result<std::string> resolve_path(const std::string& path, FileSystem& files) {
  std::string rest;
  std::string head = path;
  for (;;) {
    const auto real = files.real_path(head.empty() ? "." : head);
    if (real) return join_path(*real, rest);
    if (real.error().code != ErrorCode::not_found || head.empty() || head == "/") {
      return refuse(path, real.error().message);
    }
    while (head.size() > 1 && head.ends_with('/')) head.pop_back();
    if (file_name(head) == "..") return refuse(path, real.error().message);
    if (file_name(head) != ".") rest = join_path(file_name(head), rest);
    head = std::string(parent_path(head));
  }
}

Result<ScanRoot> resolve_root(const std::string& path, FileSystem& files) {
  const auto stat = files.stat(path, Links::follow);
  if (stat && stat->kind == FileKind::directory) {
    auto real = files.real_path(path);
    if (!real) return refuse(path, real.error().message);
    return ScanRoot{*real, *real};
  }
  const auto entry = files.stat(path, Links::keep);
  if (!entry) return refuse(path, entry.error().message);
  if (entry->kind == FileKind::missing) return refuse(path, "there is no such file or folder");
  auto folder = resolve_path(std::string(parent_path(path)), files);
  if (!folder) return unexpected(std::move(folder).error());
  std::string name(file_name(path));
  std::string named = join_path(*folder, name);
  return ScanRoot{std::move(*folder), std::move(named), {{std::move(name)}}};
}

namespace {

Status check_output(const BuildRequest& request, FileSystem& files, CheckedRequest& checked) {
  auto output = resolve_path(request.output, files);
  if (!output) return unexpected(std::move(output).error());
  checked.output = std::move(*output);
  if (const auto stat = files.stat(checked.output, Links::follow);
      stat && stat->kind != FileKind::missing && stat->kind != FileKind::directory) {
    return refuse(request.output, "the output is a file, not a folder");
  }
  if (request.cache_folder.empty()) return {};
  auto cache = resolve_path(request.cache_folder, files);
  if (!cache) return unexpected(std::move(cache).error());
  checked.cache_folder = std::move(*cache);
  if (!lies_within(checked.output, checked.cache_folder)) return {};
  return refuse(request.output, "the output folder lies inside the cache " + request.cache_folder);
}

Status check_sources(const BuildRequest& request, FileSystem& files, CheckedRequest& checked) {
  for (const std::string& source : request.sources) {
    auto root = resolve_root(source, files);
    if (!root) return unexpected(std::move(root).error());
    const Status fits = request.chosen ? choose_files(request, *root, checked.output)
                                       : check_against_root(request, checked, *root, source);
    if (!fits) {
      return unexpected(fits.error());
    }
    checked.roots.push_back(std::move(*root));
  }
  return {};
}

Status check_manifest(const BuildRequest& request, FileSystem& files, CheckedRequest& checked) {
  auto manifest =
      resolve_path(request.manifest.empty() ? join_path(checked.output, "pixmill-manifest.json")
                                            : request.manifest,
                   files);
  if (!manifest) return unexpected(std::move(manifest).error());
  checked.manifest = std::move(*manifest);
  if (named_like_image(checked.manifest)) {
    return refuse(request.manifest, "the manifest is named like an image, which it would replace");
  }
  return {};
}

}  // namespace

Result<CheckedRequest> check_request(const BuildRequest& request, FileSystem& files) {
  CheckedRequest checked;
  if (request.sources.empty()) return unexpected(ErrorCode::usage, "no source was given");
  if (request.output.empty()) return unexpected(ErrorCode::usage, "no output folder was given");
  for (const auto check : {check_output, check_sources, check_manifest}) {
    if (Status good = check(request, files, checked); !good) return unexpected(good.error());
  }
  return checked;
}

}  // namespace pixmill
