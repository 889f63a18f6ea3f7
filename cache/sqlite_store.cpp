#include "cache/sqlite_store.h"

#include "cache/collection.h"
#include "cache/index_reader.h"
#include "cache/null_store.h"
#include "cache/recorded_size.h"
#include "cache/sessions.h"

namespace pixmill::cache {

namespace {

constexpr std::int64_t k_seconds_per_hour = 3600;

}  // namespace

SqliteStore::SqliteStore(const StoreOptions& options)
    : options_(options),
      warnings_(options.warn),
      index_(options, warnings_),
      blobs_(options.folder),
      claims_(options.folder) {}

SqliteStore::~SqliteStore() {
  note_use();
  keep_within_limit();
}

std::int64_t SqliteStore::hour() const {
  return options_.clock() / k_seconds_per_hour;
}

bool SqliteStore::is_stale(std::int64_t last_use_hour) const {
  // Unequal rather than later: a clock that was set back is followed, too.
  return last_use_hour != hour();
}

void SqliteStore::tell_damaged_entry() {
  warnings_.tell(Warning::entry_damaged,
                 "the cache in " + options_.folder.string() +
                     " has damaged entries; what they held is made again");
}

std::optional<StoredResult> SqliteStore::find(const ActionKey& key) {
  Checked<ResultRow> row;
  index_.read([&](Database& database) { row = read_result(database, key); });
  return take(key, std::move(row));
}

std::vector<std::optional<StoredResult>> SqliteStore::find_all(std::span<const ActionKey> keys) {
  std::vector<Checked<ResultRow>> rows(keys.size());
  index_.read_together([&](Database& database) {
    for (std::size_t i = 0; i < keys.size(); ++i) rows[i] = read_result(database, keys[i]);
  });
  std::vector<std::optional<StoredResult>> found(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) found[i] = take(keys[i], std::move(rows[i]));
  return found;
}

/// What is to be said of a row: it was used, or it is damaged and goes.
std::optional<StoredResult> SqliteStore::take(const ActionKey& key, Checked<ResultRow> row) {
  if (row.damaged) {
    tell_damaged_entry();
    index_.write([&](Database& database) { remove_result(database, key); });
  }
  if (!row.value) {
    ++misses_;
    return std::nullopt;
  }
  ++hits_;
  if (is_stale(row.value->last_use_hour)) used_results_.insert(key);
  return std::move(row.value->result);
}

Checked<Bytes> SqliteStore::load_checked(const BlobRef& blob) {
  if (blob.size_bytes > k_inline_limit_bytes) {
    auto loaded = blobs_.load(blob);
    if (loaded.damaged && index_.can_write()) blobs_.set_aside(blob.hash);
    return {.value = std::move(loaded.bytes), .damaged = loaded.damaged};
  }
  Checked<Bytes> read;
  index_.read([&](Database& database) { read = read_inline_blob(database, blob); });
  if (read.damaged) {
    index_.write([&](Database& database) { remove_inline_blob(database, blob.hash); });
  }
  return read;
}

std::unique_ptr<BlobReader> SqliteStore::blob_reader() {
  if (!index_.can_read()) return NullStore().blob_reader();
  return std::make_unique<IndexReader>(options_.folder);
}

std::optional<Bytes> SqliteStore::load(const BlobRef& blob) {
  if (!index_.can_read()) return std::nullopt;
  Checked<Bytes> loaded = load_checked(blob);
  if (loaded.damaged) {
    warnings_.tell(Warning::blob_damaged,
                   "the cache in " + options_.folder.string() +
                       " has damaged outputs; they are set aside and made again");
  }
  return std::move(loaded.value);
}

bool SqliteStore::put_rows(std::span<const NewResult> results) {
  std::uint64_t written_bytes = 0;
  return index_.write([&](Database& database) {
    // Asked again under the write lock, which a collection of the cache needs too: whatever it
    // removed since is written anew, and what is there now stays.
    if (!blobs_.write(results)) return;
    for (const auto& [key, result, bytes] : results) {
      const auto& output = result.output;
      if (output && output->size_bytes <= k_inline_limit_bytes) {
        write_inline_blob(database, *output, bytes);
      }
      write_result(database, key, result, hour());
    }
    written_bytes += blobs_.take_written_bytes();
    if (written_bytes > 0) add_blob_bytes(database, written_bytes);
    if (!options_.max_size_bytes) return;
    is_over_limit_ = recorded_size_bytes(database).value_or(UINT64_MAX) > *options_.max_size_bytes;
  });
}

void SqliteStore::put(std::span<const NewResult> results) {
  if (results.empty()) return;
  if (index_.can_write()) {
    if (blobs_.write(results)) {
      wrote_ = put_rows(results) || wrote_;
    } else {
      warnings_.tell(Warning::cannot_write,
                     "the cache in " + options_.folder.string() +
                         " cannot be written; new outputs are not kept");
    }
  }
  for (const NewResult& result : results) claims_.release(result.key);
}

Claim SqliteStore::claim(const ActionKey& key) {
  if (!index_.can_write()) return Claim::ours;
  if (!claims_.try_take(key)) return Claim::by_another;
  // Whoever had the claim before may have stored the result since it was looked for.
  bool is_stored = false;
  index_.read([&](Database& database) {
    const auto row = read_result(database, key);
    if (!row.value) return;
    const auto& output = row.value->result.output;
    is_stored = !output || (output->size_bytes > k_inline_limit_bytes
                                ? blobs_.is_there(*output)
                                : has_inline_blob(database, output->hash));
  });
  if (!is_stored) return Claim::ours;
  claims_.release(key);
  return Claim::stored;
}

std::optional<StoredTree> SqliteStore::load_tree(const TreeId& id) {
  Checked<TreeRow> tree;
  Gathered<Records> folders;
  index_.read_together([&](Database& database) {
    tree = read_tree(database, id);
    if (tree.value) folders = read_records(database, id, RecordKind::state);
  });
  if (tree.damaged || folders.damaged > 0) tell_damaged_entry();
  if (!tree.value) return std::nullopt;
  if (is_stale(tree.value->last_use_hour)) used_trees_.insert(id);
  return StoredTree{.header = std::move(tree.value->header), .folders = std::move(folders.intact)};
}

std::map<std::string, std::string, std::less<>> SqliteStore::load_details(const TreeId& id) {
  Gathered<Records> found;
  index_.read([&](Database& database) { found = read_records(database, id, RecordKind::details); });
  if (found.damaged > 0) tell_damaged_entry();
  return std::move(found.intact);
}

std::map<std::string, std::string, std::less<>> SqliteStore::load_details_of(
    const TreeId& id, const std::vector<std::string>& folders) {
  Gathered<Records> found;
  index_.read_together([&](Database& database) {
    found = read_records_of(database, id, RecordKind::details, folders);
  });
  if (found.damaged > 0) tell_damaged_entry();
  return std::move(found.intact);
}

void SqliteStore::save_tree(const TreeId& id, const TreeUpdate& update) {
  const bool saved = index_.write([&](Database& database) {
    write_tree(database, id, update.header, hour());
    for (const auto& path : update.removed_folders) remove_records(database, id, path);
    for (const auto& [path, record] : update.folders) {
      write_record(database, id, RecordKind::state, path, record);
    }
    for (const auto& [path, record] : update.details) {
      write_record(database, id, RecordKind::details, path, record);
    }
    for (const auto& [path, keys] : update.keys) {
      write_record(database, id, RecordKind::keys, path, keys_record(keys));
    }
    remove_intents(database, id);
    // in this commit, for one of its own would cost as much again
    used_trees_.erase(id);
    write_use(database);
  });
  if (saved) forget_use();
}

void SqliteStore::add_intents(const TreeId& id, const std::vector<std::string>& output_paths) {
  if (output_paths.empty()) return;
  index_.write([&](Database& database) {
    for (const std::string& path : output_paths) write_intent(database, id, path);
  });
}

std::vector<std::string> SqliteStore::intents(const TreeId& id) {
  Gathered<std::vector<std::string>> found;
  index_.read([&](Database& database) { found = read_intents(database, id); });
  if (found.damaged > 0) tell_damaged_entry();
  return std::move(found.intact);
}

std::map<TreeId, std::string> SqliteStore::tree_headers() {
  Gathered<std::map<TreeId, TreeRow>> found;
  index_.read([&](Database& database) { found = read_trees(database); });
  if (found.damaged > 0) tell_damaged_entry();
  std::map<TreeId, std::string> headers;
  for (auto& [id, row] : found.intact) headers.emplace(id, std::move(row.header));
  return headers;
}

void SqliteStore::write_use(Database& database) const {
  for (const ActionKey& key : used_results_) touch_result(database, key, hour());
  for (const TreeId& id : used_trees_) touch_tree(database, id, hour());
  if (hits_ + misses_ > 0) write_session(database, hits_, misses_);
}

void SqliteStore::forget_use() {
  used_results_.clear();
  used_trees_.clear();
  hits_ = 0;
  misses_ = 0;
  wrote_ = false;
}

void SqliteStore::note_use() {
  if (!wrote_ && used_results_.empty() && used_trees_.empty()) return;
  index_.write_if_free([&](Database& database) { write_use(database); });
}

void SqliteStore::keep_within_limit() {
  if (is_over_limit_ && index_.can_write()) {
    collect_beyond({options_, index_, blobs_}, *options_.max_size_bytes);
  }
}

}  // namespace pixmill::cache
