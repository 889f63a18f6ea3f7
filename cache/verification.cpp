// Maintenance::verify: everything that could ever be served is read and checked as it would be
// then.
#include <vector>

#include "cache/blob_format.h"
#include "cache/maintenance.h"
#include "cache/result_rows.h"
#include "cache/tree_rows.h"

namespace pixmill::cache {

namespace {

using RawKeys = std::vector<Bytes>;

/// The first column of every row, as it is.
RawKeys read_raw_keys(Database& database, const char* sql) {
  RawKeys keys;
  Statement query = database.statement(sql);
  while (query.step()) keys.emplace_back(query.bytes(0).begin(), query.bytes(0).end());
  return keys;
}

}  // namespace

Result<VerificationReport> Maintenance::verify() {
  if (!index_.can_read()) return cannot("read");
  VerificationReport report;
  // Blobs first, so that a row whose blob is set aside goes with it.
  verify_blob_files(report);
  verify_inline_blobs(report);
  verify_results(report);
  verify_trees(report);
  report.index_started_over = index_.was_started_over();
  return report;
}

void Maintenance::verify_blob_files(VerificationReport& report) {
  blobs_.for_each([&](const ContentHash& hash, std::uint64_t) {
    ++report.blobs;
    const FileDescriptor file = open_regular_file(blobs_.path_of(hash));
    if (!file.is_open()) return;  // collected meanwhile
    const auto description = read_blob_description(file);
    if (description && description->result.output->hash == hash &&
        blobs_.load(*description->result.output).bytes) {
      return;
    }
    ++report.damaged_blobs;
    if (index_.can_write()) blobs_.set_aside(hash);
  });
}

void Maintenance::verify_inline_blobs(VerificationReport& report) {
  std::vector<std::int64_t> ids;
  index_.read([&](Database& database) {
    Statement query = database.statement("SELECT id FROM blobs");
    while (query.step()) ids.push_back(query.number(0));
  });
  for (const std::int64_t id : ids) {
    ++report.blobs;
    bool damaged = false;
    index_.read([&](Database& database) {
      Statement query = database.statement("SELECT bytes FROM blobs WHERE id = ?");
      query.bind(id);
      damaged = query.step() && row_id(content_hash(query.bytes(0))) != id;
    });
    if (!damaged) continue;
    ++report.damaged_blobs;
    index_.write([&](Database& database) {
      database.statement("DELETE FROM blobs WHERE id = ?").bind(id).run();
    });
  }
}

void Maintenance::verify_results(VerificationReport& report) {
  std::vector<std::pair<std::int64_t, Bytes>> rows;
  index_.read([&](Database& database) {
    Statement query = database.statement("SELECT id, key FROM results");
    while (query.step()) {
      const ByteView key = query.bytes(1);
      rows.emplace_back(query.number(0), Bytes(key.begin(), key.end()));
    }
  });
  for (const auto& [id, raw] : rows) {
    ++report.results;
    const auto key = hash_column(raw);
    bool damaged = !key || row_id(*key) != id;
    bool missing = false;
    index_.read_together([&](Database& database) {
      if (damaged) return;
      const auto row = read_result(database, ActionKey{*key});
      damaged = row.damaged;
      missing =
          row.value && row.value->result.output && !has_blob(database, *row.value->result.output);
    });
    if (!damaged && !missing) continue;
    ++(damaged ? report.damaged_rows : report.missing_blobs);
    index_.write([id = id](Database& database) {
      database.statement("DELETE FROM results WHERE id = ?").bind(id).run();
    });
  }
}

bool Maintenance::has_blob(Database& database, const BlobRef& blob) const {
  if (blob.size_bytes > k_inline_limit_bytes) return blobs_.is_there(blob);
  return has_inline_blob(database, blob.hash);
}

namespace {

std::size_t damaged_records_of(Database& database, const TreeId& id) {
  std::size_t damaged = read_intents(database, id).damaged;
  for (const RecordKind kind : {RecordKind::state, RecordKind::details, RecordKind::keys}) {
    damaged += read_records(database, id, kind).damaged;
  }
  return damaged;
}

/// The whole tree: its next build looks at every picture again, and finds the results.
void remove_trees(Database& database, const std::vector<Bytes>& ids) {
  for (const Bytes& id : ids) {
    database.statement("DELETE FROM trees WHERE id = ?").bind(id).run();
    database.statement("DELETE FROM intents WHERE tree = ?").bind(id).run();
  }
  database.run("DELETE FROM tree_records WHERE tree NOT IN (SELECT id FROM trees)");
}

}  // namespace

void Maintenance::verify_trees(VerificationReport& report) {
  Gathered<std::map<TreeId, TreeRow>> trees;
  RawKeys ids;
  // as one: a tree that is saved between the two would look damaged
  index_.read_together([&](Database& database) {
    trees = read_trees(database);
    ids = read_raw_keys(database, "SELECT id FROM trees");
  });
  report.damaged_rows += trees.damaged;
  std::vector<Bytes> damaged;
  for (const Bytes& raw : ids) {
    const auto id = hash_column(raw);
    std::size_t damaged_records = 0;
    if (id && trees.intact.contains(*id)) {
      index_.read([&](Database& database) { damaged_records = damaged_records_of(database, *id); });
      if (damaged_records == 0) continue;
    }
    report.damaged_rows += damaged_records;
    damaged.push_back(raw);
  }
  if (damaged.empty()) return;
  index_.write([&](Database& database) { remove_trees(database, damaged); });
}

}  // namespace pixmill::cache
