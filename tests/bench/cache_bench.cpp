// What the cache's choices rest on: the cost of opening it for one hit, and for outputs of several
// sizes the cost of keeping and serving them in the index and in files.
//
//   build/tests/bench/cache_bench FOLDER      (FOLDER is made and removed; use the disk that
//   matters)
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <vector>

#include "cache/blob_files.h"
#include "cache/database.h"
#include "cache/index_file.h"
#include "cache/result_rows.h"
#include "cache/sqlite_store.h"

namespace {

using namespace pixmill;

double microseconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
      .count();
}

std::vector<Bytes> make_outputs(std::size_t count, std::size_t size_bytes) {
  std::vector<Bytes> outputs(count, Bytes(size_bytes));
  std::uint64_t random = size_bytes + 1;
  for (Bytes& output : outputs) {
    for (std::uint8_t& byte : output) {
      random = random * 6364136223846793005U + 1442695040888963407U;
      byte = static_cast<std::uint8_t>(random >> 56);
    }
  }
  return outputs;
}

std::vector<NewResult> make_results(const std::vector<Bytes>& outputs) {
  std::vector<NewResult> results;
  for (const Bytes& output : outputs) {
    const ContentHash hash = content_hash(output);
    results.push_back(
        {.key = ActionKey{hash},
         .result = {.record = std::string(200, 'r'), .output = BlobRef{hash, output.size()}},
         .bytes = output});
  }
  return results;
}

void compare_homes(const std::filesystem::path& folder, std::size_t size_bytes) {
  constexpr std::size_t k_count = 200;
  const auto outputs = make_outputs(k_count, size_bytes);
  const auto results = make_results(outputs);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  cache::create_index(folder);
  cache::BlobFiles files(folder);
  cache::Database index(cache::index_path(folder), cache::OpenMode::read_write);

  const double put_rows = microseconds([&] {
    index.run("BEGIN IMMEDIATE");
    for (const auto& result : results) {
      cache::write_inline_blob(index, *result.result.output, result.bytes);
    }
    index.run("COMMIT");
  });
  const double put_files = microseconds([&] { files.write(results, 0); });
  const double load_rows = microseconds([&] {
    for (const auto& result : results) cache::read_inline_blob(index, *result.result.output);
  });
  const double load_files = microseconds([&] {
    for (const auto& result : results) files.load(*result.result.output);
  });
  const auto each = [](double total) { return total / static_cast<double>(k_count); };
  std::printf("%8zu  %10.1f %10.1f  %10.1f %10.1f\n",
              size_bytes,
              each(put_rows),
              each(put_files),
              each(load_rows),
              each(load_files));
}

void time_opening(const std::filesystem::path& folder, std::size_t rows) {
  std::filesystem::remove_all(folder);
  const auto outputs = make_outputs(rows, 64);
  const auto results = make_results(outputs);
  const cache::StoreOptions options{.folder = folder};
  cache::SqliteStore(options).put(results);
  std::vector<double> times;
  times.reserve(200);
  for (int round = 0; round < 200; ++round) {
    times.push_back(microseconds([&] {
      cache::SqliteStore store(options);
      const auto found = store.find(results[static_cast<std::size_t>(round) % rows].key);
      if (!found || !store.load(*found->output)) std::puts("a miss where a hit was due");
    }));
  }
  std::sort(times.begin(), times.end());
  std::printf("open + find + load + close, %7zu rows: min %.0f median %.0f max %.0f us\n",
              rows,
              times.front(),
              times[times.size() / 2],
              times.back());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::puts("usage: cache_bench FOLDER");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  for (const std::size_t rows : {1'000U, 10'000U, 200'000U}) time_opening(folder, rows);
  std::puts("microseconds each, 200 at once:");
  std::puts("   bytes    put: row       file   load: row       file");
  for (std::size_t size = 1024; size <= std::size_t{512} * 1024; size *= 2)
    compare_homes(folder, size);
  std::filesystem::remove_all(folder);
  return 0;
}
