#include "tool/text/json_line.h"

namespace pixmill::tool {

std::string json_line(const Json& object) {
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace pixmill::tool
