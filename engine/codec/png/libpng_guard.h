// libpng reports errors by longjmp, which skips destructors. So one guard owns libpng's structs,
// and what runs under it is a plain function that calls libpng only and owns nothing: buffers live
// in the caller, outside of the jump.
#pragma once

#include <png.h>

#include <string>

namespace pixmill::png {

class LibpngReadGuard {
 public:
  LibpngReadGuard();
  ~LibpngReadGuard();
  LibpngReadGuard(const LibpngReadGuard&) = delete;
  LibpngReadGuard& operator=(const LibpngReadGuard&) = delete;

  /// Runs `body`; false if libpng gave up (or ran out of memory at the start). The guard is spent
  /// then. `body` must not own anything with a destructor.
  bool run(void (*body)(png_structp png, png_infop info, void* context), void* context);

  /// What libpng said last, error or warning; empty if it never complained.
  const std::string& complaint() const { return complaint_; }

 private:
  [[noreturn]] static void on_error(png_structp png, png_const_charp message);
  static void on_warning(png_structp png, png_const_charp message);

  std::string complaint_;  // before png_, whose creation may complain already
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

}  // namespace pixmill::png
