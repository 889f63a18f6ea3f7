// What a make (or a Ninja, or a cargo) that runs this program allows it: the words of MAKEFLAGS.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pixmill::tool {

/// Where tokens are read and given back.
struct JobserverAddress {
  std::string fifo;  ///< a path; empty: the two descriptors, inherited
  int read_end = -1;
  int write_end = -1;
};

struct MakeFlags {
  std::optional<unsigned> jobs;  ///< of -jN
  std::optional<JobserverAddress> jobserver;
};

/// Of each option the last one counts, as the GNU make manual says ("POSIX Jobserver Interaction").
/// What cannot be understood as a jobserver is one that cannot be used: no path, no descriptors.
MakeFlags parse_makeflags(std::string_view text);

}  // namespace pixmill::tool
