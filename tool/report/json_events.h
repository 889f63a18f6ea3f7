// What --json prints on stdout: one object a line, an "image" for each that was not unchanged and
// at last a "summary". The names are a contract with other programs.
#pragma once

#include <string>
#include <string_view>

#include "engine/build/summary.h"
#include "tool/text/json_line.h"

namespace pixmill::tool {

/// Both end with a newline. A name that is not UTF-8 is escaped as in the manifest, and then
/// "source_escaped" is true. Width and height are the output's, where they are
/// known; its EXIF "orientation" stands where it is not 1, as in the manifest.
std::string image_event(const ImageReport& report);
std::string summary_event(const Summary& summary, double seconds);

/// The parts that the events of other commands share.
std::string_view origin_name(Origin origin);
Json counters_json(const Counters& counters);

}  // namespace pixmill::tool
