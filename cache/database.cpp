#include "cache/database.h"

#include <chrono>
#include <thread>

namespace pixmill::cache {

namespace {

/// Long enough for any transaction of another process: none holds the lock for more than one batch.
constexpr int k_longest_wait_ms = 20'000;

/// SQLite's own handler backs off to 100 ms, but a commit here takes about 1 ms.
int wait_a_little(void*, int waited_before) {
  if (waited_before >= k_longest_wait_ms) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return 1;
}

/// Before the first connection of the process. SQLite prepares 20 pages for every connection and 48
/// KiB for its small objects, and touches it all; a process that asks for one row needs none of it:
/// a thirtieth of its time. And it counts what it has in use, which nobody asks for, and for which
/// all threads wait for each other at every piece of memory.
void spare_memory() {
  static const bool once = [] {
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, nullptr, 0, 0);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return true;
  }();
  static_cast<void>(once);
}

int open_flags(OpenMode mode) {
  constexpr int k_common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (mode == OpenMode::read_only) return k_common | SQLITE_OPEN_READONLY;
  if (mode == OpenMode::create) return k_common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  return k_common | SQLITE_OPEN_READWRITE;
}

}  // namespace

Database::Database(const std::filesystem::path& file, OpenMode mode) {
  spare_memory();
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, open_flags(mode), nullptr);
  handle_.reset(handle);
  note(code);
  if (code != SQLITE_OK) return;
  wait_for_locks(true);
  // The schema is data like the rest of a damaged or foreign file: it may not run anything.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
}

void Database::note(int code) {
  if (fault_ != SQLITE_OK) return;
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
  fault_ = code & 0xff;
  message_ = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
}

void Database::clear_fault() {
  fault_ = SQLITE_OK;
  message_.clear();
}

void Database::set_fault(int fault, const std::string& message) {
  fault_ = fault;
  message_ = message;
}

void Database::wait_for_locks(bool wait) {
  sqlite3_busy_handler(handle_.get(), wait ? wait_a_little : nullptr, nullptr);
}

Statement Database::statement(const char* sql) {
  if (fault_ != SQLITE_OK) return {*this, nullptr};
  auto& slot = statements_[sql];
  if (!slot) {
    sqlite3_stmt* handle = nullptr;
    note(sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr));
    slot.reset(handle);
  }
  return {*this, slot.get()};
}

void Database::execute(const char* script) {
  if (fault_ == SQLITE_OK) note(sqlite3_exec(handle_.get(), script, nullptr, nullptr, nullptr));
}

Statement::~Statement() {
  // Bound values are borrowed, so they must not outlive this execution.
  if (handle_ == nullptr) return;
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
}

Statement& Statement::bind(ByteView bytes) {
  if (handle_ == nullptr) return *this;
  // A null pointer would bind NULL, and an empty value is not that.
  const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
  database_.note(sqlite3_bind_blob64(handle_, ++bound_, data, bytes.size(), SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  if (handle_ != nullptr) database_.note(sqlite3_bind_int64(handle_, ++bound_, number));
  return *this;
}

Statement& Statement::bind_null() {
  if (handle_ != nullptr) database_.note(sqlite3_bind_null(handle_, ++bound_));
  return *this;
}

bool Statement::step() {
  if (handle_ == nullptr || database_.fault() != SQLITE_OK) return false;
  const int code = sqlite3_step(handle_);
  database_.note(code);
  return code == SQLITE_ROW;
}

void Statement::run() {
  while (step()) {
  }
}

ByteView Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(handle_, column);
  const int size = sqlite3_column_bytes(handle_, column);
  if (data == nullptr || size <= 0) return {};
  return {static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)};
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(handle_, column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

}  // namespace pixmill::cache
