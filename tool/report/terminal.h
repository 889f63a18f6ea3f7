// What stdout and stderr lead to.
#pragma once

#include "tool/environment.h"
#include "tool/options/options.h"

namespace pixmill::tool {

/// True if a line on stderr can be redrawn: a terminal that knows how.
bool can_redraw(const Environment& environment);

/// The columns of the terminal on stderr, now; 80 where that cannot be told.
unsigned terminal_width();

/// Whether to colour stdout: asked for, or a terminal and NO_COLOR (no-color.org) is not set.
bool wants_color(ColorMode mode, const Environment& environment);

}  // namespace pixmill::tool
