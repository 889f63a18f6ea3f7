// What is remembered of one image that a build rule asked for: a tree of one entry.
#pragma once

#include <optional>

#include "engine/base/file_system.h"
#include "engine/build/build.h"
#include "engine/build/check_one_request.h"
#include "engine/build/tree_state.h"
#include "engine/ports/tree_store.h"

namespace pixmill {

struct OneRecord {
  TreeHeader header;
  EntryState entry;
};

/// Which tree the image is.
TreeId one_tree_id(const CheckedOneRequest& paths);

/// Nothing where the image was never built, or the record is damaged.
std::optional<OneRecord> load_one_record(const TreeId& tree, TreeStore& trees);

/// `key` made the output.
void save_one_record(const TreeId& tree,
                     const OneRecord& record,
                     const ActionKey& key,
                     TreeStore& trees);

/// Two stats prove that input and output are as the record says.
bool proves_unchanged(const OneRecord& record, const OneRequest& request, FileSystem& files);

/// False for a record that differs from the last one by the stamp of a file just written only: it
/// proves no more than that one, and its commit would cost more than all the rest of a hit.
bool is_worth_saving(const OneRecord& record, const std::optional<OneRecord>& last);

}  // namespace pixmill
