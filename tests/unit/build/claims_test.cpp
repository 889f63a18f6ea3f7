// Two processes that want one picture: it is made once where one can wait, and always made.
#include <boost/test/unit_test.hpp>

#include "engine/build/check.h"
#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

struct TwoProcesses : World {
  const ActionKey key = key_of("a");

  TwoProcesses() {
    files.put("/src/a.gif", gif("a"));
    files.put("/src/b.gif", gif("b"));
    files.advance(10 * k_second_ns);
  }

  static ActionKey key_of(std::string_view name) {
    return action_key(recipe_hash(recipe_parts(Format::gif, Format::gif, Settings{})),
                      content_hash(as_bytes(gif(name))));
  }
  std::int64_t seconds_since(std::int64_t start_ns) {
    return (files.now_ns() - start_ns) / k_second_ns;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(claims, TwoProcesses)

BOOST_AUTO_TEST_CASE(what_another_process_is_making_is_waited_for_and_taken_from_the_cache) {
  results.claim_by_another(key, [&](std::size_t times) {
    if (times < 5) return;
    remember_optimized(gif("a"), gif("-"));
    results.end_other(key);
  });

  const Summary summary = build();

  BOOST_TEST(summary.counters.encodes == 1u);  // of b
  BOOST_TEST(summary.counters.hits == 1u);
  BOOST_TEST(files.text("/out/a.gif").value() == gif("-"));
  BOOST_TEST(summary.failures.empty());
}

BOOST_AUTO_TEST_CASE(a_check_waits_for_what_another_process_is_making_too) {
  results.claim_by_another(key, [&](std::size_t times) {
    if (times < 5) return;
    remember_optimized(gif("a"), gif("-"));
    results.end_other(key);
  });

  const auto checked = check_tree(request, layers, options, around()).value();

  BOOST_TEST(checked.counters.encodes == 1u);  // of b
  BOOST_TEST(checked.counters.hits == 1u);
  BOOST_TEST(checked.failures.empty());
  BOOST_TEST(results.claims_held() == 0u);
}

BOOST_AUTO_TEST_CASE(what_can_be_made_is_made_and_stored_before_anything_is_waited_for) {
  bool stored_first = false;
  results.claim_by_another(key, [&](std::size_t times) {
    if (times < 2) return;
    stored_first = results.find(key_of("b")).has_value() && results.claims_held() == 0;
    results.end_other(key);
  });

  build();

  BOOST_TEST(stored_first);
}

BOOST_AUTO_TEST_CASE(where_the_other_died_it_is_made_here) {
  results.claim_by_another(key, [&](std::size_t times) {
    if (times == 3) results.end_other(key);
  });

  const Summary summary = build();

  BOOST_TEST(summary.counters.encodes == 2u);
  BOOST_TEST(files.text("/out/a.gif").value() == gif("a"));
}

BOOST_AUTO_TEST_CASE(one_that_never_ends_is_waited_for_half_a_minute_and_no_more) {
  results.claim_by_another(key, [](std::size_t) {});
  const std::int64_t start_ns = files.now_ns();

  const Summary summary = build();

  BOOST_TEST(summary.counters.encodes == 2u);
  BOOST_TEST(files.exists("/out/a.gif"));
  BOOST_TEST(seconds_since(start_ns) >= 29);
  BOOST_TEST(seconds_since(start_ns) <= 32);
}

BOOST_AUTO_TEST_CASE(a_result_that_is_told_of_and_cannot_be_had_is_made_here) {
  results.claim_by_another(key, [&](std::size_t times) {
    if (times < 2) return;
    remember_optimized(gif("a"), gif("-"));
    results.damage_blobs();
    results.end_other(key);
  });

  const Summary summary = build();

  BOOST_TEST(summary.failures.empty());
  BOOST_TEST(files.text("/out/a.gif").value() == gif("a"));
}

BOOST_AUTO_TEST_CASE(a_picture_that_fails_is_given_up_to_others) {
  files.fail_at(Op::rename, "/out/a.gif");
  files.put("/src/c.png", "no PNG");

  const Summary summary = build();

  BOOST_TEST(summary.failures.size() == 2u);
  BOOST_TEST(results.claims_held() == 0u);
}

BOOST_AUTO_TEST_CASE(a_stopped_build_waits_no_longer) {
  std::atomic<bool> stop = false;
  options.stop = &stop;
  results.claim_by_another(key, [&](std::size_t times) { stop = times == 4; });
  const std::int64_t start_ns = files.now_ns();

  const Summary summary = build();

  BOOST_TEST(summary.interrupted);
  BOOST_TEST(seconds_since(start_ns) <= 2);
}

BOOST_AUTO_TEST_CASE(one_image_for_a_rule_waits_likewise) {
  const OneRequest one{"/src/a.gif", "/o.gif", "", "", {}, ""};
  results.claim_by_another(key, [&](std::size_t times) {
    if (times < 5) return;
    remember_optimized(gif("a"), gif("-"));
    results.end_other(key);
  });

  const auto summary = build_one(one, layers, options, around());

  BOOST_TEST(summary->counters.encodes == 0u);
  BOOST_TEST(files.text("/o.gif").value() == gif("-"));
}

BOOST_AUTO_TEST_CASE(a_hit_asks_for_no_claim) {
  build();
  files.erase("/out");
  trees.forget_all();
  std::size_t asked = 0;
  results.claim_by_another(key, [&](std::size_t times) { asked = times; });

  BOOST_TEST(build().counters.hits == 2u);

  BOOST_TEST(asked == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
