#include "engine/codec/jpeg/guard.h"

#include <string>

namespace pixmill::jpeg {

ErrorTrap::ErrorTrap() : jpeg_error_mgr{} {
  jpeg_std_error(this);
  error_exit = leave;
  emit_message = on_message;
}

bool ErrorTrap::call(void (*body)(void*), void* context) {
  if (setjmp(jump_) != 0) return false;
  body(context);
  return true;
}

Error ErrorTrap::error(ErrorCode code) const {
  const bool no_memory = msg_code == JERR_OUT_OF_MEMORY;
  return {no_memory ? ErrorCode::limit_exceeded : code, message_.data()};
}

void ErrorTrap::leave(j_common_ptr info) {
  ErrorTrap& trap = *static_cast<ErrorTrap*>(info->err);
  trap.format_message(info, trap.message_.data());
  std::longjmp(trap.jump_, 1);
}

void ErrorTrap::on_message(j_common_ptr info, int level) {
  const bool warning = level < 0;  // the other levels are traces
  if (warning) leave(info);
}

}  // namespace pixmill::jpeg
