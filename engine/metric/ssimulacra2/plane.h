// Memory for rows of floats. A picture's planes are tens of megabytes that the kernel hands out
// zeroed page by page, which costs as much as filtering them: large pages make that cheap, and
// planes live as long as the comparison, over all its candidates.
#pragma once

#include <cstddef>
#include <memory>

namespace pixmill::ssimulacra2 {

/// A fixed number of rows of equal length, 64-byte aligned, not initialised. Empty by default.
class Plane {
 public:
  Plane() = default;
  Plane(std::size_t stride, std::size_t rows);

  bool empty() const { return floats_ == nullptr; }
  std::size_t stride() const { return stride_; }
  std::size_t rows() const { return rows_; }
  float* row(std::size_t y) { return floats_.get() + y * stride_; }
  const float* row(std::size_t y) const { return floats_.get() + y * stride_; }
  void fill_with_zeros();

 private:
  struct Release {
    void operator()(float* floats) const;
  };

  std::unique_ptr<float[], Release> floats_;
  std::size_t stride_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace pixmill::ssimulacra2
