// JSON for programs that read line by line.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace pixmill::tool {

/// Keeps the order in which keys are added.
using Json = nlohmann::ordered_json;

/// The object on one line, with its newline. Bytes that are not UTF-8, which a message may quote
/// from a file, become U+FFFD: names that must round-trip are escaped before (manifest_name()).
std::string json_line(const Json& object);

}  // namespace pixmill::tool
