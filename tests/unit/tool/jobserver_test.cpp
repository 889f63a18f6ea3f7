#include "tool/jobserver.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <string>
#include <thread>

#include "engine/base/parallel.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"
#include "tool/stop_signal.h"
#include "tool/worker_count.h"

using namespace pixmill;
using namespace pixmill::tool;

namespace {

/// What make would have made: a pipe with tokens in it.
class Pipe {
 public:
  explicit Pipe(const std::string& tokens) {
    BOOST_REQUIRE(::pipe(ends_.data()) == 0);
    BOOST_REQUIRE(::write(ends_[1], tokens.data(), tokens.size()) ==
                  static_cast<ssize_t>(tokens.size()));
  }
  ~Pipe() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  JobserverAddress address() const { return {{}, ends_[0], ends_[1]}; }
  std::string auth() const {
    return "--jobserver-auth=" + std::to_string(ends_[0]) + "," + std::to_string(ends_[1]);
  }
  bool may_block() const { return (::fcntl(ends_[0], F_GETFL) & O_NONBLOCK) == 0; }

  /// Takes what is in it, sorted.
  std::string drain() {
    int size = 0;
    ::ioctl(ends_[0], FIONREAD, &size);
    std::string tokens(static_cast<std::size_t>(size), '\0');
    if (size > 0) BOOST_REQUIRE(::read(ends_[0], tokens.data(), tokens.size()) == size);
    std::sort(tokens.begin(), tokens.end());
    return tokens;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(makeflags)

BOOST_AUTO_TEST_CASE(the_last_jobserver_counts) {
  const MakeFlags flags = parse_makeflags("kn -j4 --jobserver-auth=3,4 --jobserver-auth=7,8");

  BOOST_TEST(flags.jobs.value() == 4U);
  BOOST_TEST(flags.jobserver->read_end == 7);
  BOOST_TEST(flags.jobserver->write_end == 8);
}

BOOST_AUTO_TEST_CASE(a_fifo_is_named_by_its_path) {
  BOOST_TEST(parse_makeflags(" -j --jobserver-auth=fifo:/tmp/GMfifo12").jobserver->fifo ==
             "/tmp/GMfifo12");
}

BOOST_AUTO_TEST_CASE(variables_are_not_options) {
  BOOST_TEST(!parse_makeflags(" -- --jobserver-auth=3,4 X=-j9").jobserver);
  BOOST_TEST(!parse_makeflags("n X=--jobserver-auth=3,4").jobserver);
}

BOOST_AUTO_TEST_CASE(one_that_says_nothing_sensible_cannot_be_reached) {
  for (const char* text : {"--jobserver-auth=",
                           "--jobserver-auth=-2,-2",
                           "--jobserver-auth=3",
                           "--jobserver-auth=a,b",
                           "--jobserver-auth=fifo:/no/such"}) {
    const MakeFlags flags = parse_makeflags(text);

    BOOST_REQUIRE_MESSAGE(flags.jobserver.has_value(), text);
    BOOST_TEST(Jobserver::connect(*flags.jobserver) == nullptr, text);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(jobserver)

BOOST_AUTO_TEST_CASE(the_very_bytes_are_given_back) {
  Pipe pipe("abc");
  const auto client = Jobserver::connect(pipe.address());
  BOOST_REQUIRE(client);

  BOOST_TEST(client->try_acquire());
  BOOST_TEST(client->acquire({}));
  BOOST_TEST(client->try_acquire());
  BOOST_TEST(!client->try_acquire());
  client->release();
  client->release();
  client->release();

  BOOST_TEST(pipe.drain() == "abc");
}

BOOST_AUTO_TEST_CASE(what_is_still_held_is_given_back_at_the_end) {
  Pipe pipe("xy");
  auto client = Jobserver::connect(pipe.address());
  BOOST_TEST(client->try_acquire());
  BOOST_TEST(client->try_acquire());

  client.reset();

  BOOST_TEST(pipe.drain() == "xy");
}

BOOST_AUTO_TEST_CASE(waiting_ends_when_a_token_comes) {
  Pipe pipe("");
  const auto client = Jobserver::connect(pipe.address());
  ssize_t given = 0;
  std::jthread giver([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    given = ::write(pipe.address().write_end, "+", 1);
  });

  BOOST_TEST(client->acquire({}));
  giver.join();
  BOOST_TEST(given == 1);
}

BOOST_AUTO_TEST_CASE(waiting_ends_when_a_stop_is_requested) {
  Pipe pipe("");
  const auto client = Jobserver::connect(pipe.address());
  std::stop_source source;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    source.request_stop();
  });

  BOOST_TEST(!client->acquire(source.get_token()));
}

BOOST_AUTO_TEST_CASE(the_pipe_is_left_as_it_blocks_for_others) {
  Pipe pipe("");

  const auto client = Jobserver::connect(pipe.address());

  BOOST_TEST(!client->try_acquire());
  BOOST_TEST(pipe.may_block());
}

BOOST_AUTO_TEST_CASE(a_fifo_serves_as_well) {
  const test::TempFolder folder;
  const std::string path = folder / "fifo";
  BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const int make = ::open(path.c_str(), O_RDWR);
  BOOST_REQUIRE(::write(make, "q", 1) == 1);
  const auto client = Jobserver::connect({path, -1, -1});
  BOOST_REQUIRE(client);

  BOOST_TEST(client->try_acquire());
  BOOST_TEST(!client->try_acquire());
  client->release();

  char token = 0;
  BOOST_TEST(::read(make, &token, 1) == 1);
  BOOST_TEST(token == 'q');
  ::close(make);
}

BOOST_AUTO_TEST_CASE(descriptors_that_are_no_pipe_are_not_touched) {
  const Pipe pipe("+");
  const Pipe other("+");
  const int file = ::open("/dev/null", O_RDWR);
  const int pipe_read = pipe.address().read_end;
  const int pipe_write = pipe.address().write_end;

  BOOST_TEST(Jobserver::connect({{}, file, file}) == nullptr);
  BOOST_TEST(Jobserver::connect({{}, pipe_write, pipe_read}) == nullptr);
  BOOST_TEST(Jobserver::connect({{}, pipe_read, other.address().write_end}) == nullptr);
  ::close(file);
  BOOST_TEST(Jobserver::connect({{}, file, file}) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_pool_runs_one_worker_and_one_for_each_token) {
  Pipe pipe("12");
  const auto client = Jobserver::connect(pipe.address());
  std::atomic<int> running{0};
  std::atomic<int> most{0};

  run_pool(
      40,
      {{8, client.get()}},
      [](std::size_t) { return std::uint64_t{1}; },
      [&](std::size_t) {
        const int now = ++running;
        int seen = most;
        while (seen < now && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
        --running;
      },
      [](std::size_t) { return true; });

  BOOST_TEST(most == 3);
  BOOST_TEST(pipe.drain() == "12");
}

/// In a child: holds both tokens and dies of the signals.
bool die_holding_tokens(const Pipe& pipe, std::initializer_list<int> signals) {
  stop_on_signals();
  const auto client = Jobserver::connect(pipe.address());
  const TokenRescue rescue(*client);
  if (!client->try_acquire() || !client->try_acquire()) return false;
  for (const int signal_number : signals) ::raise(signal_number);
  return false;
}

BOOST_AUTO_TEST_CASE(a_second_interrupt_gives_tokens_back) {
  Pipe pipe("st");

  const pid_t child = test::start_child([&] { return die_holding_tokens(pipe, {SIGINT, SIGINT}); });

  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(WEXITSTATUS(status) == 130);
  BOOST_TEST(pipe.drain() == "st");
}

BOOST_AUTO_TEST_CASE(a_deadly_signal_gives_tokens_back_and_kills) {
  for (const int signal_number : {SIGHUP, SIGQUIT, SIGPIPE, SIGSEGV}) {
    Pipe pipe("uv");

    const pid_t child = test::start_child([&] {
      ::signal(signal_number, SIG_DFL);
      return die_holding_tokens(pipe, {signal_number});
    });

    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(WIFSIGNALED(status));
    BOOST_TEST(WTERMSIG(status) == signal_number);
    BOOST_TEST(pipe.drain() == "uv");
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(worker_count)

BOOST_AUTO_TEST_CASE(the_command_line_overrides_the_jobserver) {
  const Pipe pipe("+");

  const WorkerCount count = count_workers(3, "-j2 " + pipe.auth());

  BOOST_TEST(count.jobs == 3U);
  BOOST_TEST(!count.jobserver);
}

BOOST_AUTO_TEST_CASE(the_jobserver_overrides_the_processors) {
  const Pipe pipe("+");

  const WorkerCount count = count_workers({}, " -j77 " + pipe.auth());

  BOOST_TEST(count.jobs == 77U);
  BOOST_TEST(count.jobserver);
}

BOOST_AUTO_TEST_CASE(a_jobserver_out_of_reach_allows_one_worker) {
  const WorkerCount count = count_workers({}, " -j8 --jobserver-auth=998,999");

  BOOST_TEST(count.jobs == 1U);
  BOOST_TEST(!count.jobserver);
}

BOOST_AUTO_TEST_CASE(without_a_jobserver_the_number_of_jobs_counts_or_the_processors_do) {
  BOOST_TEST(count_workers({}, " -j1").jobs == 1U);
  BOOST_TEST(count_workers({}, "").jobs == available_processors());
}

BOOST_AUTO_TEST_SUITE_END()
