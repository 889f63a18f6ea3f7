// The names under which --stats and --json tell a build's counters: one list for both.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/build/summary.h"

namespace pixmill::tool {

struct NamedCounter {
  std::string_view name;
  std::uint64_t Counters::*value;
};

inline constexpr std::array<NamedCounter, 10> k_counters{{
    {"images_read", &Counters::images_read},
    {"images_hashed", &Counters::images_hashed},
    {"encodes", &Counters::encodes},
    {"hits", &Counters::hits},
    {"misses", &Counters::misses},
    {"unchanged", &Counters::unchanged},
    {"outputs_written", &Counters::outputs_written},
    {"outputs_removed", &Counters::outputs_removed},
    {"bytes_read", &Counters::bytes_read},
    {"bytes_written", &Counters::bytes_written},
}};

/// "images_read: 12" and so on, a line each.
std::string stats_text(const Counters& counters);

}  // namespace pixmill::tool
