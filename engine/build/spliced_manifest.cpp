#include "engine/build/spliced_manifest.h"

#include <algorithm>

#include "engine/build/compare_folders.h"
#include "engine/build/manifest.h"
#include "engine/build/plan.h"

namespace pixmill {

namespace {

/// Behind the last manifest, with a sixteenth of its size: rows that are new then need no other
/// memory.
constexpr std::uint64_t k_room_bytes = 64u << 10;

/// True if one of the names is `folder` or lies below it.
bool any_within(const FolderNames& names, std::string_view folder) {
  if (names.contains(folder)) return true;
  const std::string below = std::string(folder) + '/';
  const auto next = names.lower_bound(below);
  return next != names.end() && next->starts_with(below);
}

/// Goes through a manifest's rows, which are sorted by source and lie a line each.
class RowWalk {
 public:
  RowWalk(std::string_view rows, const FolderNames& changed) : rows_(rows), changed_(changed) {}

  std::optional<std::vector<KeptRows>> run() {
    std::size_t at = 0;
    while (at < rows_.size() && is_readable_) {
      std::string source = source_at(at);
      const std::size_t end = end_of_kept(at, source);
      if (end != at) kept_.push_back({std::move(source), without_separator(at, end)});
      at = end != at ? end : next_line(at);
    }
    if (!is_readable_) return std::nullopt;
    return std::move(kept_);
  }

 private:
  static constexpr std::size_t k_first_step = 4096;  ///< bytes: some ten rows

  std::string source_at(std::size_t line) {
    auto source = source_of_row(rows_.substr(line));
    if (!source) is_readable_ = false;
    return std::move(source).value_or(std::string());
  }

  std::size_t next_line(std::size_t from) const {
    const std::size_t end = rows_.find('\n', from);
    return end == std::string_view::npos ? rows_.size() : end + 1;
  }

  std::string_view without_separator(std::size_t begin, std::size_t end) const {
    const std::size_t separator = end == rows_.size() ? 0 : std::string_view(",\n").size();
    return rows_.substr(begin, end - begin - separator);
  }

  /// Where the rows end that stay together with this one: those below its uppermost folder that
  /// nothing changed in or below, or else the row alone. The line itself if it does not stay.
  std::size_t end_of_kept(std::size_t line, std::string_view source) {
    if (changed_.empty()) return rows_.size();
    if (changed_.contains(parent_path(source))) return line;
    for (std::size_t slash = source.find('/'); slash != std::string_view::npos;
         slash = source.find('/', slash + 1)) {
      const std::string_view folder = source.substr(0, slash);
      if (!any_within(changed_, folder)) return end_of_folder(line, folder);
    }
    return next_line(line);
  }

  /// The first line after `line`, which lies in the folder, that does not: looked for in steps that
  /// double, and then by halves.
  std::size_t end_of_folder(std::size_t line, std::string_view folder) {
    const std::string past = std::string(folder) + static_cast<char>('/' + 1);
    std::size_t inside = line;
    std::size_t outside = rows_.size();
    for (std::size_t step = k_first_step; step < rows_.size() - inside; step *= 2) {
      const std::size_t probe = next_line(inside + step);
      if (probe == rows_.size()) break;
      if (source_at(probe) >= past) {
        outside = probe;
        break;
      }
      inside = probe;
    }
    while (true) {
      std::size_t probe = next_line(inside + (outside - inside) / 2);
      if (probe >= outside) probe = next_line(inside);
      if (probe >= outside) return outside;
      (source_at(probe) < past ? inside : outside) = probe;
    }
  }

  std::string_view rows_;
  const FolderNames& changed_;
  std::vector<KeptRows> kept_;
  bool is_readable_ = true;
};

/// The folders whose rows are not all as they were, in any root.
FolderNames changed_folders(const Plan& plan) {
  FolderNames names;
  for (const FolderPlan& folder : plan.folders) {
    if (folder.changed) names.insert(folder.relative);
  }
  for (const std::string& key : plan.gone_folders) names.emplace(folder_name(key));
  return names;
}

bool tells_of_all_rows(const TreeHeader& last, std::uint64_t remembered) {
  if (last.tells_of_failures()) return false;
  std::uint64_t images = 0;
  for (const auto& [format, totals] : last.formats) images += totals.images;
  return images == remembered;
}

}  // namespace

std::optional<std::vector<KeptRows>> rows_outside(std::string_view manifest,
                                                  const FolderNames& changed) {
  const auto rows = rows_of_manifest(manifest);
  if (!rows) return std::nullopt;
  return RowWalk(*rows, changed).run();
}

std::optional<LastManifest> read_last_manifest(const TreeHeader& last,
                                               const std::string& path,
                                               FileSystem& files) {
  const std::uint64_t size_bytes = last.manifest.stamp.size_bytes;
  LastManifest found{LargeBuffer(size_bytes + size_bytes / 16 + k_room_bytes), size_bytes};
  const auto stamp = files.read_to(path, {found.memory.data(), size_bytes});
  if (!stamp || stamp->size_bytes != size_bytes) return std::nullopt;
  if (content_hash(as_bytes(found.text())) != last.manifest_hash) return std::nullopt;
  return found;
}

std::optional<SplicedManifest> splice_manifest(const Plan& plan,
                                               const std::string& manifest,
                                               std::uint64_t remembered,
                                               FileSystem& files,
                                               std::optional<LastManifest> read) {
  if (!plan.has_last_manifest || !plan.refused.empty()) return std::nullopt;
  if (!tells_of_all_rows(*plan.last, remembered)) return std::nullopt;
  SplicedManifest spliced;
  spliced.remembered = remembered;
  spliced.changed = changed_folders(plan);
  if (!is_worth_splicing(spliced.changed.size(), plan.folders.size())) return std::nullopt;
  if (!read) read = read_last_manifest(*plan.last, manifest, files);
  if (!read) return std::nullopt;
  spliced.last = *std::move(read);
  auto kept = rows_outside(spliced.last.text(), spliced.changed);
  if (!kept) return std::nullopt;
  spliced.kept = *std::move(kept);
  return spliced;
}

}  // namespace pixmill
