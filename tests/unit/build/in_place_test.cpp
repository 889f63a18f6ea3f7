// Optimizing in place: a file is replaced whole, by a result of its own bytes, or not at all.
#include <boost/test/unit_test.hpp>

#include "tests/support/build_world.h"
#include "tests/support/pictures/jpeg_writer.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

struct InPlace : World {
  InPlaceRequest in_place{{"/pics"}, {}, "", true};

  InPlace() {
    files.put("/pics/a.gif", gif("a large one"));
    files.put("/pics/deep/b.gif", gif("b"));
    files.advance(10 * k_second_ns);
    remember_optimized(gif("a large one"), gif("small"));
  }
  void put_photograph(const std::string& path, std::uint64_t seed) {
    Random random(seed);
    const FileBytes file = jpeg_file(photograph(40, 30, 3, random), {.quality = 95});
    files.put(path, std::string(file.begin(), file.end()));
    files.advance(10 * k_second_ns);
  }
  Summary optimize() { return optimize_in_place(in_place, layers, options, around()).value(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(in_place_suite, InPlace)

BOOST_AUTO_TEST_CASE(replaces_what_became_smaller_and_keeps_its_permissions) {
  files.set_mode("/pics/a.gif", 0600);

  const Summary summary = optimize();

  BOOST_TEST(summary.counters.outputs_written == 1u);
  BOOST_TEST(files.text("/pics/a.gif").value() == gif("small"));
  BOOST_TEST(files.mode("/pics/a.gif") == 0600u);
  BOOST_TEST(files.text("/pics/deep/b.gif").value() == gif("b"));
  BOOST_TEST(!files.exists("/pics/.pixmill-tmp"));
}

BOOST_AUTO_TEST_CASE(knows_its_own_outputs) {
  optimize();
  remember_optimized(gif("small"), gif("s"));  // what a second search would lose
  results.forget_all();
  files.put("/pics/a.gif", gif("a large one"));
  remember_optimized(gif("a large one"), gif("small"));
  optimize();

  const Summary second = optimize();

  BOOST_TEST(second.counters.encodes == 0u);
  BOOST_TEST(second.counters.outputs_written == 0u);
  BOOST_TEST(files.text("/pics/a.gif").value() == gif("small"));
}

BOOST_AUTO_TEST_CASE(knows_the_outputs_of_a_build) {
  put_photograph("/src/a.jpg", 1);
  put_photograph("/src/b.jpg", 2);
  request.output = "/built";
  BOOST_TEST(build().counters.encodes == 2u);
  const auto built = files.snapshot("/built");
  in_place.paths = {"/built"};

  const Summary summary = optimize();

  BOOST_TEST(summary.counters.encodes == 0u);
  BOOST_TEST((files.snapshot("/built") == built));
}

BOOST_AUTO_TEST_CASE(knows_the_output_of_a_build_rule) {
  put_photograph("/src/a.jpg", 1);
  const OneRequest rule{"/src/a.jpg", "/built/a.jpg", "", "", {}, ""};
  BOOST_TEST(build_one(rule, layers, options, around()).value().counters.encodes == 1u);
  in_place.paths = {"/built"};

  BOOST_TEST(optimize().counters.encodes == 0u);
}

BOOST_AUTO_TEST_CASE(a_file_that_changed_meanwhile_is_not_replaced) {
  files.on_operation([&](const Operation& operation) {
    if (operation.op == Op::write) files.put("/pics/a.gif", gif("edited just now"));
  });

  const Summary summary = optimize();

  BOOST_TEST(summary.failures.size() == 1u);
  BOOST_TEST(files.text("/pics/a.gif").value() == gif("edited just now"));
}

BOOST_AUTO_TEST_CASE(nor_is_one_that_changed_while_the_disk_was_synced) {
  files.advance(10 * k_second_ns);
  files.on_operation([&](const Operation& operation) {
    if (operation.op == Op::sync) files.put("/pics/a.gif", gif("edited just now"));
  });

  const Summary summary = optimize();

  BOOST_TEST(summary.failures.size() == 1u);
  BOOST_TEST(files.text("/pics/a.gif").value() == gif("edited just now"));
}

BOOST_AUTO_TEST_CASE(links_are_left_alone) {
  files.put("/elsewhere/c.gif", gif("a large one"));
  files.link("/pics/c.gif", "/elsewhere/c.gif");

  optimize();

  BOOST_TEST(files.text("/elsewhere/c.gif").value() == gif("a large one"));
  BOOST_TEST(files.snapshot("/pics").at("/pics/c.gif") == "-> /elsewhere/c.gif");
}

BOOST_AUTO_TEST_CASE(a_link_that_is_named_is_refused) {
  files.link("/link.gif", "/pics/a.gif");
  in_place.paths = {"/link.gif"};

  const Summary summary = optimize();

  BOOST_TEST(summary.failures.size() == 1u);
  BOOST_TEST(files.text("/pics/a.gif").value() == gif("a large one"));
}

BOOST_AUTO_TEST_CASE(one_file_can_be_named) {
  in_place.paths = {"/pics/a.gif"};

  optimize();

  BOOST_TEST(files.text("/pics/a.gif").value() == gif("small"));
  BOOST_TEST(files.count(Op::read, "/pics/deep") == 0u);
}

BOOST_AUTO_TEST_CASE(without_recursion_what_lies_deeper_is_left_alone) {
  in_place.recurse = false;

  optimize();

  BOOST_TEST(files.count(Op::read, "/pics/deep") == 0u);
}

BOOST_AUTO_TEST_CASE(a_dry_run_changes_nothing) {
  options.dry_run = true;

  const Summary summary = optimize();

  BOOST_TEST(summary.counters.hits == 1u);
  BOOST_TEST(files.changes() == 0u);
}

BOOST_AUTO_TEST_CASE(what_it_used_is_saved_and_saved_again_only_when_it_changed) {
  optimize();
  BOOST_TEST(trees.saves == 1u);
  optimize();  // the source is now the output
  BOOST_TEST(trees.saves == 2u);

  optimize();
  BOOST_TEST(trees.saves == 2u);

  files.put("/pics/new.gif", gif("new"));
  optimize();
  BOOST_TEST(trees.saves == 3u);
}

BOOST_AUTO_TEST_CASE(each_folder_s_results_are_named_and_one_that_is_gone_is_dropped) {
  optimize();
  const auto [id, header] = *trees.tree_headers().begin();
  const auto folders = trees.load_tree(id)->folders;
  BOOST_TEST((folders.contains("/pics") && folders.contains("/pics/deep")));
  files.erase("/pics/deep/b.gif");

  optimize();

  BOOST_TEST(!trees.load_tree(id)->folders.contains("/pics/deep"));
}

BOOST_AUTO_TEST_CASE(a_dry_run_counts_what_it_looked_at) {
  files.put("/pics/empty.gif", "");
  files.put("/pics/notes.txt", "no picture");
  options.dry_run = true;

  const Summary summary = optimize();

  BOOST_TEST(summary.statuses.at(ImageStatus::failed) == 1u);
  BOOST_TEST(summary.foreign_files == 1u);
  BOOST_TEST(summary.counters.images_read == 3u);  // the empty one need not be
}

BOOST_AUTO_TEST_CASE(a_dry_run_saves_nothing) {
  options.dry_run = true;

  optimize();

  BOOST_TEST(trees.saves == 0u);
}

BOOST_AUTO_TEST_CASE(a_kill_at_any_change_leaves_each_file_whole) {
  for (std::uint64_t changes = 0; changes < 20; ++changes) {
    InPlace world;
    world.power.cut_after(changes);

    static_cast<void>(
        optimize_in_place(world.in_place, world.layers, world.options, world.around()));

    const std::string after = world.files.text("/pics/a.gif").value();
    BOOST_TEST((after == gif("a large one") || after == gif("small")));
  }
}

BOOST_AUTO_TEST_SUITE_END()
