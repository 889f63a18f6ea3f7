#include "engine/base/file_system.h"
#include "engine/metric/metric.h"
#include "engine/recipe/optimize_image.h"
#include "tool/commands/command_table.h"
#include "tool/text/human.h"
#include "tool/text/json_line.h"

namespace pixmill::tool {

namespace {

constexpr OptionRow k_options[] = {
    {"metric",
     0,
     "M",
     "ssimulacra2, ssim, sad or psnr, where it is built in; may be given again",
     [](Options& o, std::string_view v) -> Status {
       o.metrics.emplace_back(v);
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

Result<std::vector<const MetricRow*>> chosen_metrics(const std::vector<std::string>& names) {
  if (names.empty()) {
    const MetricRow* best = find_metric(Metric::ssimulacra2);
    return std::vector{best ? best : find_metric(Metric::sad)};
  }
  std::vector<const MetricRow*> rows;
  for (const std::string& name : names) {
    rows.push_back(find_metric(name));
    if (rows.back()) continue;
    std::string message = "there is no metric \"" + name + "\"; there are";
    for (const MetricRow& row : metrics()) message.append(" ").append(row.name);
    return unexpected(ErrorCode::usage, std::move(message));
  }
  return rows;
}

Result<Image> decode_file(const std::string& path, FileSystem& files) {
  const Limits limits;
  const auto named = [&](const Error& error) {
    return unexpected(error.code, path + ": " + error.message);
  };
  const auto file = files.read(path, limits.max_working_bytes);
  if (!file) return named(file.error());
  auto image = decode_image(file->bytes, limits);
  if (!image) return named(image.error());
  return image;
}

std::string size_text(const Image& image) {
  return std::to_string(image.width) + "x" + std::to_string(image.height);
}

Result<std::vector<Score>> compare(const Options& options) {
  const auto rows = chosen_metrics(options.metrics);
  if (!rows) return unexpected(rows.error());
  const auto files = make_posix_file_system();
  const auto reference = decode_file(options.arguments[0], *files);
  if (!reference) return unexpected(reference.error());
  const auto candidate = decode_file(options.arguments[1], *files);
  if (!candidate) return unexpected(candidate.error());
  if (reference->width != candidate->width || reference->height != candidate->height) {
    return unexpected(ErrorCode::unsupported,
                      "pictures of different sizes cannot be compared: " + options.arguments[0] +
                          " has " + size_text(*reference) + " pixels, " + options.arguments[1] +
                          " has " + size_text(*candidate));
  }
  std::vector<Score> scores;
  for (const MetricRow* row : *rows) {
    const auto comparison = row->against(*reference);
    if (!comparison) return unexpected(comparison.error());
    const auto score = (*comparison)->score(*candidate);
    if (!score) return unexpected(score.error());
    scores.push_back({row, *score});
  }
  return scores;
}

Result<ExitCode> run(const CommandContext& context) {
  if (context.options.arguments.size() != 2) {
    return wrong_usage(k_compare_command, "it takes two pictures");
  }
  const auto scores = compare(context.options);
  if (!scores) return unexpected(scores.error());
  Json json = Json::object();
  std::string text;
  for (const Score& score : *scores) {
    json[std::string(score.metric->name)] = score.value;
    text.append(score.metric->name).append(": ").append(score_text(score)).append("\n");
  }
  context.console.print(context.options.report.json ? json_line(json) : text);
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
