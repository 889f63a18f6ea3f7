// What a Console writes, kept in memory.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

namespace pixmill::test {

class MemoryStream {
 public:
  MemoryStream() : file_(open_memstream(&text_, &size_)) {
    if (!file_) throw std::runtime_error("cannot open a stream in memory");
  }
  ~MemoryStream() {
    file_.reset();     // its last write goes to text_
    std::free(text_);  // NOLINT: open_memstream's contract
  }
  MemoryStream(const MemoryStream&) = delete;
  MemoryStream& operator=(const MemoryStream&) = delete;

  std::FILE* file() { return file_.get(); }

  /// Everything that was written so far.
  std::string text() {
    std::fflush(file_.get());
    return {text_, size_};
  }

 private:
  struct Close {
    // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): the unique_ptr is the owner
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  char* text_ = nullptr;
  std::size_t size_ = 0;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace pixmill::test
