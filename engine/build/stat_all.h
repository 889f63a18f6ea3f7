// The stats of many folders' files at once. Almost all that a build with nothing to do costs is
// these, so every worker is to have its share of them, also where all files lie in one folder.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file_system.h"
#include "engine/base/parallel.h"

namespace pixmill {

/// Names in one folder; they outlive the call.
struct StatOrder {
  std::string folder;
  std::vector<std::string_view> names;
};

/// FileSystem::stat_each() of every order, in the orders' sequence.
std::vector<std::vector<FileStat>> stat_all(std::span<const StatOrder> orders,
                                            const Workers& workers,
                                            FileSystem& files);

}  // namespace pixmill
