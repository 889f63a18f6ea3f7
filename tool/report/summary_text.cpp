#include "tool/report/summary_text.h"

#include <array>
#include <vector>

#include "tool/text/columns.h"
#include "tool/text/human.h"
#include "tool/text/size.h"

namespace pixmill::tool {

namespace {

FormatTotals total_of(const Summary& summary) {
  FormatTotals total;
  for (const auto& [format, totals] : summary.formats) {
    total.images += totals.images;
    total.source_bytes += totals.source_bytes;
    total.output_bytes += totals.output_bytes;
  }
  return total;
}

Row totals_row(std::string_view name, const FormatTotals& totals) {
  return {std::string(name),
          human_count(totals.images),
          human_size(totals.source_bytes),
          human_size(totals.output_bytes),
          human_saving(totals.source_bytes, totals.output_bytes),
          human_percent_saved(totals.source_bytes, totals.output_bytes)};
}

std::string format_table(const Summary& summary, const FormatTotals& total) {
  static constexpr std::array<Align, 6> k_alignments{
      Align::left, Align::right, Align::right, Align::right, Align::right, Align::right};
  std::vector<Row> rows{{"format", "images", "before", "after", "saved", ""}};
  for (const auto& [format, totals] : summary.formats) {
    rows.push_back(totals_row(format_name(format), totals));
  }
  if (summary.formats.size() > 1) rows.push_back(totals_row("total", total));
  return columns(rows, k_alignments);
}

/// ECMA-48 SGR 1 and 31; the first line of the table is its heading.
std::string bold_first_line(const std::string& text) {
  const std::size_t end = text.find('\n');
  return "\x1B[1m" + text.substr(0, end) + "\x1B[0m" + text.substr(end);
}

std::string in_red(const std::string& text, const SummaryStyle& style) {
  return style.color ? "\x1B[31m" + text + "\x1B[0m" : text;
}

/// "12.3 s: 1,960 encoded, 9 from the cache, 0 unchanged".
std::string work_line(const Summary& summary, double seconds, const SummaryStyle& style) {
  const Counters& counters = summary.counters;
  std::string line = human_duration(seconds) + ": ";
  line += human_count(style.dry_run ? counters.misses : counters.encodes);
  line += style.dry_run ? " to encode, " : " encoded, ";
  line += human_count(counters.hits) + " from the cache, ";
  line += human_count(counters.unchanged) + " unchanged";
  if (!summary.failures.empty()) {
    line += ", " + in_red(human_count(summary.failures.size()) + " failed", style);
  }
  return line + "\n";
}

std::string further_facts(const Summary& summary, const SummaryStyle& style) {
  std::string text;
  if (summary.counters.outputs_removed > 0) {
    text += counted(summary.counters.outputs_removed, "output", "outputs") +
            " removed whose source is gone.\n";
  }
  if (summary.foreign_files > 0) {
    text +=
        counted(
            summary.foreign_files, "file that is no image was", "files that are no images were") +
        " left out.\n";
  }
  if (style.dry_run) text += "This was a dry run: nothing was written.\n";
  if (summary.interrupted) {
    text += "Interrupted: what was finished is kept, the next build does the rest.\n";
  }
  return text;
}

/// A dry run knows no sizes of outputs, so it has no table.
std::string dry_run_text(const Summary& summary, double seconds, const SummaryStyle& style) {
  return work_line(summary, seconds, style) + further_facts(summary, style);
}

bool nothing_was_done(const Summary& summary, const FormatTotals& total) {
  return summary.failures.empty() && !summary.interrupted &&
         summary.counters.unchanged == total.images && summary.counters.outputs_written == 0 &&
         summary.counters.outputs_removed == 0;
}

}  // namespace

std::string summary_text(const Summary& summary, double seconds, const SummaryStyle& style) {
  const FormatTotals total = total_of(summary);
  if (style.dry_run && summary.counters.hits + summary.counters.misses > 0) {
    return dry_run_text(summary, seconds, style);
  }
  if (total.images == 0 && summary.failures.empty() && !summary.interrupted) {
    return "There are no images.\n" + further_facts(summary, style);
  }
  if (nothing_was_done(summary, total)) {
    return "Nothing to do: " + counted(total.images, "image is", "images are") + " up to date (" +
           human_duration(seconds) + ").\n";
  }
  std::string text;
  if (total.images > 0) {
    text = format_table(summary, total);
    if (style.color) text = bold_first_line(text);
  }
  return text + work_line(summary, seconds, style) + further_facts(summary, style);
}

}  // namespace pixmill::tool
