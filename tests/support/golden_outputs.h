// What each codec makes of a few small pictures, by preset, as tests/golden/outputs/outputs.tsv
// records it: a codec whose bytes change under an unchanged action key would be served stale
// results from every cache, and nothing else would ever tell.
//
// Bytes also depend on the codec's library, so each library's version has rows of its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pixmill::test {

struct GoldenOutput {
  std::string codec;
  std::string library;
  std::string version;
  std::string preset;
  std::string source;  ///< a file's name in tests/golden/outputs/sources
  std::string recipe;  ///< the hash of all that the action key holds but the content
  std::string output;  ///< the hash of the output's bytes

  // clang-tidy 14 sees a null pointer in a defaulted comparison
  // NOLINTNEXTLINE(modernize-use-nullptr)
  friend auto operator<=>(const GoldenOutput&, const GoldenOutput&) = default;
};

/// Every source under every preset, and PNGs as JPEGs where a preset can, sorted. Throws
/// std::runtime_error where one fails.
std::vector<GoldenOutput> make_golden_outputs(const std::filesystem::path& folder);

/// `folder`/outputs.tsv. Throws std::runtime_error on a line that is no row.
std::vector<GoldenOutput> read_golden_outputs(const std::filesystem::path& folder);

/// Records what is made here and now beside what other libraries made.
void record_golden_outputs(const std::filesystem::path& folder);

}  // namespace pixmill::test
