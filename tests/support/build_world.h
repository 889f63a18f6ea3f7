// A small world to build in: a disk, a cache and a person's hands, all in memory. Pictures are
// GIFs, which no codec touches, so these tests are about the build alone; where an optimized result
// is wanted, it is remembered beforehand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/build/build.h"
#include "engine/build/outcome_record.h"
#include "engine/recipe/action_key.h"
#include "tests/support/memory_file_system.h"
#include "tests/support/memory_stores.h"

namespace pixmill::test {

inline std::string gif(std::string_view content) {
  return "GIF89a" + std::string(content);
}

class RecordingReporter final : public Reporter {
 public:
  void planned(std::size_t images, std::size_t to_do) override {
    planned_images = images;
    planned_to_do = to_do;
  }
  void image_done(const ImageReport& report) override { reports.push_back(report); }
  void warning(std::string_view message) override { warnings.emplace_back(message); }

  std::size_t planned_images = 0;
  std::size_t planned_to_do = 0;
  std::vector<ImageReport> reports;
  std::vector<std::string> warnings;
};

struct World {
  Power power;
  MemoryFileSystem files{&power};
  MemoryResultStore results{&power};
  MemoryTreeStore trees{&power};
  RecordingReporter reporter;
  SettingsLayers layers = SettingsLayers::make({}).value();
  RunOptions options;
  BuildRequest request{{"/src"}, "/out", "", {}, ""};

  Surroundings around() { return {files, results, trees, reporter}; }
  Result<Summary> try_build() { return build_tree(request, layers, options, around()); }
  Summary build() { return try_build().value(); }
  /// Builds until nothing is left to prove: the second build trusts what has come of age.
  void settle() {
    for (int i = 0; i < 3; ++i) {
      files.advance(10 * k_second_ns);
      build();
    }
    files.clear_log();
  }
  std::string manifest() const { return files.text("/out/pixmill-manifest.json").value_or(""); }

  /// The cache knows an optimized output for these source bytes.
  void remember_optimized(std::string_view source, std::string_view output) {
    Outcome outcome;
    outcome.status = ImageStatus::optimized;
    outcome.format = Format::gif;
    outcome.output = {Format::gif, 1, 1, Method::transcode, {}, {}, {}};
    const ActionKey key =
        action_key(recipe_hash(recipe_parts(Format::gif, Format::gif, Settings{})),
                   content_hash(as_bytes(source)));
    const BlobRef blob{content_hash(as_bytes(output)), output.size()};
    const NewResult result{key, {encode_outcome(outcome), blob}, as_bytes(output)};
    results.put({&result, 1});
  }
};

}  // namespace pixmill::test
