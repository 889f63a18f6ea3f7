#include <algorithm>
#include <utility>

#include "engine/base/file_system.h"
#include "engine/build/atomic_file.h"
#include "engine/codec/png/encode_png.h"
#include "engine/metric/error_map.h"
#include "engine/metric/heat_map.h"
#include "engine/metric/metric.h"
#include "engine/recipe/decode_in_srgb.h"
#include "tool/commands/command_table.h"
#include "tool/text/human.h"
#include "tool/text/json_line.h"

namespace pixmill::tool {

namespace {

Status add_metrics(Options& options, std::string_view names) {
  while (true) {
    const std::size_t comma = names.find(',');
    options.metrics.emplace_back(names.substr(0, comma));
    if (comma == std::string_view::npos) return {};
    names.remove_prefix(comma + 1);
  }
}

constexpr OptionRow k_options[] = {
    {"metric",
     0,
     "M,...",
     "ssimulacra2 (default), ssim, sad, psnr; several with commas, or given again",
     add_metrics},
    {"heatmap",
     0,
     "FILE.png",
     "a picture of where they differ: SSIMULACRA2's errors if it is asked for, else luma's",
     [](Options& o, std::string_view v) -> Status {
       o.heat_map = v;
       return {};
     }},
};

struct Score {
  const MetricRow* metric;
  double value;
};

/// psnr is in decibels, where the fifth decimal is noise; the others are told apart by theirs.
std::string score_text(const Score& score) {
  return fixed(score.value, score.metric->metric == Metric::psnr ? 4 : 8);
}

using MetricRows = std::vector<const MetricRow*>;

Result<MetricRows> chosen_metrics(const std::vector<std::string>& names) {
  if (names.empty()) return MetricRows{find_metric(Metric::ssimulacra2)};
  MetricRows rows;
  for (const std::string& name : names) {
    const MetricRow* const found = find_metric(name);
    if (found == nullptr) {
      std::string message = "there is no metric \"" + name + "\"; there are";
      for (const MetricRow& row : metrics()) message.append(" ").append(row.name);
      return unexpected(ErrorCode::usage, std::move(message));
    }
    if (std::find(rows.begin(), rows.end(), found) == rows.end()) rows.push_back(found);
  }
  return rows;
}

/// Notes on it go to the console.
Result<Image> decode_file(const std::string& path, FileSystem& files, Console& console) {
  const Limits limits;
  const auto named = [&](const Error& error) {
    return unexpected(error.code, path + ": " + error.message);
  };
  const auto file = files.read(path, limits.max_working_bytes);
  if (!file) return named(file.error());
  auto picture = decode_in_srgb(file->bytes, limits);
  if (!picture) return named(picture.error());
  if (!picture->note.empty()) console.complain(path + ": " + picture->note);
  return std::move(picture->image);
}

std::string size_text(const Image& image) {
  return std::to_string(image.width) + "x" + std::to_string(image.height);
}

struct Pair {
  Image reference;
  Image candidate;
};

Result<Pair> decode_pair(const std::vector<std::string>& paths,
                         FileSystem& files,
                         Console& console) {
  auto reference = decode_file(paths[0], files, console);
  if (!reference) return unexpected(std::move(reference).error());
  auto candidate = decode_file(paths[1], files, console);
  if (!candidate) return unexpected(std::move(candidate).error());
  if (reference->width == candidate->width && reference->height == candidate->height) {
    return Pair{std::move(*reference), std::move(*candidate)};
  }
  return unexpected(ErrorCode::unsupported,
                    "pictures of different sizes cannot be compared: " + paths[0] + " has " +
                        size_text(*reference) + " pixels, " + paths[1] + " has " +
                        size_text(*candidate));
}

Result<std::vector<Score>> score_pair(const Pair& pair, const MetricRows& rows) {
  std::vector<Score> scores;
  for (const MetricRow* row : rows) {
    const auto comparison = row->against(pair.reference);
    if (!comparison) return unexpected(comparison.error());
    const auto score = (*comparison)->score(pair.candidate);
    if (!score) return unexpected(score.error());
    scores.push_back({row, *score});
  }
  return scores;
}

Status write_heat_map(const Pair& pair,
                      const MetricRows& rows,
                      const std::string& path,
                      FileSystem& files) {
  auto* map_errors = map_luma_differences;
  for (const MetricRow* row : rows) {
    if (row->map_errors != nullptr) map_errors = row->map_errors;
  }
  const auto errors = map_errors(pair.reference, pair.candidate);
  if (!errors) return unexpected(errors.error());
  const Bytes file = png::encode_png(paint_heat_map(*errors, pair.reference));
  if (const auto written = replace_file(path, file, files); !written) {
    return unexpected(written.error().code, path + ": " + written.error().message);
  }
  return {};
}

std::string scores_text(const std::vector<Score>& scores, const Options& options) {
  Json json = Json::object();
  std::string text;
  for (const Score& score : scores) {
    json[std::string(score.metric->name)] = score.value;
    text.append(score.metric->name).append(": ").append(score_text(score)).append("\n");
  }
  return options.report.json ? json_line(json) : text;
}

Result<ExitCode> run(const CommandContext& context) {
  const Options& options = context.options;
  if (options.arguments.size() != 2) {
    return wrong_usage(k_compare_command, "it takes two pictures");
  }
  const auto rows = chosen_metrics(options.metrics);
  if (!rows) return unexpected(rows.error());
  const auto files = make_posix_file_system();
  const auto pair = decode_pair(options.arguments, *files, context.console);
  if (!pair) return unexpected(pair.error());
  const auto scores = score_pair(*pair, *rows);
  if (!scores) return unexpected(scores.error());
  if (!options.heat_map.empty()) {
    const Status written = write_heat_map(*pair, *rows, options.heat_map, *files);
    if (!written) return unexpected(written.error());
  }
  context.console.print(scores_text(*scores, options));
  return ExitCode::success;
}

}  // namespace

const Command k_compare_command{"compare",
                                "A B",
                                "how alike two pictures are: the score of B against A",
                                k_json_options,
                                k_options,
                                run};

}  // namespace pixmill::tool
