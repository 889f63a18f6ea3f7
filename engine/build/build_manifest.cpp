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

/// To free the last manifest was a fifth of what a changed picture costs among 100,000, whose
/// manifest is 31 MB, in the one trace that was looked at.
constexpr std::size_t k_slow_to_free_bytes = 1u << 20;

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

  friend bool operator<(const SourceRow& a, const SourceRow& b) {
    if (a.folder == b.folder) {
      return std::tie(a.row.name, a.row.row) < std::tie(b.row.name, b.row.row);
    }
    return std::pair(join_path(a.folder, a.row.name), a.row.row) <
           std::pair(join_path(b.folder, b.row.name), b.row.row);
  }
};

}  // namespace

LargeBuffer build_manifest(Plan& plan, const RunResult& result, const Summary& summary) {
  std::vector<SourceRow> rows;
  if (plan.spliced) {
    for (const KeptRows& kept : plan.spliced->kept) {
      const std::string_view first = kept.first_source;
      rows.push_back({parent_path(first), {file_name(first), kept.rows}});
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
  std::vector<std::string_view> sorted;
  sorted.reserve(rows.size());
  for (const SourceRow& row : rows) sorted.push_back(row.row.row);
  return manifest_text(totals_of(summary),
                       sorted,
                       plan.spliced ? std::move(plan.spliced->last.memory) : LargeBuffer());
}

ComingManifest stage_manifest(LargeBuffer text,
                              const Plan& plan,
                              const CheckedRequest& paths,
                              OutputFolder& outputs) {
  ComingManifest coming{std::move(text), {}};
  coming.hash = content_hash(coming.text);
  if (plan.has_last_manifest && plan.last->manifest_hash == coming.hash) {
    coming.in_place = plan.last->manifest;
    return coming;
  }
  if (!lies_within(paths.manifest, paths.output)) return coming;
  const std::string relative = paths.manifest.substr(paths.output.size() + 1);
  KnownVersion version;
  // the last build's is known to be another, and need not be read
  if (!plan.has_last_manifest &&
      outputs.holds(relative, coming.text.size(), coming.hash, version)) {
    coming.in_place = version;
    return coming;
  }
  coming.staged = outputs.stage_synced(relative, coming.text);
  return coming;
}

Result<PlacedManifest> put_manifest(ComingManifest& coming,
                                    const CheckedRequest& paths,
                                    OutputFolder& outputs,
                                    FileSystem& files) {
  if (coming.in_place) return PlacedManifest{*coming.in_place, coming.hash};
  if (!lies_within(paths.manifest, paths.output)) {
    auto version = replace_file_if_different(paths.manifest, coming.text, files);
    if (!version) return unexpected(std::move(version).error());
    return PlacedManifest{*version, coming.hash};
  }
  if (!coming.staged) return unexpected(coming.staged.error());
  auto replaced = coming.text.size() >= k_slow_to_free_bytes ? files.hold(paths.manifest) : nullptr;
  coming.text = {};  // while there is a tick of the clock to be waited for
  if (Status placed = outputs.place_synced(*coming.staged); !placed) {
    return unexpected(std::move(placed).error());
  }
  return PlacedManifest{coming.staged->version, coming.hash, std::move(replaced)};
}

}  // namespace pixmill
