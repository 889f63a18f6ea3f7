#include "engine/build/outcome_record.h"

#include <bit>

#include "engine/base/byte_io.h"

namespace pixmill {

namespace {

/// First byte of the record; raised when the layout changes.
constexpr std::uint8_t k_version = 2;

void put_double(RecordWriter& out, double value) {
  out.number(std::bit_cast<std::uint64_t>(value));
}
double get_double(RecordReader& in) {
  return std::bit_cast<double>(in.number<std::uint64_t>());
}

void put_output(RecordWriter& out, const OutputFacts& facts) {
  out.number(static_cast<std::uint8_t>(facts.format));
  out.number(facts.width);
  out.number(facts.height);
  out.number(static_cast<std::uint8_t>(facts.method));
  out.number(static_cast<std::uint8_t>(facts.quality.value_or(0)));  // qualities are 1 to 100
  out.number(static_cast<std::uint8_t>(facts.orientation));
  out.number(static_cast<std::uint8_t>(facts.score.has_value()));
  if (!facts.score) return;
  out.number(static_cast<std::uint8_t>(facts.metric.value_or(Metric::sad)));
  put_double(out, *facts.score);
}

OutputFacts get_output(RecordReader& in) {
  OutputFacts facts;
  facts.format = static_cast<Format>(in.number<std::uint8_t>());
  facts.width = in.number<std::uint32_t>();
  facts.height = in.number<std::uint32_t>();
  facts.method = static_cast<Method>(in.number<std::uint8_t>());
  if (const auto quality = in.number<std::uint8_t>(); quality != 0) facts.quality = quality;
  facts.orientation = in.number<std::uint8_t>();
  if (in.number<std::uint8_t>() != 0) {
    facts.metric = static_cast<Metric>(in.number<std::uint8_t>());
    facts.score = get_double(in);
  }
  return facts;
}

}  // namespace

std::string encode_outcome(const Outcome& outcome) {
  RecordWriter out;
  out.number(k_version);
  out.number(static_cast<std::uint8_t>(outcome.status));
  out.number(static_cast<std::uint8_t>(outcome.format));
  out.number(outcome.width);
  out.number(outcome.height);
  out.text(outcome.reason);
  out.number(static_cast<std::uint8_t>(outcome.search.has_value()));
  if (outcome.search) {
    out.number(static_cast<std::uint8_t>(outcome.search->metric));
    out.number(static_cast<std::int32_t>(outcome.search->quality));
    put_double(out, outcome.search->score);
    out.number(static_cast<std::int32_t>(outcome.search->probes));
  }
  put_output(out, outcome.output);
  return out.take();
}

std::optional<Outcome> decode_outcome(std::string_view record) {
  RecordReader in(record);
  if (in.number<std::uint8_t>() != k_version) return std::nullopt;
  Outcome outcome;
  outcome.status = static_cast<ImageStatus>(in.number<std::uint8_t>());
  outcome.format = static_cast<Format>(in.number<std::uint8_t>());
  outcome.width = in.number<std::uint32_t>();
  outcome.height = in.number<std::uint32_t>();
  outcome.reason = in.text();
  if (in.number<std::uint8_t>() != 0) {
    SearchReport search;
    search.metric = static_cast<Metric>(in.number<std::uint8_t>());
    search.quality = in.number<std::int32_t>();
    search.score = get_double(in);
    search.probes = in.number<std::int32_t>();
    outcome.search = search;
  }
  outcome.output = get_output(in);
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return outcome;
}

}  // namespace pixmill
