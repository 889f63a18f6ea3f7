// The folder inside an output folder that all temporary files of a build lie in: one stat tells
// whether a build was killed there, and its lock lets one build at a time write.
#pragma once

#include <memory>
#include <string>

#include "engine/base/file_system.h"
#include "engine/base/result.h"

namespace pixmill {

/// Makes and locks the temporary folder of the output folder `path`. Waits for a build that has it.
Result<std::unique_ptr<HeldLock>> lock_temporary(const std::string& path,
                                                 const std::string& temporary,
                                                 FileSystem& files);

/// Removes what a killed build has left there.
Status sweep_temporary(const std::string& temporary, FileSystem& files);

}  // namespace pixmill
