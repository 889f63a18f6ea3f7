#include "tests/support/golden_outputs.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "engine/codec/codec.h"
#include "engine/recipe/action_key.h"
#include "engine/recipe/optimize_image.h"
#include "engine/settings/setting.h"

namespace pixmill::test {

namespace {

using std::filesystem::path;

constexpr std::string_view k_heading =
    "# Made by ./dev golden: codec, library, version, preset, source, recipe, output.\n";

Bytes read_file(const path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file.string() + ": cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Action {
  const path& source;
  Format from;
  Format to;
  const Preset& preset;
};

GoldenOutput row_of(const Action& action, const Result<OptimizedImage>& made) {
  const Codec* const codec = find_codec(action.to);
  if (!codec || !made) throw std::runtime_error(action.source.string() + ": cannot be made");
  const Settings settings = action.preset.settings();
  return {.codec = std::string(codec->name),
          .library = codec->library_version(),
          .version = std::to_string(codec->version),
          .preset = std::string(action.preset.name),
          .source = action.source.filename().string(),
          .recipe = recipe_hash(recipe_parts(action.from, action.to, settings)).hex(),
          .output = content_hash(made->bytes).hex()};
}

void add_rows(const path& source, const Preset& preset, std::vector<GoldenOutput>& rows) {
  const Bytes bytes = read_file(source);
  const Settings settings = preset.settings();
  const Format format = sniff_format(bytes);
  rows.push_back(row_of({source, format, format, preset}, optimize_image(bytes, settings, {})));
  const bool converts = format == Format::png && settings.jpeg.mode != JpegMode::lossless;
  if (!converts) return;
  rows.push_back(row_of({source, format, Format::jpeg, preset},
                        convert_image(bytes, Format::jpeg, settings, {})));
}

GoldenOutput parse(const std::string& line) {
  std::istringstream fields(line);
  GoldenOutput row;
  for (std::string* field : {&row.codec,
                             &row.library,
                             &row.version,
                             &row.preset,
                             &row.source,
                             &row.recipe,
                             &row.output}) {
    if (!std::getline(fields, *field, '\t')) throw std::runtime_error("not a row: " + line);
  }
  return row;
}

}  // namespace

std::vector<GoldenOutput> make_golden_outputs(const path& folder) {
  std::vector<GoldenOutput> rows;
  for (const auto& source : std::filesystem::directory_iterator(folder / "sources")) {
    for (const Preset& preset : presets()) add_rows(source.path(), preset, rows);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::vector<GoldenOutput> read_golden_outputs(const path& folder) {
  std::vector<GoldenOutput> rows;
  std::ifstream in(folder / "outputs.tsv");
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with('#')) rows.push_back(parse(line));
  }
  return rows;
}

void record_golden_outputs(const path& folder) {
  std::vector<GoldenOutput> rows = make_golden_outputs(folder);
  for (GoldenOutput& old : read_golden_outputs(folder)) {
    const bool is_replaced = std::any_of(rows.begin(), rows.end(), [&](const GoldenOutput& row) {
      return row.codec == old.codec && row.library == old.library;
    });
    if (!is_replaced) rows.push_back(std::move(old));
  }
  std::sort(rows.begin(), rows.end());
  std::ofstream out(folder / "outputs.tsv");
  out << k_heading;
  for (const GoldenOutput& row : rows) {
    out << row.codec << '\t' << row.library << '\t' << row.version << '\t' << row.preset << '\t'
        << row.source << '\t' << row.recipe << '\t' << row.output << '\n';
  }
  if (!out.flush()) throw std::runtime_error("outputs.tsv cannot be written");
}

}  // namespace pixmill::test
