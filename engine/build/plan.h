// What is to be done, decided before anything is written: every file below the sources is either as
// it was (two stats), or is read, hashed, and looked up. The plan is a value; run.h carries it out.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/result.h"
#include "engine/build/build.h"
#include "engine/build/check_request.h"
#include "engine/build/pending_outputs.h"
#include "engine/build/recipe_table.h"
#include "engine/build/scan.h"
#include "engine/build/spliced_manifest.h"
#include "engine/build/tree_state.h"
#include "engine/recipe/outcome.h"

namespace pixmill {

/// A picture that is not as it was: new, changed, under another recipe, or its output is not right.
struct PlannedImage {
  std::size_t folder = 0;  ///< index into Plan::folders
  std::string name;
  std::string source;      ///< relative to its root; also the output's path
  std::string path;        ///< absolute
  std::string matched_as;  ///< what the overrides\' globs are held against; empty: source
  KnownVersion version;
  std::optional<ContentHash> content;
  Format format = Format::none;
  std::uint16_t recipe = 0;
  const Settings* settings = nullptr;  ///< owned by the settings layers
  ActionKey key;
  std::uint64_t working_bytes = 0;  ///< that optimizing it takes; 0: not inspected
  Bytes bytes;                      ///< the source, if it was read and could be kept in memory
  std::uint64_t reads = 0;
  std::optional<Error> refusal;
  std::optional<Outcome> outcome;          ///< of a hit
  std::optional<BlobRef> output_blob;      ///< of a hit whose output is not the source's bytes
  std::optional<ContentHash> last_output;  ///< what the last build wrote for it
  /// While the plan is made, its record, where its output is still as that says: if its bytes are,
  /// too, only its date is another.
  EntryState* known = nullptr;

  bool is_hit() const { return outcome.has_value(); }
};

struct FolderPlan {
  std::size_t root = 0;
  std::string relative;
  std::string key;        ///< under which the tree store knows it
  FolderState unchanged;  ///< entries that stay as they are
  /// The manifest's rows, of those and maybe more; only if there is work, and not if they are
  /// spliced.
  FolderRows rows;
  bool changed = false;        ///< its records must be written anew
  bool dates_changed = false;  ///< only what it says of some sources' dates is no longer true
};

/// An output whose source is gone.
struct StaleOutput {
  std::string path;
  ContentHash hash;
};

struct Plan {
  std::vector<FolderPlan> folders;
  std::vector<PlannedImage> images;  ///< sorted by source
  std::vector<RefusedEntry> refused;
  std::vector<UnseenPath> unseen;  ///< where nothing can be known to be gone
  std::vector<StaleOutput> stale;
  std::vector<std::string> gone_folders;  ///< keys of folders that are no longer there
  std::uint64_t ignored = 0;              ///< special files that are no images
  std::optional<TreeHeader> last;         ///< of the last build of this tree
  std::map<std::string, std::string, std::less<>> details;  ///< what the folders' rows look into
  std::optional<SplicedManifest> spliced;  ///< if there is work, and the rows of most folders stay
  bool has_last_manifest = false;          ///< the manifest is as the last build left it
  bool in_place = false;                   ///< outputs replace their sources
  Counters counters;                       ///< of what was read to learn that it is as it was
  bool nothing_to_do = false;              ///< all is as it was, the manifest included
  /// If set, the plan rests on what is not known yet: that these are as they were recorded.
  std::unique_ptr<PendingOutputs> pending;
  bool dates_changed = false;  ///< some folder's record says less than is known now

  /// True if they come from the last manifest.
  bool takes_over_rows_of(const FolderPlan& folder) const {
    return spliced && !spliced->changed.contains(folder.relative);
  }
  /// True if an output's source may lie where one cannot look.
  bool may_have_source(std::string_view output) const;
};

struct PlanRequest {
  const CheckedRequest& paths;
  const std::vector<std::string>& excludes;
  const RunOptions& options;
  TreeId tree;
  Hash128 fingerprint;
  /// The plan may take outputs to be as they were recorded, where little changed (Plan::pending).
  bool outputs_later = false;
  /// The plan may take the last manifest to have the bytes that were written (Plan::spliced).
  bool may_splice = true;
};

/// Scans, compares with what is remembered, reads, hashes and looks up. Fails (with usage) where
/// two inputs share one output. `recipes` is new; it begins with those that the tree had.
Result<Plan> make_plan(const PlanRequest& request,
                       RecipeTable& recipes,
                       const Surroundings& around);

}  // namespace pixmill
