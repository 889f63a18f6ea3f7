#include "engine/codec/jpeg/scans/progressive_file.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "engine/codec/jpeg/scans/ac_tokens.h"
#include "engine/codec/jpeg/scans/bit_writer.h"
#include "engine/codec/jpeg/scans/dc_tokens.h"
#include "engine/codec/jpeg/scans/huffman_code.h"
#include "engine/codec/jpeg/scans/scan_tokens.h"
#include "engine/codec/jpeg/segments.h"
#include "engine/codec/jpeg/share_tables.h"

namespace pixmill::jpeg {

namespace {

void append_be16(std::size_t value, Bytes& out) {
  out.push_back(static_cast<std::uint8_t>(value >> 8U));
  out.push_back(static_cast<std::uint8_t>(value & 0xFFU));
}

void append_segment(Marker marker, const Bytes& payload, Bytes& file) {
  file.push_back(0xFF);
  file.push_back(marker);
  append_be16(2 + payload.size(), file);
  file.insert(file.end(), payload.begin(), payload.end());
}

std::uint8_t two_nibbles(int high, int low) {
  return static_cast<std::uint8_t>(high << 4 | low);
}

/// All in one segment.
void append_quant_tables(const CoefficientImage& frame, const SharedTables& tables, Bytes& file) {
  Bytes payload;
  int written = 0;
  for (std::size_t i = 0; i < frame.planes.size(); ++i) {
    if (tables[i] != written) continue;
    const QuantTable& steps = frame.planes[i].steps;
    const bool is_wide = std::any_of(steps.begin(), steps.end(), [](int s) { return s > 255; });
    payload.push_back(two_nibbles(is_wide ? 1 : 0, written++));
    for (const std::uint16_t step : steps) {
      if (is_wide) payload.push_back(static_cast<std::uint8_t>(step >> 8U));
      payload.push_back(static_cast<std::uint8_t>(step & 0xFFU));
    }
  }
  append_segment(DQT, payload, file);
}

void append_frame(const CoefficientImage& frame, const SharedTables& tables, Bytes& file) {
  Bytes payload{8};  // bits a sample
  append_be16(frame.height, payload);
  append_be16(frame.width, payload);
  payload.push_back(static_cast<std::uint8_t>(frame.planes.size()));
  for (std::size_t i = 0; i < frame.planes.size(); ++i) {
    const CoefficientPlane& plane = frame.planes[i];
    payload.push_back(plane.id);
    payload.push_back(two_nibbles(plane.horizontal, plane.vertical));
    payload.push_back(static_cast<std::uint8_t>(tables[i]));
  }
  append_segment(SOF2, payload, file);
}

/// Each component's Huffman table: chroma has the second.
std::vector<int> huffman_tables(const CoefficientImage& frame) {
  std::vector<int> tables(frame.planes.size());
  const bool has_chroma = frame.color == ColorModel::ycbcr || frame.color == ColorModel::ycck;
  if (has_chroma) tables[1] = tables[2] = 1;
  return tables;
}

bool is_dc(const Scan& scan) {
  return scan.first == 0;
}

using Codes = std::array<HuffmanCode, 2>;

/// The codes by those that ScanTokens has.
using Words = std::array<HuffmanCode::Word, ScanTokens::k_no_code + 1>;

/// A file's scans, one after the other.
class ScanWriter {
 public:
  ScanWriter(const CoefficientImage& frame, const PackedPlanes& planes)
      : frame_(frame),
        planes_(planes),
        huffman_(huffman_tables(frame)),
        tokens_(most_tokens(planes)) {}

  Result<Bytes> write_dc(const Scan& scan) {
    tokens_.clear();
    if (Status added = add_dc_scan(planes_, scan, huffman_, tokens_); !added) {
      return unexpected(added.error());
    }
    return write_tokens(scan);
  }

  /// From the component's coefficients down to the bit that the scan sends.
  Result<Bytes> write_ac(const Scan& scan, const PackedBlocks& blocks) {
    tokens_.clear();
    if (scan.from_bit > 0) {
      add_refinement(blocks, scan, tokens_);
    } else if (Status added = add_first_scan(blocks, scan, tokens_); !added) {
      return unexpected(added.error());
    }
    return write_tokens(scan);
  }

 private:
  Bytes write_tokens(const Scan& scan) const {
    Bytes out;
    const Words words = append_codes(scan, out);
    append_header(scan, out);
    BitWriter bits(out);
    for (const ScanTokens::Token token : tokens_.tokens()) {
      const HuffmanCode::Word word = words[ScanTokens::code(token)];
      const unsigned count = ScanTokens::bit_count(token);
      bits.put(std::uint64_t{word.bits} << count | ScanTokens::bits(token), word.length + count);
    }
    bits.finish();
    return out;
  }

  static std::size_t most_tokens(const PackedPlanes& planes) {
    std::size_t most = most_dc_tokens(planes);
    for (const PackedPlane& plane : planes) most = std::max(most, most_ac_tokens(plane.ac));
    return most;
  }

