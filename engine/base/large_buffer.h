// Memory for tens of megabytes that are written once, and are not cleared before: a vector would
// touch every page to clear it, and then be written to.
//
// Large pages (madvise) would spare most of the faults, but made it slower where that was tried (a
// virtual machine).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace pixmill {

/// Converts to ByteView. A buffer that was moved from is empty.
class LargeBuffer {
 public:
  LargeBuffer() = default;
  /// What it holds is not known before it is written.
  explicit LargeBuffer(std::size_t size_bytes)
      : memory_(std::make_unique_for_overwrite<std::uint8_t[]>(size_bytes)), size_(size_bytes) {}
  LargeBuffer(LargeBuffer&& other) noexcept
      : memory_(std::move(other.memory_)), size_(std::exchange(other.size_, 0)) {}
  LargeBuffer& operator=(LargeBuffer&& other) noexcept {
    memory_ = std::move(other.memory_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  ~LargeBuffer() = default;
  LargeBuffer(const LargeBuffer&) = delete;
  LargeBuffer& operator=(const LargeBuffer&) = delete;

  std::uint8_t* data() { return memory_.get(); }
  const std::uint8_t* data() const { return memory_.get(); }
  std::uint8_t* begin() { return data(); }
  std::uint8_t* end() { return data() + size_; }
  const std::uint8_t* begin() const { return data(); }
  const std::uint8_t* end() const { return data() + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  /// Keeps the beginning; `size_bytes` is not larger than before.
  void shrink(std::size_t size_bytes) { size_ = size_bytes; }

 private:
  std::unique_ptr<std::uint8_t[]> memory_;
  std::size_t size_ = 0;
};

}  // namespace pixmill
