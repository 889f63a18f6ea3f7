// Makes what lies in tests/golden; `./dev golden` runs it.
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string_view>

#include "cache/sqlite_store.h"
#include "tests/support/golden_outputs.h"
#include "tests/support/pictures/canvas.h"
#include "tests/support/pictures/jpeg_writer.h"
#include "tests/support/pictures/png_writer.h"
#include "tests/support/run_program.h"

namespace {

using std::filesystem::path;
using namespace pixmill;
using namespace pixmill::test;

constexpr std::string_view k_usage =
    "usage: make_golden outputs FOLDER   FOLDER/outputs.tsv anew, of FOLDER/sources\n"
    "       make_golden sources FOLDER   the sources, once: every row depends on their bytes\n"
    "       make_golden cache FOLDER     a cache of this schema, once for each that is released\n";

void refuse_existing(const path& folder) {
  if (!std::filesystem::exists(folder)) return;
  throw std::runtime_error(folder.string() + " is there, and golden files are not made again");
}

void make_sources(const path& folder) {
  refuse_existing(folder);
  Random random(1);
  write_file(folder / "photo.jpg", jpeg_file(photograph(96, 72, 3, random), {.quality = 92}));
  write_file(folder / "grey.jpg", jpeg_file(photograph(64, 48, 1, random), {.quality = 90}));
  write_file(folder / "fine.jpg",
             jpeg_file(photograph(80, 56, 3, random),
                       {.quality = 97, .scans = Scans::progressive, .chroma = Chroma::s444}));
  write_file(folder / "screen.png",
             png_file(screenshot(96, 64, 3, 40, random), {.text = true, .level = 2}));
  Canvas faded = photograph(48, 40, 4, random);
  fade_edges(faded);
  write_file(folder / "faded.png", png_file(faded, {.level = 3}));
  write_file(folder / "deep.png", png_file(photograph(32, 24, 3, random), {.sixteen_bit = true}));
}

NewResult result_of(std::string_view name, const Bytes& bytes) {
  NewResult result{ActionKey{hash128(as_bytes(name))}, {"record of " + std::string(name), {}}, {}};
  if (bytes.empty()) return result;
  result.result.output = BlobRef{content_hash(bytes), bytes.size()};
  result.bytes = bytes;
  return result;
}

/// One of each kind of row; what tests/unit/cache/golden_cache_test.cpp asks for.
void make_cache(const path& folder) {
  refuse_existing(folder);
  cache::StoreOptions options;
  options.folder = folder;
  options.clock = [] { return std::int64_t{1'700'000'000}; };
  options.warn = [](std::string_view text) { throw std::runtime_error(std::string(text)); };
  cache::SqliteStore store(options);
  const Bytes small(10, 's');
  const Bytes large(70'000, 'l');
  const NewResult results[] = {
      result_of("small", small), result_of("large", large), result_of("kept", {})};
  store.put(results);
  TreeUpdate update;
  update.header = "header";
  update.folders["a/b"] = "state";
  update.details["a/b"] = "details";
  update.keys["a/b"] = {results[0].key};
  store.save_tree(hash128(as_bytes("tree")), update);
  store.add_intents(hash128(as_bytes("killed")), {"x.png"});
}

int run(int argc, char** argv) {
  const std::string_view what = argc == 3 ? argv[1] : "";
  if (what == "outputs") {
    record_golden_outputs(argv[2]);
  } else if (what == "sources") {
    make_sources(argv[2]);
  } else if (what == "cache") {
    make_cache(argv[2]);
  } else {
    std::cerr << k_usage;
    return 2;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return pixmill::test::run_program("make_golden", run, argc, argv);
}
