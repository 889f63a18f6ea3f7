// Folders that an output folder does not have yet: each is put together in the temporary folder,
// with its outputs under their own names, and renamed into place whole. A build into an empty
// output folder then renames some folders instead of thousands of files, one after the other, for a
// disk lets in one rename at a time; and threads that write make files in folders of their own
// instead of waiting for each other at a common one.
//
// Only folders right below the output folder, with all that lies below them: what is made in the
// temporary folder inherits from the output folder what it would have inherited there.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "engine/base/file_system.h"
#include "engine/base/result.h"

namespace pixmill {

class NewFolders {
 public:
  /// Both absolute.
  NewFolders(std::string output, std::string temporary, FileSystem& files)
      : output_(std::move(output)), temporary_(std::move(temporary)), files_(files) {}

  /// The folder that an output at this path, relative to the output folder, would come with; empty
  /// if it would not come with one. Thread-safe.
  std::string folder_of(std::string_view path);
  /// Where to write that output, below a folder that is made there: the temporary folder's `name`,
  /// unless this output is not the first that comes with its folder. Thread-safe.
  Result<std::string> place_for(std::string_view path, const std::string& name);
  /// One output less. Thread-safe.
  void forget_one(std::string_view folder);
  /// Renames the folder into place if just so many outputs lie in it. If not, and where it cannot
  /// be, they remain where they are, and the folder is one that is there from now on.
  bool put_in_place(std::string_view folder, std::size_t outputs);
  /// True if something may have been left in the temporary folder.
  bool has_left_any() const;

 private:
  struct Folder {
    bool is_new = false;
    std::string name;  ///< in the temporary folder; empty as long as nothing was made there
    std::size_t outputs = 0;
    std::set<std::string, std::less<>> made;  ///< its folders that outputs were written to
  };
  Folder& look_at(const std::string& folder);

  const std::string output_;
  const std::string temporary_;
  FileSystem& files_;
  mutable std::mutex mutex_;
  std::map<std::string, Folder, std::less<>> folders_;  ///< that were asked for
  bool has_left_any_ = false;
};

}  // namespace pixmill
