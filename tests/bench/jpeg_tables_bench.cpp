// Trains quantisation tables: which steps give the fewest bytes at equal SSIMULACRA2.
//   jpeg_tables_bench [--fast | --best] [--rounds N] FOLDER [FOLDER TO CHECK ON]
// FOLDER holds PNGs of photographs, 0.1 to 1 megapixel each. What is minimised is the change of
// bytes against libjpeg's own tables (progressive, 4:2:0), a geometric mean over the scores 60 to
// 85 and over pictures. The tables of quant_tables.cpp are the start; they are multiplied by
// factors for bands of frequencies, of each component, at the coarse and at the fine end, and each
// factor is moved up and down by turns, by ever smaller steps. Without rounds, only the start is
// measured. What it printed when the tables were made stands in jpeg_tables_training.txt.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/parallel.h"
#include "engine/codec/codec.h"
#include "engine/codec/jpeg/encode.h"
#include "engine/codec/jpeg/encoder/front_end.h"
#include "engine/codec/jpeg/encoder/quant_tables.h"
#include "engine/codec/jpeg/encoder/quantiser.h"
#include "engine/codec/jpeg/jpeg_search.h"
#include "engine/codec/jpeg/transcode.h"
#include "engine/codec/jpeg/zigzag.h"
#include "engine/metric/metric.h"

using namespace pixmill;
using namespace pixmill::jpeg;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_bands = 6;
constexpr std::size_t k_ends = 2;
/// Logarithms of factors: [component][end][band].
using Factors = std::array<std::array<std::array<double, k_bands>, k_ends>, 3>;

std::size_t band_of(std::size_t position) {
  constexpr std::array<std::size_t, 15> bands = {0, 0, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5};
  const std::size_t natural = k_zigzag[position];
  return bands[natural / 8 + natural % 8];
}

/// The scales at which the two ends stand, those of the first and the last trained table.
constexpr double k_coarse = 1.044;
constexpr double k_fine = 0.170;

ComponentSteps with_factors(ComponentSteps steps, double scale, const Factors& factors) {
  const double part =
      std::clamp(std::log(scale / k_coarse) / std::log(k_fine / k_coarse), 0.0, 1.0);
  for (std::size_t c = 0; c < steps.size(); ++c) {
    for (std::size_t k = 1; k < 64; ++k) {
      const std::size_t band = band_of(k);
      const double factor = std::exp(factors[c][0][band] * (1 - part) + factors[c][1][band] * part);
      const double step = std::round(steps[c][k] * factor);
      steps[c][k] = static_cast<std::uint16_t>(std::clamp(step, 1.0, 255.0));
    }
  }
  return steps;
}

/// Logarithms of bytes over scores, both rising.
class Curve {
 public:
  void add(double score, std::size_t bytes) {
    points_.emplace_back(score, std::log(static_cast<double>(bytes)));
  }
  void finish() {
    std::sort(points_.begin(), points_.end());
    std::vector<Point> kept;
    for (const Point& point : points_) {
      const bool rises = kept.empty() || (point.first > kept.back().first + 1e-6 &&
                                          point.second > kept.back().second);
      if (rises) kept.push_back(point);
    }
    points_ = std::move(kept);
  }
  std::optional<double> at(double score) const {
    for (std::size_t i = 1; i < points_.size(); ++i) {
      const auto& [low, low_bytes] = points_[i - 1];
      const auto& [high, high_bytes] = points_[i];
      if (low <= score && score <= high) {
        return low_bytes + (high_bytes - low_bytes) * (score - low) / (high - low);
      }
    }
    return std::nullopt;
  }

 private:
  using Point = std::pair<double, double>;
  std::vector<Point> points_;
};

struct Picture {
  Image image;
  Curve reference;
};

double score_of(Comparison& comparison, const Result<Bytes>& file) {
  return *comparison.score(*decode_own(*file));
}

std::vector<Picture> read_pictures(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".png") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Picture> pictures(paths.size());
  parallel_for(paths.size(), {available_processors(), nullptr}, [&](std::size_t i) {
    std::ifstream in(paths[i], std::ios::binary);
    const Bytes file((std::istreambuf_iterator<char>(in)), {});
    Picture& picture = pictures[i];
    picture.image = *find_codec(Format::png)->decode(file, Limits{});
    const auto comparison = find_metric(Metric::ssimulacra2)->against(picture.image);
    for (int quality = 45; quality <= 95; quality += 5) {
      const EncodeOptions options{quality, {2, 2}, EntropyCoding::progressive};
      const Result<Bytes> encoded = encode_pixels(picture.image, options, {});
      picture.reference.add(score_of(**comparison, encoded), encoded->size());
    }
    picture.reference.finish();
  });
  return pictures;
}

