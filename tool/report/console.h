// The only place that writes to stdout and stderr. A progress line may stand on the terminal at any
// time, so everything that is printed clears it first: nothing is ever garbled.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace pixmill::tool {

/// Used from one thread.
class Console {
 public:
  /// Neither stream is closed here.
  Console(std::FILE* out, std::FILE* err) : out_(out), err_(err) {}
  ~Console() { clear_progress(); }
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  /// To stdout, as it is.
  void print(std::string_view text);
  /// One sentence to stderr, behind "pixmill: ". Control characters are made visible.
  void complain(std::string_view sentence);
  /// To stderr, as it is.
  void note(std::string_view text);

  /// Replaces the progress line on stderr, which must be a terminal.
  void show_progress(std::string_view line);
  void clear_progress();

  /// False if anything that was printed could not be written (a full disk).
  [[nodiscard]] bool finish();

 private:
  void write(std::FILE* stream, std::string_view text);

  std::FILE* out_;
  std::FILE* err_;
  bool progress_shown_ = false;
  bool failed_ = false;
};

}  // namespace pixmill::tool
