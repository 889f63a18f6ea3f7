// Makes folders of test pictures, the same bytes for the same arguments.
#include <charconv>
#include <iostream>
#include <optional>
#include <string_view>

#include "tests/support/pictures/broken.h"
#include "tests/support/pictures/sample_set.h"
#include "tests/support/run_program.h"

namespace {

constexpr std::string_view k_usage =
    "usage: make_pictures OUT COUNT SEED   COUNT pictures of many kinds below OUT\n"
    "       make_pictures --broken OUT     damaged and hostile files, and two good ones\n"
    "       make_pictures --seeds OUT      one tiny picture of each kind, for fuzzers\n";

std::optional<int> parse_number(std::string_view text) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < 0) return std::nullopt;
  return value;
}

int run(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--broken") {
    pixmill::test::write_broken_set(argv[2]);
    return 0;
  }
  if (argc == 3 && std::string_view(argv[1]) == "--seeds") {
    pixmill::test::write_seed_corpus(argv[2]);
    return 0;
  }
  const auto count = argc == 4 ? parse_number(argv[2]) : std::nullopt;
  const auto seed = argc == 4 ? parse_number(argv[3]) : std::nullopt;
  if (!count || !seed) {
    std::cerr << k_usage;
    return 2;
  }
  pixmill::test::write_sample_set(argv[1], *count, static_cast<std::uint64_t>(*seed));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return pixmill::test::run_program("make_pictures", run, argc, argv);
}
