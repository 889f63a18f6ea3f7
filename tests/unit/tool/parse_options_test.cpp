#include "tool/options/parse_options.h"

#include <boost/test/unit_test.hpp>

#include "tool/commands/command_table.h"

using namespace pixmill;
using namespace pixmill::tool;

namespace {

Result<Options> parse(const std::vector<std::string>& arguments,
                      const Command& command = k_build_command) {
  return parse_options(command, arguments);
}

std::string error_of(const std::vector<std::string>& arguments,
                     const Command& command = k_build_command) {
  const auto options = parse(arguments, command);
  BOOST_REQUIRE(!options);
  BOOST_CHECK(options.error().code == ErrorCode::usage);
  return options.error().message;
}

/// "name=value (origin)" for each, in order.
std::vector<std::string> settings_of(const std::vector<std::string>& arguments) {
  std::vector<std::string> texts;
  const auto options = parse(arguments);
  BOOST_REQUIRE(options);
  for (const Assignment& a : options->assignments) {
    texts.push_back(a.name + "=" + a.value + " (" + a.origin + ")");
  }
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(options_stand_before_and_after_the_paths) {
  const auto options = parse({"-j4", "photos", "-o", "out", "more", "--stats"});

  BOOST_REQUIRE(options);
  BOOST_TEST(options->arguments == (Texts{"photos", "more"}), boost::test_tools::per_element());
  BOOST_TEST(options->output == "out");
  BOOST_TEST(options->jobs.value() == 4U);
  BOOST_TEST(options->report.stats);
}

BOOST_AUTO_TEST_CASE(two_dashes_end_the_options) {
  const auto options = parse({"-o", "out", "--", "-fm", "--json"});

  BOOST_REQUIRE(options);
  BOOST_TEST(options->arguments == (Texts{"-fm", "--json"}), boost::test_tools::per_element());
  BOOST_TEST(!options->report.json);
}

BOOST_AUTO_TEST_CASE(a_path_that_is_not_utf8_stays_as_it_is) {
  const auto options = parse({"a\xFF.jpg"});

  BOOST_REQUIRE(options);
  BOOST_TEST(options->arguments.at(0) == "a\xFF.jpg");
}

BOOST_AUTO_TEST_CASE(settings_keep_their_order_and_say_where_they_come_from) {
  const Texts expected{"preset=classic (--preset)",
                       "jpeg.target=-20 (--target)",
                       "png.level=3 (--set)",
                       "jpeg.target=80 (--target)"};

  BOOST_TEST(
      settings_of(
          {"--preset", "classic", "--target", "-20", "--set", "png.level=3", "--target=80"}) ==
          expected,
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_letters_of_optimize_images_mean_what_they_meant) {
  const Texts expected{
      "jpeg.mode=fixed (-q)", "jpeg.quality=80 (-q)", "metadata=all (-ke)", "preset=fast (-fm)"};

  BOOST_TEST(settings_of({"-q", "80", "-ke", "-fm", "-jobs", "2"}) == expected,
             boost::test_tools::per_element());
  BOOST_TEST(!parse({"-nr", "photos"}, k_optimize_command).value().recurse);
  BOOST_CHECK(parse({"-s"}).value().instead == Instead::formats);
  BOOST_CHECK(parse({"-v"}).value().instead == Instead::version);
}

BOOST_AUTO_TEST_CASE(options_that_are_still_to_come_are_refused_and_not_ignored) {
  for (const char* letters : {"-mw",
                              "-mh",
                              "-g",
                              "-nc",
                              "-rc",
                              "-mc",
                              "-rt",
                              "-bg",
                              "-hbg",
                              "-cb",
                              "-ca",
                              "-fd",
                              "-wd"}) {
    const std::string error = error_of({letters, "photos"});

    BOOST_TEST_CONTEXT(letters) {
      BOOST_TEST(error.find("has not got this option yet") != std::string::npos);
      BOOST_TEST(error.find(letters) != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_option_names_the_nearest) {
  BOOST_TEST(error_of({"--jbos", "3"}) == "build has no option --jbos; did you mean --jobs?");
}

BOOST_AUTO_TEST_CASE(names_are_not_guessed_from_their_beginnings) {
  BOOST_TEST(error_of({"--sta"}).find("has no option --sta") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(wrong_values_say_what_would_be_right) {
  BOOST_TEST(error_of({"-j", "0"}) == "--jobs: it takes a number from 1 to 1024, not \"0\"");
  BOOST_TEST(error_of({"-j", "2x"}).starts_with("--jobs: it takes"));
  BOOST_TEST(error_of({"--set", "png.level"}) == "--set: it takes KEY=VALUE, not \"png.level\"");
  BOOST_TEST(error_of({"--progress", "loud"}).starts_with("--progress: it takes auto, plain"));
  BOOST_TEST(error_of({"--max-memory", "much"}).starts_with("--max-memory: \"much\" is no size"));
  BOOST_TEST(!error_of({"--jobs"}).empty());
  BOOST_TEST(!error_of({"--quiet=3"}).empty());
}

BOOST_AUTO_TEST_CASE(a_command_takes_only_its_own_options) {
  BOOST_TEST(
      error_of({"--preset", "fast"}, k_formats_command).starts_with("formats has no option"));
}

BOOST_AUTO_TEST_CASE(every_command_is_found_by_its_name) {
  for (const Command* command : commands()) {
    BOOST_TEST(find_command(command->name).value() == command);
  }
}

BOOST_AUTO_TEST_CASE(unknown_and_coming_commands_are_told_apart) {
  BOOST_TEST(find_command("biuld").error().message ==
             "there is no command \"biuld\"; did you mean \"build\"?");
  BOOST_TEST(find_command("watch").error().message.find("yet") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
