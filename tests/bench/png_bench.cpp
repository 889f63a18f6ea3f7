// What PNG optimization saves and costs on folders of real pictures:
//   png_bench [--level N] [--clean-alpha] FOLDER|LIST...
// One line a folder (or a text file that lists PNGs): files, megapixels, bytes before and after (of
// each file the smaller), and CPU seconds of proposing and of verifying. One thread.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/codec/codec.h"

using namespace pixmill;
namespace fs = std::filesystem;

namespace {

struct Totals {
  std::size_t files = 0;
  std::size_t skipped = 0;
  std::size_t before = 0;
  std::size_t after = 0;
  double megapixels = 0;
  double propose_s = 0;
  double verify_s = 0;
};

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Bytes read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return Bytes((std::istreambuf_iterator<char>(in)), {});
}

std::vector<fs::path> pictures(const fs::path& where) {
  std::vector<fs::path> found;
  if (fs::is_directory(where)) {
    for (const auto& entry : fs::recursive_directory_iterator(where)) {
      if (entry.is_regular_file()) found.push_back(entry.path());
    }
  } else {
    std::ifstream list(where);
    for (std::string line; std::getline(list, line);) found.emplace_back(line);
  }
  std::sort(found.begin(), found.end());
  return found;
}

void measure(const fs::path& path, const Settings& settings, Totals& totals) {
  const Bytes file = read_file(path);
  const Codec* codec = find_codec(sniff_format(file));
  if (codec == nullptr || codec->format != Format::png) return;
  const Limits limits;
  const Result<ImageInfo> info = codec->inspect(file, limits);
  if (!info || !info->passthrough_reason.empty()) {
    ++totals.skipped;
    std::printf("%s: %s\n",
                path.c_str(),
                info ? info->passthrough_reason.c_str() : info.error().message.c_str());
    return;
  }
  const double start = cpu_seconds();
  const Result<Proposal> proposal = codec->propose(file, settings, limits);
  const double proposed = cpu_seconds();
  if (!proposal) {
    ++totals.skipped;
    std::printf("%s: %s\n", path.c_str(), proposal.error().message.c_str());
    return;
  }
  const Candidate& best = proposal->candidates.front();
  const Status status = codec->verify(file, best, settings, limits);
  totals.verify_s += cpu_seconds() - proposed;
  totals.propose_s += proposed - start;
  if (!status) std::printf("%s: %s\n", path.c_str(), status.error().message.c_str());
  ++totals.files;
  totals.megapixels += static_cast<double>(info->width) * info->height / 1e6;
  totals.before += file.size();
  totals.after += std::min(file.size(), best.bytes.size());
}

void report(const std::string& name, const Totals& totals) {
  const double cpu_s = totals.propose_s + totals.verify_s;
  std::printf(
      "%s: %zu files (%zu skipped), %.1f MP, %zu -> %zu bytes (%.2f %% saved), "
      "%.2f CPU s (%.2f propose, %.2f verify), %.3f s/MP\n",
      name.c_str(),
      totals.files,
      totals.skipped,
      totals.megapixels,
      totals.before,
      totals.after,
      100.0 - 100.0 * static_cast<double>(totals.after) / static_cast<double>(totals.before),
      cpu_s,
      totals.propose_s,
      totals.verify_s,
      cpu_s / totals.megapixels);
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--level" && i + 1 < argc) {
      settings.png.level = std::stoi(argv[++i]);
    } else if (argument == "--clean-alpha") {
      settings.png.clean_alpha = true;
    } else {
      Totals totals;
      for (const fs::path& path : pictures(argument)) measure(path, settings, totals);
      report(argument, totals);
    }
  }
}
