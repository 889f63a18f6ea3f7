// A build's manifest: its text, from the rows of all its pictures, and its way to its place.
#pragma once

#include <string>

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"
#include "engine/base/hash.h"
#include "engine/base/result.h"
#include "engine/build/check_request.h"
#include "engine/build/output_folder.h"
#include "engine/build/plan.h"
#include "engine/build/run.h"
#include "engine/build/summary.h"

namespace pixmill {

/// `result` holds the unchanged entries, too. Uses up the last manifest's text, if the plan has
/// one.
Bytes build_manifest(Plan& plan, const RunResult& result, const Summary& summary);

struct PlacedManifest {
  KnownVersion version;
  ContentHash hash;
};

/// A file that has these bytes already is not written.
Result<PlacedManifest> put_manifest(ByteView text,
                                    const Plan& plan,
                                    const CheckedRequest& paths,
                                    OutputFolder& outputs,
                                    FileSystem& files);

}  // namespace pixmill
