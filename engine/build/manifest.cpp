#include "engine/build/manifest.h"

#include <nlohmann/json.hpp>

#include "engine/base/relative_path.h"
#include "engine/base/utf8.h"
#include "engine/metric/metric.h"

namespace pixmill {

namespace {

using Json = nlohmann::ordered_json;

std::string metric_name(Metric metric) {
  const MetricRow* row = find_metric(metric);
  return row ? std::string(row->name) : std::string();
}

void put_name(Json& object, const char* key, std::string_view path) {
  ManifestName name = manifest_name(path);
  object[key] = std::move(name.text);
  if (name.escaped) object[std::string(key) + "_encoding"] = "percent";
}

Json search_object(const SearchReport& search) {
  return Json{{"metric", metric_name(search.metric)},
              {"quality", search.quality},
              {"score", search.score},
              {"probes", search.probes}};
}

Json output_object(const ManifestImage& image, const OutputFacts& facts) {
  Json output = Json::object();
  put_name(output, "path", image.output_path);
  output["format"] = format_name(facts.format);
  if (facts.width != 0) {
    output["width"] = facts.width;
    output["height"] = facts.height;
  }
  if (facts.orientation != 1) output["orientation"] = facts.orientation;
  output["bytes"] = image.output_bytes;
  output["hash"] = image.output_hash.tagged();
  output["method"] = method_name(facts.method);
  if (facts.quality) output["quality"] = *facts.quality;
  if (facts.metric) output["metric"] = metric_name(*facts.metric);
  if (facts.score) output["score"] = *facts.score;
  return output;
}

/// A reason may quote a damaged file's bytes, which need not be UTF-8.
std::string line_of(const Json& row) {
  return row.dump(-1, ' ', false, Json::error_handler_t::replace);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

ManifestName manifest_name(std::string_view path) {
  if (is_valid_utf8(path)) return {std::string(path), false};
  static constexpr char k_digits[] = "0123456789ABCDEF";
  ManifestName name{{}, true};
  while (!path.empty()) {
    const std::size_t valid = valid_utf8_length(path);
    const std::size_t length = std::max<std::size_t>(valid, 1);
    if (valid > 0 && path[0] != '%') {
      name.text += path.substr(0, length);
    } else {
      const auto byte = static_cast<std::uint8_t>(path[0]);
      name.text += '%';
      name.text += k_digits[byte >> 4];
      name.text += k_digits[byte & 15];
    }
    path.remove_prefix(length);
  }
  return name;
}

std::string path_of(const ManifestName& name) {
  if (!name.escaped) return name.text;
  std::string path;
  for (std::size_t i = 0; i < name.text.size(); ++i) {
    const bool is_escape = name.text[i] == '%' && i + 2 < name.text.size() &&
                           hex_value(name.text[i + 1]) >= 0 && hex_value(name.text[i + 2]) >= 0;
    if (!is_escape) {
      path += name.text[i];
      continue;
    }
    path += static_cast<char>(hex_value(name.text[i + 1]) * 16 + hex_value(name.text[i + 2]));
    i += 2;
  }
  return path;
}

std::string manifest_row(const ManifestImage& image, const Outcome& outcome) {
  Json row = Json::object();
  put_name(row, "source", image.source);
  row["source_bytes"] = image.source_bytes;
  row["source_hash"] = image.source_hash.tagged();
  row["format"] = format_name(outcome.format);
  if (outcome.width != 0) {
    row["width"] = outcome.width;
    row["height"] = outcome.height;
  }
  row["status"] = status_name(outcome.status);
  if (!outcome.reason.empty()) row["reason"] = outcome.reason;
  if (outcome.search) row["search"] = search_object(*outcome.search);
  row["outputs"] = Json::array({output_object(image, outcome.output)});
  return line_of(row);
}

std::string failed_manifest_row(std::string_view source, std::string_view error) {
  Json row = Json::object();
  put_name(row, "source", source);
  row["status"] = status_name(ImageStatus::failed);
  row["error"] = manifest_name(error).text;
  row["outputs"] = Json::array();
  return line_of(row);
}

std::optional<std::string> source_of_row(std::string_view text) {
  constexpr std::string_view k_before = "{\"source\":";
  if (!text.starts_with(k_before)) return std::nullopt;
  text.remove_prefix(k_before.size());
  std::size_t quote = text.find_first_of("\\\"", 1);
  bool is_plain = true;
  while (quote != std::string_view::npos && text[quote] == '\\') {
    is_plain = false;
    quote = text.find_first_of("\\\"", quote + 2);
  }
  if (!text.starts_with('"') || quote == std::string_view::npos) return std::nullopt;
  const bool is_escaped = text.substr(quote + 1).starts_with(",\"source_encoding\":");
  if (is_plain) return path_of({std::string(text.substr(1, quote - 1)), is_escaped});
  const Json name = Json::parse(text.substr(0, quote + 1), nullptr, false);
  if (!name.is_string()) return std::nullopt;
  return path_of({name.get<std::string>(), is_escaped});
}

namespace {

/// Nothing if it is damaged, or names a file that is none of the manifest's.
std::optional<ManifestOutput> read_output(const Json& output) {
  if (!output.is_object() || !output.contains("path") || !output["path"].is_string()) return {};
  const auto hash = output.find("hash");
  if (hash == output.end() || !hash->is_string()) return {};
  const auto parsed = Hash128::parse(hash->get<std::string>());
  std::string path = path_of({output["path"].get<std::string>(), output.contains("path_encoding")});
  if (!parsed || !is_safe_relative_path(path)) return {};
  return ManifestOutput{std::move(path), ContentHash{*parsed}};
}

}  // namespace

std::vector<ManifestOutput> outputs_in_manifest(std::string_view text) {
  const Json manifest = Json::parse(text, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("schema") ||
      manifest["schema"] != k_manifest_schema) {
    return {};
  }
  const auto images = manifest.find("images");
  if (images == manifest.end() || !images->is_array()) return {};
  std::vector<ManifestOutput> found;
  for (const Json& image : *images) {
    if (!image.is_object() || !image.contains("outputs") || !image["outputs"].is_array()) return {};
    for (const Json& output : image["outputs"]) {
      std::optional<ManifestOutput> read = read_output(output);
      if (!read) return {};
      found.push_back(*std::move(read));
    }
  }
  return found;
}

}  // namespace pixmill
