#include "engine/codec/png/libpng_guard.h"

#include <csetjmp>

namespace pixmill::png {

LibpngReadGuard::LibpngReadGuard()
    : png_(png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning)) {
  if (png_ != nullptr) info_ = png_create_info_struct(png_);
}

LibpngReadGuard::~LibpngReadGuard() {
  png_destroy_read_struct(&png_, &info_, nullptr);
}

bool LibpngReadGuard::run(void (*body)(png_structp, png_infop, void*), void* context) {
  if (png_ == nullptr || info_ == nullptr) {
    complaint_ = "out of memory";
    return false;
  }
  if (setjmp(png_jmpbuf(png_)) != 0) return false;
  body(png_, info_, context);
  return true;
}

void LibpngReadGuard::on_error(png_structp png, png_const_charp message) {
  on_warning(png, message);
  png_longjmp(png, 1);
}

void LibpngReadGuard::on_warning(png_structp png, png_const_charp message) {
  static_cast<LibpngReadGuard*>(png_get_error_ptr(png))->complaint_ = message;
}

}  // namespace pixmill::png
