#include "tool/report/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace pixmill::tool {

namespace {

bool is_able(const Environment& environment, int descriptor) {
  return !environment.term.empty() && environment.term != "dumb" && isatty(descriptor) == 1;
}

}  // namespace

bool can_redraw(const Environment& environment) {
  return is_able(environment, STDERR_FILENO);
}

unsigned terminal_width() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

bool wants_color(ColorMode mode, const Environment& environment) {
  if (mode != ColorMode::automatic) return mode == ColorMode::always;
  return environment.no_color.empty() && is_able(environment, STDOUT_FILENO);
}

}  // namespace pixmill::tool
