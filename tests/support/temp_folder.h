// A folder for one test, gone with all that is in it when the test ends. It lies in memory where
// the system offers that: what is tested syncs often, and thousands of rounds should not wait for a
// disk.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace pixmill::test {

class TempFolder {
 public:
  TempFolder() {
    std::string name = (place() / "pixmill-test-XXXXXX").native();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temp folder");
    path_ = name;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }

 private:
  static std::filesystem::path place() {
    std::filesystem::path in_memory = "/dev/shm";
    if (::access(in_memory.c_str(), W_OK | X_OK) == 0) return in_memory;
    return std::filesystem::temp_directory_path();
  }

  std::filesystem::path path_;
};

}  // namespace pixmill::test
