#include "engine/codec/jpeg/memory_destination.h"

#include <algorithm>
#include <new>

namespace pixmill::jpeg {

MemoryDestination::MemoryDestination(std::size_t expected_bytes)
    : jpeg_destination_mgr{}, bytes_(std::max<std::size_t>(expected_bytes, 4096)) {
  init_destination = begin;
  empty_output_buffer = grow;
  term_destination = finish;
}

MemoryDestination& MemoryDestination::of(j_compress_ptr info) {
  return *static_cast<MemoryDestination*>(info->dest);
}

void MemoryDestination::begin(j_compress_ptr info) {
  MemoryDestination& self = of(info);
  self.next_output_byte = self.bytes_.data();
  self.free_in_buffer = self.bytes_.size();
}

boolean MemoryDestination::grow(j_compress_ptr info) {
  MemoryDestination& self = of(info);
  const std::size_t used = self.bytes_.size();  // libjpeg calls only when all of it is full
  if (!self.try_resize(2 * used)) ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
  self.next_output_byte = self.bytes_.data() + used;
  self.free_in_buffer = self.bytes_.size() - used;
  return TRUE;
}

void MemoryDestination::finish(j_compress_ptr info) {
  MemoryDestination& self = of(info);
  self.bytes_.resize(self.bytes_.size() - self.free_in_buffer);
}

bool MemoryDestination::try_resize(std::size_t size) noexcept {
  try {
    bytes_.resize(size);
    return true;
  } catch (const std::bad_alloc&) {  // must not pass through libjpeg's frames
    return false;
  }
}

}  // namespace pixmill::jpeg