/// In per cent; negative is smaller than libjpeg's.
double change_of_bytes(const std::vector<Picture>& pictures,
                       Quantisation how,
                       const Factors& factors) {
  std::vector<double> sums(pictures.size());
  std::vector<int> counts(pictures.size());
  parallel_for(pictures.size(), {available_processors(), nullptr}, [&](std::size_t i) {
    const Picture& picture = pictures[i];
    const auto comparison = find_metric(Metric::ssimulacra2)->against(picture.image);
    const Quantiser quantiser(transform_pixels(picture.image, {2, 2}), picture.image);
    Curve curve;
    for (int quality = 30; quality <= 95; quality += 8) {
      const ComponentSteps steps = with_factors(steps_at(quality), step_scale(quality), factors);
      const Result<Bytes> file =
          transcode(quantiser.quantise(steps, how), {EntropyCoding::progressive}, {});
      curve.add(score_of(**comparison, file), file->size());
    }
    curve.finish();
    for (int half_points = 120; half_points <= 170; ++half_points) {
      const double score = half_points / 2.0;
      const std::optional<double> ours = curve.at(score);
      const std::optional<double> theirs = picture.reference.at(score);
      if (!ours || !theirs) continue;
      sums[i] += *ours - *theirs;
      ++counts[i];
    }
  });
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    sum += sums[i];
    count += counts[i];
  }
  return 100 * (std::exp(sum / count) - 1);
}

/// Moves one factor up or down, if that helps.
class Training {
 public:
  Training(const std::vector<Picture>& pictures, Quantisation how, Factors& factors)
      : pictures_(pictures),
        how_(how),
        factors_(factors),
        best_(change_of_bytes(pictures, how, factors)) {}

  void round(double step) {
    for (std::size_t i = 0; i < 3 * k_ends * k_bands; ++i) {
      if (!try_move(i, step)) try_move(i, -step);
    }
  }

 private:
  bool try_move(std::size_t index, double move) {
    const std::size_t band = index % k_bands;
    const std::size_t end = index / k_bands % k_ends;
    const std::size_t component = index / k_bands / k_ends;
    Factors tried = factors_;
    tried[component][end][band] += move;
    const double change = change_of_bytes(pictures_, how_, tried);
    if (change > best_ - 0.003) return false;
    best_ = change;
    factors_ = tried;
    std::printf("component %zu, %s end, band %zu: x %.3f, %+.3f %%\n",
                component,
                end == 0 ? "coarse" : "fine",
                band,
                std::exp(tried[component][end][band]),
                best_);
    std::fflush(stdout);
    return true;
  }

  const std::vector<Picture>& pictures_;
  Quantisation how_;
  Factors& factors_;
  double best_;
};

/// The tables at the scales where quant_tables.cpp has some, in natural order.
void print_tables(const Factors& factors) {
  for (const double scale : {1.044, 0.586, 0.299, 0.170}) {
    int quality = 1;  // the one whose tables are those, within rounding
    while (quality < 100 && step_scale(quality) > scale) ++quality;
    const ComponentSteps steps = with_factors(steps_at(quality), scale, factors);
    for (const QuantTable& table : steps) {
      std::printf("scale %.3f:", scale);
      std::array<int, 64> natural{};
      for (std::size_t k = 0; k < 64; ++k) natural[k_zigzag[k]] = table[k];
      for (const int value : natural) std::printf(" %d", value);
      std::printf("\n");
    }
  }
}

struct Options {
  Quantisation how = Quantisation::steered_trellis;
  int rounds = 0;
  std::vector<fs::path> folders;
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--fast") {
      options.how = Quantisation::steered_dead_zone;
    } else if (argument == "--best") {
      options.how = Quantisation::steered_thrice;
    } else if (argument == "--rounds" && i + 1 < argc) {
      options.rounds = std::stoi(argv[++i]);
    } else {
      options.folders.emplace_back(argument);
    }
  }
  return options;
}

void report(const char* when,
            const std::vector<std::vector<Picture>>& sets,
            Quantisation how,
            const Factors& factors) {
  for (std::size_t i = 0; i < sets.size(); ++i) {
    std::printf("%s, %s (%zu pictures): %+.3f %%\n",
                when,
                i == 0 ? "training" : "others",
                sets[i].size(),
                change_of_bytes(sets[i], how, factors));
  }
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  if (options.folders.empty() || options.folders.size() > 2) {
    std::fprintf(stderr,
                 "usage: jpeg_tables_bench [--fast | --best] [--rounds N] FOLDER [FOLDER]\n");
    return 2;
  }
  std::vector<std::vector<Picture>> sets(options.folders.size());
  for (std::size_t i = 0; i < sets.size(); ++i) sets[i] = read_pictures(options.folders[i]);
  Factors factors{};
  report("before", sets, options.how, factors);
  if (options.rounds == 0) return 0;
  Training training(sets[0], options.how, factors);
  double step = 0.10;
  for (int round = 0; round < options.rounds; ++round, step /= 2) training.round(step);
  report("after", sets, options.how, factors);
  print_tables(factors);
}
