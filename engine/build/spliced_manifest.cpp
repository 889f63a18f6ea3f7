#include "engine/build/spliced_manifest.h"

#include <algorithm>

#include "engine/build/compare_folders.h"
#include "engine/build/manifest.h"
#include "engine/build/plan.h"

namespace pixmill {

namespace {

/// True if one of the names is `folder` or lies below it.
bool any_within(const FolderNames& names, std::string_view folder) {
  if (names.contains(folder)) return true;
  const std::string below = std::string(folder) + '/';
  const auto next = names.lower_bound(below);
  return next != names.end() && next->starts_with(below);
}

/// The text of a manifest's rows, of which a window is in memory.
class RowReader {
 public:
  RowReader(const ReadableFile& file, FileRange rows) : file_(file), rows_(rows) {}

  std::uint64_t size() const { return rows_.size_bytes; }

  /// The text from `at` on: not all, but longer than a source's name. Valid until the next call;
  /// empty at the end, and where the file cannot be read.
  std::string_view from(std::uint64_t at) {
    const std::uint64_t wanted = std::min<std::uint64_t>(k_longest_name_bytes, size() - at);
    const bool is_there = at >= begin_ && at + wanted <= begin_ + filled_;
    if (!is_there && !fill(at)) return {};
    return as_text(ByteView(window_).first(filled_).subspan(at - begin_));
  }

 private:
  /// A path of 4,096 bytes, each of which JSON escapes with six.
  static constexpr std::size_t k_longest_name_bytes = 32u << 10;

  bool fill(std::uint64_t at) {
    begin_ = at;
    filled_ = 0;
    const std::size_t size = std::min<std::uint64_t>(window_.size(), rows_.size_bytes - at);
    const auto read = file_.read_at(rows_.offset + at, std::span(window_).first(size));
    if (!read || *read != size) return false;
    filled_ = size;
    return true;
  }

  const ReadableFile& file_;
  const FileRange rows_;
  Bytes window_ = Bytes(2 * k_longest_name_bytes);
  std::uint64_t begin_ = 0;  ///< of the window
  std::size_t filled_ = 0;
};

/// Goes through a manifest's rows, which are sorted by source and lie a line each.
class RowWalk {
 public:
  RowWalk(const ReadableFile& file, FileRange rows, const FolderNames& changed)
      : rows_(file, rows), offset_(rows.offset), changed_(changed) {}

  std::optional<std::vector<KeptRows>> run() {
    std::uint64_t at = 0;
    while (at < rows_.size() && is_readable_) {
      std::string source = source_at(at);
      const std::uint64_t end = end_of_kept(at, source);
      if (end != at) kept_.push_back({std::move(source), without_separator(at, end)});
      at = end != at ? end : next_line(at);
    }
    if (!is_readable_) return std::nullopt;
    return std::move(kept_);
  }

 private:
  static constexpr std::uint64_t k_first_step = 4096;  ///< bytes: some ten rows

  std::string source_at(std::uint64_t line) {
    auto source = source_of_row(rows_.from(line));
    if (!source) is_readable_ = false;
    return std::move(source).value_or(std::string());
  }

  std::uint64_t next_line(std::uint64_t from) {
    while (from < rows_.size() && is_readable_) {
      const std::string_view text = rows_.from(from);
      const std::size_t end = text.find('\n');
      if (end != std::string_view::npos) return from + end + 1;
      if (text.empty()) is_readable_ = false;
      from += text.size();
    }
    return rows_.size();
  }

  FileRange without_separator(std::uint64_t begin, std::uint64_t end) const {
    const std::size_t separator = end == rows_.size() ? 0 : std::string_view(",\n").size();
    return {offset_ + begin, end - begin - separator};
  }

  /// Where the rows end that stay together with this one: those below its uppermost folder that
  /// nothing changed in or below, or else the row alone. The line itself if it does not stay.
  std::uint64_t end_of_kept(std::uint64_t line, std::string_view source) {
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
  std::uint64_t end_of_folder(std::uint64_t line, std::string_view folder) {
    const std::string past = std::string(folder) + static_cast<char>('/' + 1);
    std::uint64_t inside = line;
    std::uint64_t outside = rows_.size();
    for (std::uint64_t step = k_first_step; step < rows_.size() - inside; step *= 2) {
      const std::uint64_t probe = next_line(inside + step);
      if (probe == rows_.size()) break;
      if (source_at(probe) >= past) {
        outside = probe;
        break;
      }
      inside = probe;
    }
    while (is_readable_) {
      std::uint64_t probe = next_line(inside + (outside - inside) / 2);
      if (probe >= outside) probe = next_line(inside);
      if (probe >= outside) break;
      (source_at(probe) < past ? inside : outside) = probe;
    }
    return outside;
  }

  RowReader rows_;
  const std::uint64_t offset_;  ///< of the rows in the file
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

std::optional<std::vector<KeptRows>> rows_outside(const ReadableFile& manifest,
                                                  std::uint64_t size_bytes,
                                                  const FolderNames& changed) {
  const auto rows = rows_of_manifest(manifest, size_bytes);
  if (!rows) return std::nullopt;
  return RowWalk(manifest, *rows, changed).run();
}

std::optional<SplicedManifest> splice_manifest(const Plan& plan,
                                               const std::string& manifest,
                                               std::uint64_t remembered,
                                               FileSystem& files) {
  if (!plan.has_last_manifest || !plan.refused.empty()) return std::nullopt;
  if (!tells_of_all_rows(*plan.last, remembered)) return std::nullopt;
  SplicedManifest spliced;
  spliced.remembered = remembered;
  spliced.changed = changed_folders(plan);
  if (!is_worth_splicing(spliced.changed.size(), plan.folders.size())) return std::nullopt;
  auto file = files.open(manifest);
  if (!file) return std::nullopt;
  spliced.last = {*std::move(file), plan.last->manifest.stamp.size_bytes, plan.last->manifest_hash};
  auto kept = rows_outside(*spliced.last.file, spliced.last.size_bytes, spliced.changed);
  if (!kept) return std::nullopt;
  spliced.kept = *std::move(kept);
  return spliced;
}

}  // namespace pixmill
