// libjpeg reports errors by longjmp, which skips C++ destructors. So the library is called in one
// way only: a guard owns libjpeg's struct and its memory, and runs bodies that call the library and
// own nothing; vectors and images live with the caller, outside of the body.
//
//   Decompressor jpeg;
//   Status read = jpeg.run([&](jpeg_decompress_struct& info) {
//     jpeg_mem_src(&info, file.data(), file.size());
//     jpeg_read_header(&info, TRUE);
//   });
//
// A body must not create objects with destructors, and must not throw. After a failure only the
// guard's destructor may follow. libjpeg's warnings are failures too: they mean damaged data that
// it would otherwise replace by grey.
#pragma once

#include <array>
#include <csetjmp>

#include "engine/base/result.h"
#include "engine/codec/jpeg/libjpeg.h"

namespace pixmill::jpeg {

/// libjpeg's error manager, made to leave through setjmp with the message kept. Neither copied nor
/// moved: libjpeg holds its address.
class ErrorTrap : private jpeg_error_mgr {
 public:
  ErrorTrap();
  ~ErrorTrap() = default;
  ErrorTrap(const ErrorTrap&) = delete;
  ErrorTrap& operator=(const ErrorTrap&) = delete;

  jpeg_error_mgr* manager() { return this; }

  /// Calls body(context); true unless libjpeg reported something. The only setjmp there is.
  bool call(void (*body)(void*), void* context);

  /// The failure of the last call; `code` where it was not for lack of memory.
  Error error(ErrorCode code) const;

 private:
  [[noreturn]] static void leave(j_common_ptr info);
  static void on_message(j_common_ptr info, int level);

  std::jmp_buf jump_{};
  std::array<char, JMSG_LENGTH_MAX> message_{};
};

/// Owns one of libjpeg's two structs; `Traits` names its functions and the code of its failures.
template <class Traits>
class Guard {
 public:
  using Info = typename Traits::Info;

  Guard() { info_.err = trap_.manager(); }
  ~Guard() { Traits::destroy(&info_); }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  /// Runs body(Info&) under the trap; the struct is created before the first body.
  template <class Body>
  Status run(Body body) {
    struct Context {
      Info* info;
      Body* body;
    } context{&info_, &body};
    const auto enter = [](void* opaque) {
      auto& inside = *static_cast<Context*>(opaque);
      if (inside.info->mem == nullptr) Traits::create(inside.info);
      (*inside.body)(*inside.info);
    };
    if (!trap_.call(enter, &context)) return unexpected(trap_.error(Traits::failure));
    return {};
  }

  /// For reading what a body has left in it, and for handing it to another guard's body.
  Info& info() { return info_; }

 private:
  ErrorTrap trap_;
  Info info_{};
};

struct DecompressTraits {
  using Info = jpeg_decompress_struct;
  static constexpr ErrorCode failure = ErrorCode::corrupt_input;
  static void create(Info* info) { jpeg_create_decompress(info); }
  static void destroy(Info* info) { jpeg_destroy_decompress(info); }
};

struct CompressTraits {
  using Info = jpeg_compress_struct;
  static constexpr ErrorCode failure = ErrorCode::internal;
  static void create(Info* info) { jpeg_create_compress(info); }
  static void destroy(Info* info) { jpeg_destroy_compress(info); }
};

using Decompressor = Guard<DecompressTraits>;
using Compressor = Guard<CompressTraits>;

}  // namespace pixmill::jpeg
