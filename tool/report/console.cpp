#include "tool/report/console.h"

#include "tool/text/human.h"

namespace pixmill::tool {

void Console::write(std::FILE* stream, std::string_view text) {
  clear_progress();
  if (std::fwrite(text.data(), 1, text.size(), stream) != text.size()) failed_ = true;
  // two streams on one terminal keep their order only if neither waits in a buffer
  if (std::fflush(stream) != 0) failed_ = true;
}

void Console::print(std::string_view text) {
  write(out_, text);
}

void Console::complain(std::string_view sentence) {
  write(err_, "pixmill: " + printable(sentence) + "\n");
}

void Console::note(std::string_view text) {
  write(err_, text);
}

void Console::show_progress(std::string_view line) {
  const std::string text = "\r" + std::string(line) + "\x1B[K";  // ECMA-48 EL: clear to the end
  progress_shown_ = std::fwrite(text.data(), 1, text.size(), err_) == text.size();
  std::fflush(err_);
}

void Console::clear_progress() {
  if (!progress_shown_) return;
  progress_shown_ = false;
  std::fputs("\r\x1B[K", err_);
  std::fflush(err_);
}

bool Console::finish() {
  clear_progress();
  return std::fflush(out_) == 0 && !failed_;
}

}  // namespace pixmill::tool
