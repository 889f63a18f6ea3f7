#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "memory_stream.h"
#include "tool/report/counter_names.h"
#include "tool/report/json_events.h"
#include "tool/report/progress.h"
#include "tool/report/progress_reporter.h"
#include "tool/report/summary_text.h"

using namespace pixmill;
using namespace pixmill::tool;

namespace {

Summary two_formats() {
  Summary summary;
  summary.formats[Format::jpeg] = {337, 6'100'000, 5'500'000};
  summary.formats[Format::png] = {1'632, 43'200'000, 35'000'000};
  summary.counters.encodes = 1'960;
  summary.counters.hits = 9;
  summary.counters.outputs_written = 1'969;
  return summary;
}

/// What a Console writes to stderr while `use` runs.
std::string written_to_stderr(const std::function<void(Console&)>& use) {
  test::MemoryStream stream;
  {
    Console console(stream.file(), stream.file());
    use(console);
  }
  return stream.text();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reports)

BOOST_AUTO_TEST_CASE(summary_is_an_aligned_table_with_a_total) {
  const std::string text = summary_text(two_formats(), 12.34, {});

  BOOST_TEST(text ==
             "format  images   before    after     saved\n"
             "jpeg       337   6.1 MB   5.5 MB  600.0 kB   9.8 %\n"
             "png      1,632  43.2 MB  35.0 MB    8.2 MB  19.0 %\n"
             "total    1,969  49.3 MB  40.5 MB    8.8 MB  17.8 %\n"
             "12.3 s: 1,960 encoded, 9 from the cache, 0 unchanged\n");
}

BOOST_AUTO_TEST_CASE(a_build_with_nothing_to_do_is_one_line) {
  Summary summary;
  summary.formats[Format::png] = {1'969, 10, 10};
  summary.counters.unchanged = 1'969;

  BOOST_TEST(summary_text(summary, 0.016, {}) ==
             "Nothing to do: 1,969 images are up to date (0.02 s).\n");
}

BOOST_AUTO_TEST_CASE(a_tree_without_images_says_so) {
  Summary summary;
  summary.foreign_files = 1;

  BOOST_TEST(summary_text(summary, 0, {}) ==
             "There are no images.\n1 file that is no image was left out.\n");
}

BOOST_AUTO_TEST_CASE(failures_interruptions_and_dry_runs_are_told) {
  Summary summary = two_formats();
  summary.failures.resize(3);
  summary.interrupted = true;

  const std::string text = summary_text(summary, 1, {.color = false, .dry_run = true});

  BOOST_TEST(text.find(", 3 failed\n") != std::string::npos);
  BOOST_TEST(text.find("Interrupted") != std::string::npos);
  BOOST_TEST(text.find("nothing was written") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(colour_is_used_only_where_it_is_wanted) {
  BOOST_TEST(summary_text(two_formats(), 1, {}).find('\x1B') == std::string::npos);
  BOOST_TEST(summary_text(two_formats(), 1, {.color = true}).starts_with("\x1B[1mformat"));
}

BOOST_AUTO_TEST_CASE(progress_counts_what_was_done_before) {
  const Progress progress{.images = 1'969,
                          .to_do = 1'000,
                          .done = 200,
                          .source_bytes = 9'000'000,
                          .output_bytes = 4'800'000,
                          .seconds = 4};

  BOOST_TEST(progress_line(progress, 80) ==
             "1,169 of 1,969 images, 4.2 MB saved, 50/s, 16.0 s left");
}

BOOST_AUTO_TEST_CASE(progress_never_fills_the_terminal) {
  const Progress progress{.images = 1'969, .to_do = 1'969, .done = 1};

  BOOST_TEST(progress_line(progress, 20).size() == 19U);
  BOOST_TEST(progress_line(progress, 0).empty());
}

BOOST_AUTO_TEST_CASE(progress_is_redrawn_ten_times_a_second_at_most) {
  RateLimit limit(100);

  BOOST_TEST(limit.allows(1'000));
  BOOST_TEST(!limit.allows(1'099));
  BOOST_TEST(limit.allows(1'100));
}

BOOST_AUTO_TEST_CASE(output_clears_the_progress_line_first) {
  const std::string text = written_to_stderr([](Console& console) {
    console.show_progress("1 of 2");
    console.complain("a\n.jpg: it is damaged");
    console.show_progress("2 of 2");
  });

  BOOST_TEST(text ==
             "\r1 of 2\x1B[K\r\x1B[Kpixmill: a\\x0a.jpg: it is damaged\n\r2 of 2\x1B[K\r\x1B[K");
}

BOOST_AUTO_TEST_CASE(progress_style_follows_options_and_terminal) {
  ReportOptions options;
  BOOST_CHECK(progress_style(options, true) == ProgressStyle::redrawn);
  BOOST_CHECK(progress_style(options, false) == ProgressStyle::none);
  options.progress = ProgressMode::plain;
  BOOST_CHECK(progress_style(options, true) == ProgressStyle::plain);
  options.show = Show::nothing;
  BOOST_CHECK(progress_style(options, true) == ProgressStyle::none);
}

BOOST_AUTO_TEST_CASE(an_image_event_is_one_line_of_json) {
  ImageReport report;
  report.source = "photos/a\"\n.jpg";
  report.status = ImageStatus::optimized;
  report.origin = Origin::hit;
  report.format = Format::jpeg;
  report.source_bytes = 10;
  report.output_bytes = 7;

  BOOST_TEST(image_event(report) ==
             "{\"event\":\"image\",\"source\":\"photos/a\\\"\\n.jpg\",\"status\":\"optimized\","
             "\"cache\":\"hit\",\"format\":\"jpeg\",\"source_bytes\":10,\"output_bytes\":7,"
             "\"message\":\"\"}\n");
}

BOOST_AUTO_TEST_CASE(an_image_event_tells_the_size_and_how_viewers_turn_it) {
  ImageReport report;
  report.output.width = 40;
  report.output.height = 30;
  const auto upright = nlohmann::json::parse(image_event(report));
  report.output.orientation = 6;
  const auto turned = nlohmann::json::parse(image_event(report));

  BOOST_TEST(upright.at("width") == 40);
  BOOST_TEST(upright.at("height") == 30);
  BOOST_TEST(!upright.contains("orientation"));
  BOOST_TEST(turned.at("width") == 40);
  BOOST_TEST(turned.at("orientation") == 6);
}

BOOST_AUTO_TEST_CASE(names_and_messages_that_are_not_utf8_stay_json) {
  ImageReport report;
  report.source = "a\xFF.jpg";
  report.message = "bad \xFE byte";

  const auto event = nlohmann::json::parse(image_event(report));

  BOOST_TEST(event.at("source") == "a%FF.jpg");
  BOOST_TEST(event.at("source_escaped") == true);
}

BOOST_AUTO_TEST_CASE(the_summary_event_and_stats_use_the_same_names) {
  Summary summary = two_formats();
  summary.failures.resize(2);

  const auto event = nlohmann::json::parse(summary_event(summary, 1.23456));

  BOOST_TEST(event.at("failed") == 2);
  BOOST_TEST(event.at("seconds") == 1.235);
  BOOST_TEST(event.at("formats").at("jpeg").at("images") == 337);
  BOOST_TEST(event.at("stats").size() == k_counters.size());
  BOOST_TEST(event.at("stats").at("encodes") == 1'960);
  BOOST_TEST(stats_text(summary.counters).find("encodes: 1960\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
