// Whether a cache of many rows is as quick as one of few: opening it, and looking up and loading a
// small output, with 1,000 rows and with as many as are asked for, by turns.
//
//   lookup_bench FOLDER [ROWS [TURNS]]      (1,000,000 rows, 10 turns; FOLDER is made and removed)
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "cache/sqlite_store.h"

namespace {

using namespace pixmill;
using Microseconds = std::vector<double>;

constexpr std::size_t k_few_rows = 1'000;
constexpr std::size_t k_batch_rows = 10'000;
constexpr std::size_t k_lookups = 1'000;
constexpr std::size_t k_openings = 50;
constexpr double k_most_times = 1.5;  ///< that many rows may cost of what few cost

double microseconds_of(auto&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
      .count();
}

ActionKey key_of(std::size_t row) {
  return ActionKey{hash128(as_bytes("row " + std::to_string(row)))};
}

/// Rows as a build leaves them: a record of some 200 bytes, and an output that lies in the index.
void generate(const std::filesystem::path& folder, std::size_t rows) {
  cache::SqliteStore store({.folder = folder});
  const std::string record(200, 'r');
  for (std::size_t first = 0; first < rows; first += k_batch_rows) {
    const std::size_t count = std::min(k_batch_rows, rows - first);
    std::vector<std::string> outputs;
    for (std::size_t i = 0; i < count; ++i) outputs.push_back("out " + std::to_string(first + i));
    std::vector<NewResult> results;
    for (std::size_t i = 0; i < count; ++i) {
      const ByteView bytes = as_bytes(outputs[i]);
      results.push_back(
          {key_of(first + i), {record, BlobRef{content_hash(bytes), bytes.size()}}, bytes});
    }
    store.put(results);
  }
}

void look_up(cache::SqliteStore& store, std::size_t row) {
  const auto found = store.find(key_of(row));
  if (!found || !store.load(*found->output)) std::puts("a miss where a hit was due");
}

/// Each of the rows that are asked for lies somewhere else.
std::size_t scattered(std::size_t i, std::size_t rows) {
  return (i * 7919 + 13) % rows;
}

double time_lookup(const std::filesystem::path& folder, std::size_t rows) {
  cache::SqliteStore store({.folder = folder});
  look_up(store, 0);
  return microseconds_of([&] {
           for (std::size_t i = 0; i < k_lookups; ++i) look_up(store, scattered(i, rows));
         }) /
         static_cast<double>(k_lookups);
}

/// Opening, one lookup and closing, as `pixmill one` does it.
double time_opening(const std::filesystem::path& folder, std::size_t rows) {
  return microseconds_of([&] {
           for (std::size_t i = 0; i < k_openings; ++i) {
             cache::SqliteStore store({.folder = folder});
             look_up(store, scattered(i, rows));
           }
         }) /
         static_cast<double>(k_openings);
}

double median(Microseconds times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

void print(const char* work, std::size_t rows, const Microseconds& times) {
  const auto [least, most] = std::minmax_element(times.begin(), times.end());
  std::printf("%-31s %9zu rows   %9.1f %9.1f %9.1f us\n", work, rows, *least, median(times), *most);
}

/// Times both by turns, and holds the many against the few.
void compare(const char* work,
             auto&& time,
             const std::filesystem::path& folder,
             std::size_t rows,
             int turns) {
  Microseconds few;
  Microseconds many;
  Microseconds ratios;
  for (int turn = 0; turn < turns; ++turn) {
    many.push_back(time(folder / "many", rows));
    few.push_back(time(folder / "few", k_few_rows));
    ratios.push_back(many.back() / few.back());
  }
  print(work, rows, many);
  print("", k_few_rows, few);
  const double ratio = median(ratios);
  std::printf(
      "%-31s %.2fx, %.2gx: %s\n", "", ratio, k_most_times, ratio <= k_most_times ? "ok" : "MISSED");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::puts("usage: lookup_bench FOLDER [ROWS [TURNS]]");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const std::size_t rows = argc > 2 ? std::stoul(argv[2]) : 1'000'000;
  const int turns = argc > 3 ? std::stoi(argv[3]) : 10;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  generate(folder / "few", k_few_rows);
  generate(folder / "many", rows);
  compare("a lookup", time_lookup, folder, rows, turns);
  compare("opening, one lookup, closing", time_opening, folder, rows, turns);
  std::filesystem::remove_all(folder);
  return 0;
}
