// The commands' engine: what pixmill does to a folder, to one file, and in place. All three share
// one plan, one run and one way of writing; see plan.h, run.h and output_folder.h.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/parallel.h"
#include "engine/base/result.h"
#include "engine/build/summary.h"
#include "engine/image/limits.h"
#include "engine/ports/result_store.h"
#include "engine/ports/tree_store.h"
#include "engine/settings/settings_layers.h"

namespace pixmill {

/// How a build runs; nothing here can change an output's bytes.
struct RunOptions {
  unsigned jobs = 1;
  TokenSource* tokens = nullptr;  ///< if set, workers beyond the first ask it; outlives the run
  std::uint64_t max_memory_bytes = std::uint64_t{2} << 30;
  bool dry_run = false;         ///< plan and report, write nothing at all
  bool check_restored = false;  ///< hold outputs from the cache against their sources
  bool fail_fast = false;       ///< start nothing more after the first failure
  Limits limits;
  /// Set (by a signal handler) to stop: what runs is finished and kept.
  const std::atomic<bool>* stop = nullptr;

  Workers workers() const { return {jobs, tokens}; }
};

/// Everything outside the engine that a build needs; all outlive it.
struct Surroundings {
  FileSystem& files;
  ResultStore& results;
  TreeStore& trees;
  Reporter& reporter;
};

/// For the build system that runs pixmill as one of its rules; all may be empty. They are written
/// only when every image succeeded.
struct RuleFiles {
  std::string depfile;                          ///< names every source, and each folder walked
  std::string depfile_target;                   ///< empty: the stamp, else the manifest
  std::vector<std::string> extra_dependencies;  ///< the configuration file, a list of sources
  std::string stamp;                            ///< written anew by every build
};

struct BuildRequest {
  std::vector<std::string> sources;   ///< folders or files
  std::string output;                 ///< folder; made if missing
  std::string manifest;               ///< empty: pixmill-manifest.json in the output folder
  std::vector<std::string> excludes;  ///< globs over paths relative to the source
  std::string cache_folder;           ///< never scanned, never written to as output; may be empty
  /// If given: paths below the only source, a folder; nothing else of it is built.
  std::optional<std::vector<std::string>> chosen = {};
  RuleFiles rule = {};
};

/// `pixmill build`. Fails only where nothing can be done at all and nothing was written: with
/// ErrorCode::usage where the request is at fault, else where the output folder cannot be made.
/// Images that fail, and a manifest that cannot be written, are in the summary.
Result<Summary> build_tree(const BuildRequest& request,
                           SettingsLayers& layers,
                           const RunOptions& options,
                           const Surroundings& around);

struct OneRequest {
  std::string input;
  std::string output;                           ///< its extension chooses the format
  std::string depfile;                          ///< empty: none
  std::string depfile_target;                   ///< empty: the output, as it was given
  std::vector<std::string> extra_dependencies;  ///< the configuration file
  std::string cache_folder;                     ///< never written to as output; may be empty
  /// The folder that globs are relative to, as a source folder's is; empty: they match the input
  /// as it was given.
  std::string base = {};
  /// Writes the output also where it holds the right bytes: its date is then new, for make.
  bool touch = false;
};

/// `pixmill one`.
Result<Summary> build_one(const OneRequest& request,
                          SettingsLayers& layers,
                          const RunOptions& options,
                          const Surroundings& around);

struct InPlaceRequest {
  std::vector<std::string> paths;  ///< files, or folders with everything below
  std::vector<std::string> excludes;
  std::string cache_folder;
  bool recurse = true;
};

/// `pixmill optimize`: each file is replaced whole, or not at all. Links are never written through.
Result<Summary> optimize_in_place(const InPlaceRequest& request,
                                  SettingsLayers& layers,
                                  const RunOptions& options,
                                  const Surroundings& around);

}  // namespace pixmill
