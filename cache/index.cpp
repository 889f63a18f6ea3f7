#include "cache/index.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "cache/network_file_system.h"
#include "cache/rebuild.h"

namespace pixmill::cache {

namespace {

/// How long another process may take to create the index before this one builds without a cache.
constexpr int k_patience_ms = 5'000;

bool create_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), failed);
  // What was in a picture is nobody else's business unless its owner says so.
  return ::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST;
}

std::string about_cache(const std::filesystem::path& folder, const std::string& what) {
  return "the cache in " + folder.string() + " " + what;
}

}  // namespace

Index::Index(const StoreOptions& options, Warnings& warnings)
    : folder_(options.folder), access_(options.access), warnings_(warnings) {
  if (access_ == Access::read_only) {
    open_read_only();
    return;
  }
  create_folder(folder_);
  lock_ = FolderLock(folder_);
  if (lock_.is_open() && ::access(folder_.c_str(), W_OK) == 0) {
    open_read_write();
  } else {
    access_ = Access::read_only;
    warnings_.tell(Warning::read_only,
                   about_cache(folder_, "cannot be written; its hits are used, nothing is added"));
    open_read_only();
  }
}

void Index::connect(OpenMode mode) {
  syncs_fully_ = false;
  database_.emplace(index_path(folder_), mode);
  if (database_->fault() != SQLITE_OK) deal_with_fault(Access::read_only);
}

void Index::open_read_only() {
  const IndexState state = inspect_index(folder_);
  if (state == IndexState::current) {
    connect(OpenMode::read_only);
  } else if (state == IndexState::newer) {
    warnings_.tell(Warning::index_newer,
                   about_cache(folder_, "was made by a newer pixmill; it is not used"));
  } else if (state != IndexState::missing) {
    warnings_.tell(Warning::cannot_read, about_cache(folder_, "cannot be read; it is not used"));
  }
}

void Index::open_read_write() {
  if (const auto type = network_file_system(folder_)) {
    warnings_.tell(Warning::network_file_system,
                   about_cache(folder_,
                               "is on a network file system (" + std::string(*type) +
                                   "), where entries can be lost; a local folder is "
                                   "better"));
  }
  for (int waited_ms = 0; waited_ms < k_patience_ms; ++waited_ms) {
    if (!lock_.lock_shared(k_patience_ms)) break;
    const IndexState state = inspect_index(folder_);
    if (state == IndexState::current) return connect(OpenMode::read_write);
    if (state == IndexState::newer || state == IndexState::unreadable) return open_read_only();
    if (lock_.try_lock_exclusive()) {
      if (!start_over(inspect_index(folder_))) {
        warnings_.tell(Warning::cannot_write,
                       about_cache(folder_, "cannot be written; it is not used"));
        return;
      }
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  warnings_.tell(Warning::busy,
                 about_cache(folder_, "is kept busy by another process; it is not used"));
}

bool Index::start_over(IndexState found) {
  // another was faster
  if (found == IndexState::current || found == IndexState::newer) return true;
  if (found == IndexState::damaged) {
    warnings_.tell(Warning::index_damaged,
                   about_cache(folder_,
                               "had a damaged index, which was set aside as "
                               "index.sqlite.damaged; a new one was started"));
  }
  if (found == IndexState::older) {
    warnings_.tell(Warning::index_older,
                   about_cache(folder_, "was made by an older pixmill and was started over"));
  }
  if (found != IndexState::missing) set_index_aside(folder_);
  if (!create_index(folder_)) return false;
  rebuild_index(folder_);
  return true;
}

bool Index::read(const Body& body) {
  if (!can_read()) return false;
  body(*database_);
  if (database_->fault() == SQLITE_OK) return true;
  deal_with_fault(Access::read_only);
  return false;
}

bool Index::read_together(const Body& body) {
  return read([&](Database& database) {
    database.run("BEGIN");
    body(database);
    database.run("COMMIT");
    if (database.fault() != SQLITE_OK) roll_back();
  });
}

/// Ends the transaction, and keeps the fault that it ended with.
void Index::roll_back() {
  if (!database_->in_transaction()) return;
  const int fault = database_->fault();
  const std::string message = database_->fault_message();
  database_->clear_fault();
  database_->run("ROLLBACK");
  database_->set_fault(fault, message);
}

bool Index::run_transaction(const Body& body) {
  if (!syncs_fully_) {
    // EXTRA also syncs the folder once the journal is gone; else a power cut could bring it back
    // and undo a commit that was reported (sqlite.org/pragma.html#pragma_synchronous).
    database_->execute("PRAGMA synchronous = EXTRA");
    // Debian's SQLite overwrites what it removes, which nothing in a cache is secret enough for.
    database_->execute("PRAGMA secure_delete = OFF");
    syncs_fully_ = true;
  }
  database_->run("BEGIN IMMEDIATE");
  body(*database_);
  database_->run("COMMIT");
  if (database_->fault() == SQLITE_OK) return true;
  roll_back();
  return false;
}

bool Index::write(const Body& body) {
  while (can_write()) {
    if (run_transaction(body)) return true;
    if (deal_with_fault(Access::read_write) == Afterwards::give_up) break;
  }
  return false;
}

void Index::write_if_free(const Body& body) {
  if (!can_write()) return;
  database_->wait_for_locks(false);
  run_transaction(body);
  database_->clear_fault();
  database_->wait_for_locks(true);
}

Index::Afterwards Index::deal_with_fault(Access wanted) {
  const int fault = database_->fault();
  const std::string reason = " (" + database_->fault_message() + ")";
  database_->clear_fault();
  switch (fault) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      warnings_.tell(Warning::busy, about_cache(folder_, "is kept busy by another process"));
      return Afterwards::give_up;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR:  // a table or column is not there
    case SQLITE_SCHEMA:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return recover_damaged();
    default:
      if (wanted == Access::read_write) {
        access_ = Access::read_only;
        warnings_.tell(Warning::cannot_write,
                       about_cache(folder_, "cannot be written; nothing is added" + reason));
        return Afterwards::give_up;
      }
      warnings_.tell(Warning::cannot_read,
                     about_cache(folder_, "cannot be read; it is not used" + reason));
      turn_off();
      return Afterwards::give_up;
  }
}

Index::Afterwards Index::recover_damaged() {
  turn_off();
  if (access_ == Access::read_only || started_over_ || !lock_.try_lock_exclusive()) {
    warnings_.tell(Warning::index_damaged,
                   about_cache(folder_, "has a damaged index; it is not used"));
    return Afterwards::give_up;
  }
  started_over_ = true;
  static_cast<void>(start_over(IndexState::damaged));  // which the next line tries again
  open_read_write();
  return Afterwards::try_again;
}

void Index::turn_off() {
  database_.reset();
}

}  // namespace pixmill::cache
