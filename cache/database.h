// SQLite with its rules made types: a connection closes itself, a statement resets itself, and the
// first fault sticks. After a fault every step finds no row and every command does nothing, so code
// that runs statements reads straight down, and whoever started it asks once, at the end, whether
// anything went wrong.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"

namespace pixmill::cache {

class Database;

/// One execution of a prepared statement. Values are bound in order, columns are read by index and
/// stay valid until the next step.
class Statement {
 public:
  Statement(Database& database, sqlite3_stmt* handle) : database_(database), handle_(handle) {}
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// The bytes must outlive the execution.
  Statement& bind(ByteView bytes);
  Statement& bind(std::string_view text) { return bind(as_bytes(text)); }
  Statement& bind(std::int64_t number);
  Statement& bind_null();

  /// True if there is a (further) row.
  bool step();
  /// Executes a statement that has no rows.
  void run();

  ByteView bytes(int column) const;
  std::int64_t number(int column) const;
  bool is_null(int column) const;

 private:
  Database& database_;
  sqlite3_stmt* handle_;
  int bound_ = 0;
};

enum class OpenMode { read_write, create, read_only };

/// Used from one thread at a time.
class Database {
 public:
  /// A failure is a fault() like any other.
  Database(const std::filesystem::path& file, OpenMode mode);

  /// `sql` must be a literal: statements are kept by its address.
  Statement statement(const char* sql);
  void run(const char* sql) { statement(sql).run(); }
  /// For pragmas and scripts that run once.
  void execute(const char* script);

  /// SQLITE_OK, or the first failure since the last clear_fault(), as SQLite's primary result code.
  int fault() const { return fault_; }
  const std::string& fault_message() const { return message_; }
  void clear_fault();
  void set_fault(int fault, const std::string& message);
  /// Whether a transaction is open, as after a failed COMMIT.
  bool in_transaction() const { return handle_ && sqlite3_get_autocommit(handle_.get()) == 0; }

  /// Rows changed by the last statement.
  std::int64_t changes() const { return sqlite3_changes64(handle_.get()); }
  /// Whether a lock that another process holds is waited for (some seconds), or is a fault at once.
  void wait_for_locks(bool wait);

 private:
  friend class Statement;
  void note(int code);

  struct CloseConnection {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };

  std::unique_ptr<sqlite3, CloseConnection> handle_;
  std::map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
  int fault_ = SQLITE_OK;
  std::string message_;
};

}  // namespace pixmill::cache
