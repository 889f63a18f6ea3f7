#include "tool/program.h"

#include <boost/test/unit_test.hpp>

#include "memory_stream.h"
#include "tool/cache_access.h"

using namespace pixmill::tool;

namespace {

struct Run {
  ExitCode exit_code;
  std::string words;  ///< stdout and stderr
};

Run run(const std::vector<std::string>& arguments) {
  pixmill::test::MemoryStream stream;
  Run result{};
  {
    Console console(stream.file(), stream.file());
    result.exit_code = run_program(arguments, Environment{}, console);
  }
  result.words = stream.text();
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(program)

BOOST_AUTO_TEST_CASE(wrong_usage_exits_with_two_and_a_sentence) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"biuld"},
                                                    {"check"},
                                                    {"build", "src"},
                                                    {"build"},
                                                    {"one", "a"},
                                                    {"--jobs"},
                                                    {"compare", "a"},
                                                    {"cache", "sing"},
                                                    {"config"},
                                                    {"formats", "x"}}) {
    const Run result = run(arguments);

    BOOST_TEST_CONTEXT(arguments.front()) {
      BOOST_CHECK(result.exit_code == ExitCode::usage);
      BOOST_TEST(result.words.starts_with("pixmill: "));
    }
  }
}

BOOST_AUTO_TEST_CASE(version_and_help_exit_with_zero) {
  BOOST_TEST(run({"--version"}).words.starts_with("pixmill "));
  BOOST_CHECK(run({"--help"}).exit_code == ExitCode::success);
  BOOST_TEST(run({"build", "--help"}).words.find("--quality-range") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_missing_picture_is_named) {
  const Run result = run({"compare", "no/such.png", "other.png"});

  BOOST_CHECK(result.exit_code == ExitCode::failed);
  BOOST_TEST(result.words.find("no/such.png: ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_cache_folder_is_the_first_that_is_given) {
  Options options;
  Environment environment;
  Config config;
  BOOST_TEST(choose_cache_folder(options, environment, config).empty());
  environment.home = "/home/ada";
  BOOST_TEST(choose_cache_folder(options, environment, config) == "/home/ada/.cache/pixmill");
  environment.xdg_cache_home = "relative";
  BOOST_TEST(choose_cache_folder(options, environment, config) == "/home/ada/.cache/pixmill");
  environment.xdg_cache_home = "/xdg";
  BOOST_TEST(choose_cache_folder(options, environment, config) == "/xdg/pixmill");
  config.cache_folder = "site/.cache";
  BOOST_TEST(choose_cache_folder(options, environment, config) == "site/.cache");
  environment.pixmill_cache_dir = "/ci/cache";
  BOOST_TEST(choose_cache_folder(options, environment, config) == "/ci/cache");
  options.cache_folder = "mine";
  BOOST_TEST(choose_cache_folder(options, environment, config) == "mine");
}

BOOST_AUTO_TEST_SUITE_END()
