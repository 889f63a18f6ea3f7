// The open index and the rule that no fault of it may ever reach a build. Whoever wants something
// of the database hands in what to do; whatever goes wrong is turned into "no", one warning, and a
// state that fits: writes stop when the disk is full, a damaged index is set aside and started
// over, and where nothing helps the cache is off for the rest of the run.
#pragma once

#include <functional>
#include <optional>

#include "cache/database.h"
#include "cache/folder_lock.h"
#include "cache/index_file.h"
#include "cache/store_options.h"
#include "cache/warnings.h"

namespace pixmill::cache {

class Index {
 public:
  using Body = std::function<void(Database&)>;

  /// Never fails; see can_read(). `warnings` must outlive the index.
  Index(const StoreOptions& options, Warnings& warnings);

  bool can_read() const { return database_.has_value(); }
  bool can_write() const { return can_read() && access_ == Access::read_write; }
  /// Whether the index was found damaged after it was opened, and replaced.
  bool was_started_over() const { return started_over_; }
  const FolderLock& lock() const { return lock_; }

  /// Runs `body`. False if anything went wrong; what it had found until then is checked row by row
  /// and may be used.
  bool read(const Body& body);
  /// The same in one transaction: what it reads is of one moment, and locks and checks of the
  /// journal are for all of it.
  bool read_together(const Body& body);
  /// Runs `body` in one transaction, on the disk when this returns true. It may be run again after
  /// the index was started over, so it must not depend on what it did before.
  bool write(const Body& body);
  /// The same without waiting for other processes and without a word: for bookkeeping that may
  /// fail.
  void write_if_free(const Body& body);

 private:
  enum class Afterwards { give_up, try_again };

  void open_read_write();
  void open_read_only();
  void connect(OpenMode mode);
  /// Makes an empty index, and fills in what the blobs tell. False if it cannot be made.
  bool start_over(IndexState found);
  bool run_transaction(const Body& body);
  void roll_back();
  Afterwards deal_with_fault(Access wanted);
  Afterwards recover_damaged();
  void turn_off();

  std::filesystem::path folder_;
  Access access_;
  Warnings& warnings_;
  FolderLock lock_;
  std::optional<Database> database_;
  bool started_over_ = false;
  bool syncs_fully_ = false;
};

}  // namespace pixmill::cache
