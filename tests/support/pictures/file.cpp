#include "tests/support/pictures/file.h"

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace pixmill::test {

void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    std::cerr << "make_pictures: cannot write " << path << '\n';
    std::exit(1);
  }
}

}  // namespace pixmill::test