  int table_of(int component) const { return huffman_[static_cast<std::size_t>(component)]; }

  /// Those that the scan uses, in one segment.
  Words append_codes(const Scan& scan, Bytes& file) const {
    Words words{};
    Bytes payload;
    std::array<bool, 2> is_written{};
    const bool has_codes = !is_dc(scan) || scan.from_bit == 0;
    for (const int component : scan.components) {
      const int number = table_of(component);
      const auto table = static_cast<std::size_t>(number);
      if (!has_codes || std::exchange(is_written[table], true)) continue;
      // the codes of an AC scan are counted as if they were table 0's
      const HuffmanCode code = best_code(tokens_.counts(is_dc(scan) ? table : 0));
      const std::size_t first = is_dc(scan) ? 256 * table : 0;
      std::copy(
          code.words.begin(), code.words.end(), words.begin() + static_cast<std::ptrdiff_t>(first));
      payload.push_back(two_nibbles(is_dc(scan) ? 0 : 1, number));
      payload.insert(payload.end(), code.lengths.begin() + 1, code.lengths.end());
      payload.insert(payload.end(), code.symbols.begin(), code.symbols.end());
    }
    if (has_codes) append_segment(DHT, payload, file);
    return words;
  }

  void append_header(const Scan& scan, Bytes& file) const {
    Bytes payload{static_cast<std::uint8_t>(scan.components.size())};
    for (const int component : scan.components) {
      const int dc = is_dc(scan) && scan.from_bit == 0 ? table_of(component) : 0;
      const int ac = is_dc(scan) ? 0 : table_of(component);
      payload.push_back(frame_.planes[static_cast<std::size_t>(component)].id);
      payload.push_back(two_nibbles(dc, ac));
    }
    payload.push_back(static_cast<std::uint8_t>(scan.first));
    payload.push_back(static_cast<std::uint8_t>(scan.last));
    payload.push_back(two_nibbles(scan.from_bit, scan.to_bit));
    append_segment(SOS, payload, file);
  }

  const CoefficientImage& frame_;
  const PackedPlanes& planes_;
  std::vector<int> huffman_;
  ScanTokens tokens_;
};

/// What of a script sends one component's AC, by positions in it.
std::vector<std::size_t> ac_scans(const ScanScript& scans, int component) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < scans.size(); ++i) {
    if (!is_dc(scans[i]) && scans[i].components[0] == component) found.push_back(i);
  }
  return found;
}

/// All AC scans of a component, from their lowest bit on, so that bits are taken off once.
Status write_ac(const PackedPlane& plane,
                int component,
                const ScanScript& scans,
                ScanWriter& writer,
                std::vector<Bytes>& written) {
  std::vector<std::size_t> order = ac_scans(scans, component);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return scans[a].to_bit < scans[b].to_bit;
  });
  PackedBlocks shifted;
  const PackedBlocks* blocks = &plane.ac;
  int bit = 0;
  for (const std::size_t i : order) {
    for (; bit < scans[i].to_bit; ++bit) {
      shifted = blocks->halved();
      blocks = &shifted;
    }
    Result<Bytes> bytes = writer.write_ac(scans[i], *blocks);
    if (!bytes) return unexpected(bytes.error());
    written[i] = std::move(*bytes);
  }
  return {};
}

/// Component by component, so that bits are taken off few coefficients at a time.
Result<std::vector<Bytes>> write_scans(const CoefficientImage& frame,
                                       const PackedPlanes& planes,
                                       const ScanScript& scans) {
  ScanWriter writer(frame, planes);
  std::vector<Bytes> written(scans.size());
  for (std::size_t i = 0; i < scans.size(); ++i) {
    if (!is_dc(scans[i])) continue;
    Result<Bytes> bytes = writer.write_dc(scans[i]);
    if (!bytes) return unexpected(bytes.error());
    written[i] = std::move(*bytes);
  }
  for (std::size_t i = 0; i < planes.size(); ++i) {
    Status status = write_ac(planes[i], static_cast<int>(i), scans, writer, written);
    if (!status) return unexpected(status.error());
  }
  return written;
}

}  // namespace

Status append_progressive(const CoefficientImage& frame,
                          const PackedPlanes& planes,
                          const ScanScript& scans,
                          Bytes& file) {
  const Result<std::vector<Bytes>> written = write_scans(frame, planes, scans);
  if (!written) return unexpected(written.error());
  const SharedTables tables = share_tables(frame);
  append_quant_tables(frame, tables, file);
  append_frame(frame, tables, file);
  std::size_t size = file.size() + 2;
  for (const Bytes& scan : *written) size += scan.size();
  file.reserve(size);
  for (const Bytes& scan : *written) file.insert(file.end(), scan.begin(), scan.end());
  file.push_back(0xFF);
  file.push_back(EOI);
  return {};
}

}  // namespace pixmill::jpeg
