// The port behind which results are remembered. cache/ implements it; the engine knows no more of a
// cache than this. A miss is an empty optional, and so is every fault: whatever goes wrong in a
// store must never fail a build, so implementations warn once and answer "miss".
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/hash.h"
#include "engine/base/result.h"

namespace pixmill {

/// Names a blob by what it holds.
struct BlobRef {
  ContentHash hash;
  std::uint64_t size_bytes = 0;

  friend bool operator==(const BlobRef&, const BlobRef&) = default;
};

/// What was remembered under an action key. `record` is opaque to the store
/// (engine/build/outcome_record.h).
struct StoredResult {
  std::string record;
  /// The output's bytes; absent where the output is the source's own bytes.
  std::optional<BlobRef> output;
};

/// One result to remember. `bytes` is the blob that `result.output` names, empty if it names none.
struct NewResult {
  ActionKey key;
  StoredResult result;
  ByteView bytes;
};

/// Whose work a result is.
enum class Claim : std::uint8_t {
  ours,        ///< nobody else makes it until it is put, released, or the store is gone
  by_another,  ///< another process is making it
  stored,      ///< it was made meanwhile: find() has it
};

/// Reads blobs for one thread, at the same time as others read with their own.
struct BlobReader {
  virtual ~BlobReader() = default;
  /// Calls `use` with the blob's bytes, hashed and compared just now, where they lie: they are gone
  /// when it returns. False, and no call, says only that the blob was not to be had this way:
  /// ResultStore::load() may have it, and knows what to do with a damaged one.
  virtual bool load(const BlobRef& blob, const std::function<void(ByteView)>& use) = 0;
};

/// Thread-safe.
struct ResultStore {
  virtual ~ResultStore() = default;
  /// The row under the key, its checksum verified just now.
  virtual std::optional<StoredResult> find(const ActionKey& key) = 0;
  /// The same for many, in the order of the keys, and cheaper than one by one.
  virtual std::vector<std::optional<StoredResult>> find_all(std::span<const ActionKey> keys) = 0;
  /// The blob's bytes, hashed and compared just now; a damaged one is set aside and is a miss.
  virtual std::optional<Bytes> load(const BlobRef& blob) = 0;
  /// For a thread that loads many. Writers of this process and others wait for as long as a reader
  /// is held: while one is, nothing may be asked of the stores that writes.
  virtual std::unique_ptr<BlobReader> blob_reader() = 0;
  /// Remembers them all in one transaction, blobs first; durable when it returns.
  /// A failure is warned about once and otherwise ignored.
  /// Gives up the claims on them.
  virtual void put(std::span<const NewResult> results) = 0;

  /// Asked for a result that find() did not have, before it is made. Never waits. Where claims
  /// cannot be kept, everything is ours.
  virtual Claim claim(const ActionKey& key) = 0;
  /// Where no result came of it.
  virtual void release(const ActionKey& key) = 0;
};

}  // namespace pixmill
