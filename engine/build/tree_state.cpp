#include "engine/build/tree_state.h"

#include "engine/base/byte_io.h"

namespace pixmill {

namespace {

/// First byte of every record; raised when a layout changes.
constexpr std::uint8_t k_version = 1;

void put_version(RecordWriter& out, const KnownVersion& known) {
  out.number(known.stamp.size_bytes);
  out.number(known.stamp.mtime_ns);
  out.number(known.stamp.ctime_ns);
  out.number(known.stamp.inode);
  out.number(static_cast<std::uint8_t>(known.trusted));
}

KnownVersion get_version(RecordReader& in) {
  KnownVersion known;
  known.stamp.size_bytes = in.number<std::uint64_t>();
  known.stamp.mtime_ns = in.number<std::int64_t>();
  known.stamp.ctime_ns = in.number<std::int64_t>();
  known.stamp.inode = in.number<std::uint64_t>();
  known.trusted = in.number<std::uint8_t>() != 0;
  return known;
}

// The least bytes that one of each takes: what a damaged count is held against.
constexpr std::size_t k_text_bytes = 4;
constexpr std::size_t k_entry_bytes = k_text_bytes + 33 + 16 + 1;
constexpr std::size_t k_total_bytes = 1 + 3 * 8;
constexpr std::size_t k_status_bytes = 1 + 8;

void put_parts(RecordWriter& out, const std::vector<KeyPart>& parts) {
  out.number(static_cast<std::uint32_t>(parts.size()));
  for (const KeyPart& part : parts) {
    out.text(part.name);
    out.text(part.value);
  }
}

std::vector<KeyPart> get_parts(RecordReader& in) {
  std::vector<KeyPart> parts(in.count(2 * k_text_bytes));
  for (KeyPart& part : parts) {
    part.name = in.text();
    part.value = in.text();
  }
  return parts;
}

}  // namespace

bool TreeHeader::tells_of_failures() const {
  const auto failed = statuses.find(ImageStatus::failed);
  return failed != statuses.end() && failed->second > 0;
}

std::string encode_folder(const FolderState& folder) {
  RecordWriter out;
  out.number(k_version);
  out.number(static_cast<std::uint32_t>(folder.size()));
  for (const EntryState& entry : folder) {
    out.text(entry.name);
    put_version(out, entry.source);
    out.hash(entry.content);
    out.number(static_cast<std::uint8_t>(entry.format));
    if (entry.is_foreign()) continue;
    out.number(static_cast<std::uint8_t>(entry.status));
    out.number(entry.recipe);
    put_version(out, entry.output);
    out.hash(entry.output_hash);
  }
  return out.take();
}

std::optional<FolderState> decode_folder(std::string_view record) {
  RecordReader in(record);
  if (in.number<std::uint8_t>() != k_version) return std::nullopt;
  FolderState folder(in.count(k_entry_bytes));
  for (EntryState& entry : folder) {
    entry.name = in.text();
    entry.source = get_version(in);
    entry.content = ContentHash{in.hash()};
    entry.format = static_cast<Format>(in.number<std::uint8_t>());
    if (entry.is_foreign()) continue;
    entry.status = static_cast<ImageStatus>(in.number<std::uint8_t>());
    entry.recipe = in.number<std::uint16_t>();
    entry.output = get_version(in);
    entry.output_hash = ContentHash{in.hash()};
  }
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return folder;
}

std::string encode_header(const TreeHeader& header) {
  RecordWriter out;
  out.number(k_version);
  out.hash(header.fingerprint);
  out.number(static_cast<std::uint32_t>(header.roots.size()));
  for (const std::string& root : header.roots) out.text(root);
  out.text(header.output);
  put_version(out, header.manifest);
  out.hash(header.manifest_hash);
  out.number(static_cast<std::uint32_t>(header.recipes.size()));
  for (const auto& parts : header.recipes) put_parts(out, parts);
  out.number(static_cast<std::uint32_t>(header.formats.size()));
  for (const auto& [format, totals] : header.formats) {
    out.number(static_cast<std::uint8_t>(format));
    out.number(totals.images);
    out.number(totals.source_bytes);
    out.number(totals.output_bytes);
  }
  out.number(static_cast<std::uint32_t>(header.statuses.size()));
  for (const auto& [status, count] : header.statuses) {
    out.number(static_cast<std::uint8_t>(status));
    out.number(count);
  }
  out.number(header.foreign_files);
  return out.take();
}

std::optional<TreeHeader> decode_header(std::string_view record) {
  RecordReader in(record);
  if (in.number<std::uint8_t>() != k_version) return std::nullopt;
  TreeHeader header;
  header.fingerprint = in.hash();
  header.roots.resize(in.count(k_text_bytes));
  for (std::string& root : header.roots) root = in.text();
  header.output = in.text();
  header.manifest = get_version(in);
  header.manifest_hash = ContentHash{in.hash()};
  const std::uint32_t recipes = in.count(4);
  for (std::uint32_t i = 0; i < recipes; ++i) header.recipes.push_back(get_parts(in));
  const std::uint32_t formats = in.count(k_total_bytes);
  for (std::uint32_t i = 0; i < formats; ++i) {
    FormatTotals& totals = header.formats[static_cast<Format>(in.number<std::uint8_t>())];
    totals.images = in.number<std::uint64_t>();
    totals.source_bytes = in.number<std::uint64_t>();
    totals.output_bytes = in.number<std::uint64_t>();
  }
  const std::uint32_t statuses = in.count(k_status_bytes);
  for (std::uint32_t i = 0; i < statuses; ++i) {
    const auto status = static_cast<ImageStatus>(in.number<std::uint8_t>());
    header.statuses[status] = in.number<std::uint64_t>();
  }
  header.foreign_files = in.number<std::uint64_t>();
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return header;
}

std::string encode_rows(const FolderRows& rows) {
  RecordWriter out;
  out.number(k_version);
  out.number(static_cast<std::uint32_t>(rows.size()));
  for (const auto& [name, row] : rows) {
    out.text(name);
    out.text(row);
  }
  return out.take();
}

std::optional<FolderRows> decode_rows(std::string_view record) {
  RecordReader in(record);
  if (in.number<std::uint8_t>() != k_version) return std::nullopt;
  FolderRows rows(in.count(2 * k_text_bytes));
  for (RowView& row : rows) {
    row.name = in.text();
    row.row = in.text();
  }
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return rows;
}

}  // namespace pixmill
