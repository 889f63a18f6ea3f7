// A build's manifest: its text, from the rows of all its pictures, and its way to its place.
#pragma once

#include <memory>
#include <optional>

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"
#include "engine/base/hash.h"
#include "engine/base/result.h"
#include "engine/build/check_request.h"
#include "engine/build/manifest_text.h"
#include "engine/build/output_folder.h"
#include "engine/build/plan.h"
#include "engine/build/run.h"
#include "engine/build/summary.h"

namespace pixmill {

/// `result` holds the unchanged entries, too. Uses up the last manifest, if the plan has one. Looks
/// into both, and into the plan's details.
ManifestText build_manifest(Plan& plan, const RunResult& result, const Summary& summary);

struct PlacedManifest {
  KnownVersion version;
  ContentHash hash;
  std::unique_ptr<ReadableFile> replaced = {};  ///< the last one, if it may be large
};

/// A manifest on its way to its place, as far as it can come before the outputs are in theirs.
struct ComingManifest {
  ContentHash hash;
  std::optional<KnownVersion> in_place = {};  ///< a file that has these bytes already
  Result<StagedFile> staged = StagedFile{};   ///< and synced, if it lies in the output folder
  Bytes outside = {};                         ///< its text, if it does not
  std::unique_ptr<ReadableFile> last = {};    ///< what was spliced

  /// True if the last manifest is not what it has to be, or cannot be read.
  bool is_lost() const { return !staged && staged.error().code == ErrorCode::changed; }
};

/// Writes it aside, and waits until it is on the disk.
ComingManifest stage_manifest(ManifestText text,
                              const Plan& plan,
                              const CheckedRequest& paths,
                              OutputFolder& outputs);
Result<PlacedManifest> put_manifest(ComingManifest& coming,
                                    const CheckedRequest& paths,
                                    OutputFolder& outputs,
                                    FileSystem& files);

}  // namespace pixmill
