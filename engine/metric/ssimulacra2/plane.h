// Memory for rows of floats, kept from picture to picture. A comparison needs tens of megabytes,
// which the kernel hands out zeroed page by page: with fresh memory each time that took as long as
// the filtering (11 ms a megapixel; 3 with large pages, 0 with memory in use already). So a worker
// keeps one arena for all its pictures, and planes are views into it.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace pixmill::ssimulacra2 {

/// Rows of equal length in memory that an arena owns; not initialised. Empty by default.
class Plane {
 public:
  Plane() = default;
  Plane(float* floats, std::size_t stride) : floats_(floats), stride_(stride) {}

  float* row(std::size_t y) { return floats_ + y * stride_; }
  const float* row(std::size_t y) const { return floats_ + y * stride_; }

 private:
  float* floats_ = nullptr;
  std::size_t stride_ = 0;
};

/// Hands out planes, and takes them all back at once. Not for two threads at once.
class PlaneArena {
 public:
  /// `rows` rows of `stride` floats, aligned to 64 bytes; they live until clear() or the arena's
  /// end.
  Plane allocate(std::size_t stride, std::size_t rows);
  /// Ends all planes; keeps their memory for the next ones.
  void clear();

 private:
  struct Chunk {
    std::unique_ptr<float[]> memory;
    float* floats = nullptr;  ///< the aligned part of the memory
    std::size_t size_bytes = 0;
    std::size_t used_bytes = 0;
  };

  static Chunk make_chunk(std::size_t size_bytes);
  Chunk& chunk_with_room(std::size_t size_bytes);

  std::vector<Chunk> chunks_;
};

}  // namespace pixmill::ssimulacra2
