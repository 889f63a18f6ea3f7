#include "tool/command.h"

#include <string>

namespace pixmill::tool {

Unexpected wrong_usage(const Command& command, std::string_view what) {
  std::string message(command.name);
  message.append(": ").append(what).append("; it is used as: pixmill ");
  message.append(command.name).append(" ").append(command.synopsis);
  return unexpected(ErrorCode::usage, std::move(message));
}

}  // namespace pixmill::tool
