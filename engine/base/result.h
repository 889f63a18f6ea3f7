// Expected failures are values here: a function that can fail returns a Result and says why in a
// sentence that a person can act on. The names are std::expected's, so that an alias can replace
// this file once the compilers of the stable distributions carry it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace pixmill {

/// What kind of failure it was. Only the kinds that some caller tells apart exist.
enum class ErrorCode {
  io,              ///< the operating system refused or failed an operation
  not_found,       ///< no such file
  not_regular,     ///< a directory, FIFO, device or socket where a file was needed
  corrupt_input,   ///< the bytes are damaged or not what they claim to be
  unsupported,     ///< well-formed, but a feature that pixmill does not handle
  limit_exceeded,  ///< larger than a limit allows; found before anything large was allocated
  changed,         ///< the file changed while it was read
  usage,           ///< the person asked for something impossible; exit code 2
  internal,        ///< a result of our own failed its verification
};

/// A failure. The message names what is wrong; whoever knows the file's name puts it in front.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
};

/// Wraps an Error on its way into any Result.
struct Unexpected {
  Error error;
};

inline Unexpected unexpected(ErrorCode code, std::string message) {
  return Unexpected{Error{code, std::move(message)}};
}
inline Unexpected unexpected(Error error) {
  return Unexpected{std::move(error)};
}

/// A value or the reason why there is none. Taking the one that is not there is a bug and throws.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit
  Result(Unexpected failure)                                             // NOLINT: implicit
      : state_(std::in_place_index<1>, std::move(failure.error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & { return get(); }
  const T& value() const& { return get(); }
  T&& value() && { return std::move(get()); }
  T& operator*() & { return get(); }
  const T& operator*() const& { return get(); }
  T&& operator*() && { return std::move(get()); }
  T* operator->() { return &get(); }
  const T* operator->() const { return &get(); }

  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  T& get() { return std::get<0>(state_); }
  const T& get() const { return std::get<0>(state_); }

  std::variant<T, Error> state_;
};

/// Success, or the reason why not.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Unexpected failure) : error_(std::move(failure.error)) {}  // NOLINT: implicit

  bool has_value() const { return !error_.has_value(); }
  explicit operator bool() const { return has_value(); }
  const Error& error() const& { return error_.value(); }
  Error&& error() && { return std::move(error_).value(); }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace pixmill
