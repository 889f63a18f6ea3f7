#include "engine/build/build_manifest.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/build/atomic_file.h"
#include "engine/build/manifest.h"
#include "engine/build/result_rows.h"

namespace pixmill {

namespace {

ManifestTotals totals_of(const Summary& summary) {
  ManifestTotals totals;
  totals.failed = summary.failures.size();
  for (const auto& [format, sums] : summary.formats) {
    totals.images += sums.images;
    totals.source_bytes += sums.source_bytes;
    totals.output_bytes += sums.output_bytes;
  }
  return totals;
}

/// A row, or rows that stay together, and the (first) source that it is sorted by, which is put
/// together only where it is needed.
struct SourceRow {
  std::string_view folder;
  RowView row;
  FileRange kept = {};

  friend bool operator<(const SourceRow& a, const SourceRow& b) {
    if (a.folder == b.folder) {
      return std::tie(a.row.name, a.row.row) < std::tie(b.row.name, b.row.row);
    }
    return std::pair(join_path(a.folder, a.row.name), a.row.row) <
           std::pair(join_path(b.folder, b.row.name), b.row.row);
  }
};

}  // namespace

ManifestText build_manifest(Plan& plan, const RunResult& result, const Summary& summary) {
  std::vector<SourceRow> rows;
  if (plan.spliced) {
    for (const KeptRows& kept : plan.spliced->kept) {
      const std::string_view first = kept.first_source;
      rows.push_back({parent_path(first), {file_name(first), {}}, kept.rows});
    }
  }
  for (std::size_t i = 0; i < plan.folders.size(); ++i) {
    const std::string& folder = plan.folders[i].relative;
    if (plan.takes_over_rows_of(plan.folders[i])) continue;
    for (const RowView& row : remembered_rows(plan, result, i)) rows.push_back({folder, row});
    for (const RowView& row : failed_rows(result, i)) rows.push_back({folder, row});
  }
  std::vector<std::string> refused;
  refused.reserve(plan.refused.size());  // the views below stay valid
  for (const RefusedEntry& entry : plan.refused) {
    refused.push_back(failed_manifest_row(entry.source, entry.message));
    rows.push_back({parent_path(entry.source), {file_name(entry.source), refused.back()}});
  }
  // each folder's are, and mostly all
  if (!std::is_sorted(rows.begin(), rows.end())) std::sort(rows.begin(), rows.end());
  std::vector<ManifestRows> sorted;
  sorted.reserve(rows.size());
  for (const SourceRow& row : rows) sorted.push_back({row.row.row, row.kept});
  return {totals_of(summary),
          std::move(sorted),
          plan.spliced ? std::move(plan.spliced->last) : LastManifest(),
          std::move(refused)};
}

namespace {

Result<ContentHash> hash_of(const ManifestText& text) {
  ContentHasher hasher;
  Status read = text.write_to([&](ByteView piece) {
    hasher.add(piece);
    return Status();
  });
  if (!read) return unexpected(std::move(read).error());
  return hasher.digest();
}

/// The version of a file in place that has these bytes already. The last manifest, where the plan
/// has one, is known to be what it was, and need not be read.
std::optional<KnownVersion> version_in_place(const ContentHash& hash,
                                             std::uint64_t size_bytes,
                                             const Plan& plan,
                                             const std::string& relative,
                                             OutputFolder& outputs) {
  if (plan.has_last_manifest) {
    if (plan.last->manifest_hash != hash) return std::nullopt;
    return plan.last->manifest;
  }
  KnownVersion version;
  if (relative.empty() || !outputs.holds(relative, size_bytes, hash, version)) return std::nullopt;
  return version;
}

}  // namespace

ComingManifest stage_manifest(ManifestText text,
                              const Plan& plan,
                              const CheckedRequest& paths,
                              OutputFolder& outputs) {
  ComingManifest coming;
  const bool is_inside = lies_within(paths.manifest, paths.output);
  const std::string relative =
      is_inside ? paths.manifest.substr(paths.output.size() + 1) : std::string();
  // one of another length is another, and its hash comes with the writing
  if (!plan.has_last_manifest || plan.last->manifest.stamp.size_bytes == text.size_bytes() ||
      !is_inside) {
    const auto hash = hash_of(text);
    if (!hash) {
      coming.staged = unexpected(hash.error());
      return coming;
    }
    coming.hash = *hash;
    coming.in_place = version_in_place(*hash, text.size_bytes(), plan, relative, outputs);
    if (coming.in_place) return coming;
  }
  if (is_inside) {
    ContentHasher hasher;
    coming.staged = outputs.stage_synced(relative, [&](WritableFile& file) {
      return text.write_to([&](ByteView piece) {
        hasher.add(piece);
        return file.append(piece);
      });
    });
    coming.hash = hasher.digest();
  } else {
    auto bytes = text.joined();
    if (!bytes)
      coming.staged = unexpected(std::move(bytes).error());
    else
      coming.outside = *std::move(bytes);
  }
  coming.last = text.take_last();
  if (coming.last && coming.staged) coming.last->forget();
  return coming;
}

Result<PlacedManifest> put_manifest(ComingManifest& coming,
                                    const CheckedRequest& paths,
                                    OutputFolder& outputs,
                                    FileSystem& files) {
  if (!coming.staged) return unexpected(coming.staged.error());
  if (coming.in_place) return PlacedManifest{*coming.in_place, coming.hash};
  if (!lies_within(paths.manifest, paths.output)) {
    auto version = replace_file_if_different(paths.manifest, coming.outside, files);
    if (!version) return unexpected(std::move(version).error());
    return PlacedManifest{*version, coming.hash};
  }
  std::unique_ptr<ReadableFile> replaced = std::move(coming.last);
  if (!replaced) {
    auto last = files.open(paths.manifest);
    if (last) replaced = *std::move(last);
  }
  if (Status placed = outputs.place_synced(*coming.staged); !placed) {
    return unexpected(std::move(placed).error());
  }
  return PlacedManifest{coming.staged->version, coming.hash, std::move(replaced)};
}

}  // namespace pixmill
