// A manifest that is spliced from the last one has the bytes of one that is made from all rows.
#include "engine/build/spliced_manifest.h"

#include <boost/test/unit_test.hpp>
#include <random>
#include <vector>

#include "engine/build/manifest.h"
#include "tests/support/build_world.h"

using namespace pixmill;
using namespace pixmill::test;

namespace {

/// What a build from nothing says of the same sources.
std::string manifest_from_nothing(const World& world) {
  World other;
  other.request = world.request;
  for (const std::string& root : world.request.sources) {
    other.files.make(root);
    for (const auto& [path, content] : world.files.snapshot(root)) {
      if (content != "/") other.files.put(path, content);
    }
  }
  other.build();
  return other.manifest();
}

/// Four folders of pictures, so that one that changed is not most of them.
struct FewFolders : World {
  FewFolders() {
    for (const char* name : {"a/1.gif", "a/2.gif", "b/1.gif", "b/2.gif", "c/1.gif", "top.gif"}) {
      files.put(std::string("/src/") + name, gif(name));
    }
    settle();
    trees.whole_loads = 0;
  }

  /// Builds, and tells whether the rows of all folders were loaded for it.
  bool builds_from_all_rows() {
    trees.whole_loads = 0;
    files.advance(10 * k_second_ns);
    build();
    BOOST_TEST(manifest() == manifest_from_nothing(*this));
    return trees.whole_loads > 0;
  }
};

/// Names that JSON escapes, that are not UTF-8, and that sort around '/'.
const std::vector<std::string> k_names{"a",
                                       "a!",
                                       "a.b",
                                       "a0",
                                       "b",
                                       "\"q\"",
                                       "line\nbreak",
                                       "back\\slash",
                                       "\xff\xfe",
                                       "50%",
                                       "\xc3\xa4",
                                       "z"};

/// A tree that changes at random, from a seed.
class ChangingTree {
 public:
  explicit ChangingTree(unsigned seed) : random_(seed) {
    for (int i = 0; i < 60; ++i) put_picture();
  }

  void change() {
    for (std::size_t left = 1 + pick(3); left > 0; --left) change_once();
    world_.files.advance(10 * k_second_ns);
  }

  World& world() { return world_; }

 private:
  std::size_t pick(std::size_t below) { return random_() % below; }

  std::string any_folder() {
    std::string folder = pick(4) == 0 ? "/two" : "/src";
    for (std::size_t depth = pick(4); depth > 0; --depth) {
      folder += "/" + k_names[pick(k_names.size())];
    }
    return folder;
  }

  /// Two roots share one output, so that a name may be in one of them alone; folders have no
  /// ending, so that none is a picture's name.
  void put_picture() {
    const std::string folder = any_folder();
    const std::string root = folder.substr(0, 4);
    const std::string path = folder + "/" + k_names[pick(k_names.size())] + ".gif";
    const std::string other = (root == "/src" ? "/two" : "/src") + path.substr(4);
    if (!world_.files.exists(other)) world_.files.put(path, gif(std::to_string(random_())));
  }

  std::vector<std::string> pictures() const {
    std::vector<std::string> found;
    for (const char* root : {"/src", "/two"}) {
      for (const auto& [path, content] : world_.files.snapshot(root)) {
        if (content != "/") found.push_back(path);
      }
    }
    return found;
  }

  void change_once() {
    const auto all = pictures();
    const std::string& one = all[pick(all.size())];
    switch (pick(6)) {
      case 5:
        return damage_output();
      case 0:
        return put_picture();
      case 1:
        return world_.files.put(one, gif(std::to_string(random_())));
      case 2:
        return world_.files.erase(one);
      case 3: {
        const std::string content = world_.files.text(one).value();
        world_.files.erase(one);
        const std::string renamed = one.substr(0, one.size() - 4) + "_.gif";
        return world_.files.put(renamed, content);
      }
      default:
        return world_.files.erase(
            std::string(parent_path(one)).size() > 4 ? std::string(parent_path(one)) : one);
    }
  }

  void damage_output() {
    std::vector<std::string> outputs;
    for (const auto& [path, content] : world_.files.snapshot("/out")) {
      if (path.ends_with(".gif") && content != "/") outputs.push_back(path);
    }
    if (outputs.empty()) return;
    const std::string& one = outputs[pick(outputs.size())];
    pick(2) == 0 ? world_.files.erase(one) : world_.files.put(one, "another program's");
  }

  World world_;
  std::mt19937 random_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(spliced_manifest_suite, FewFolders)

BOOST_AUTO_TEST_CASE(loads_rows_of_the_changed_folder_alone) {
  files.put("/src/b/1.gif", gif("other"));
  BOOST_TEST(!builds_from_all_rows());

  files.put("/src/b/0.gif", gif("new"));
  BOOST_TEST(!builds_from_all_rows());

  files.erase("/src/b/2.gif");
  BOOST_TEST(!builds_from_all_rows());

  files.put("/src/new/1.gif", gif("in a new folder"));
  BOOST_TEST(!builds_from_all_rows());
}

BOOST_AUTO_TEST_CASE(takes_all_rows_if_the_last_manifest_is_not_as_it_was_left) {
  files.put("/out/pixmill-manifest.json", manifest() + " ");
  files.put("/src/b/1.gif", gif("other"));

  BOOST_TEST(builds_from_all_rows());
}

BOOST_AUTO_TEST_CASE(takes_all_rows_if_the_last_manifest_has_other_bytes_when_it_is_read) {
  std::string other = manifest();
  other[other.find("a/2.gif")] = 'z';
  files.put("/src/b/1.gif", gif("other"));
  bool is_replaced = false;
  files.on_operation([&](const Operation& operation) {
    if (is_replaced || operation.path != "/out/pixmill-manifest.json") return;
    if (operation.op != Op::read) return;
    is_replaced = true;
    files.put(operation.path, other);
  });

  BOOST_TEST(builds_from_all_rows());
  BOOST_TEST(is_replaced);
}

BOOST_AUTO_TEST_CASE(takes_all_rows_if_the_disk_cannot_read_the_last_manifest_again) {
  files.put("/src/b/1.gif", gif("other"));
  files.on_operation([&](const Operation& operation) {
    if (operation.op == Op::write) files.fail_at(Op::read, "/out/pixmill-manifest.json");
  });
  files.advance(10 * k_second_ns);

  const Summary summary = build();

  BOOST_TEST(summary.failures.empty());
  BOOST_TEST(trees.whole_loads == 1u);
  BOOST_TEST(manifest() == manifest_from_nothing(*this));
}

BOOST_AUTO_TEST_CASE(a_failure_is_told_once_where_the_last_manifest_cannot_be_read_again) {
  files.put("/src/b/1.gif", gif("other"));
  files.fail_at(Op::read, "/src/b/1.gif");
  files.on_operation([&](const Operation& operation) {
    if (operation.op == Op::make_folder) files.fail_at(Op::read, "/out/pixmill-manifest.json");
  });
  files.advance(10 * k_second_ns);
  reporter.reports.clear();

  const Summary summary = build();

  BOOST_TEST(summary.failures.size() == 1u);
  BOOST_TEST(reporter.reports.size() == 1u);
  BOOST_TEST(manifest().find("\"failed\":1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(takes_all_rows_after_and_before_a_failure) {
  files.make_fifo("/src/c/pipe.gif");
  files.put("/src/b/1.gif", gif("other"));
  files.advance(10 * k_second_ns);
  build();
  BOOST_TEST(trees.whole_loads == 1u);
  BOOST_TEST(manifest().find("pipe.gif") != std::string::npos);

  files.erase("/src/c/pipe.gif");
  BOOST_TEST(builds_from_all_rows());
}

BOOST_AUTO_TEST_CASE(takes_all_rows_where_much_changed) {
  for (const char* name : {"a/1.gif", "b/1.gif", "c/1.gif"}) {
    files.put(std::string("/src/") + name, gif("other"));
  }

  BOOST_TEST(builds_from_all_rows());
}

BOOST_AUTO_TEST_CASE(a_row_that_no_record_tells_of_does_not_stay) {
  trees.lose_folder("0/a");  // the record is damaged, and the folder goes
  files.erase("/src/a");
  files.put("/src/b/1.gif", gif("other"));

  BOOST_TEST(builds_from_all_rows());
}

BOOST_AUTO_TEST_CASE(a_picture_that_fails_now_has_its_row_among_those_that_stay) {
  files.put("/src/b/1.gif", gif("other"));
  files.fail_at(Op::read, "/src/b/1.gif");
  files.advance(10 * k_second_ns);

  build();

  BOOST_TEST(trees.whole_loads == 0u);
  const std::string text = manifest();
  BOOST_TEST(text.find("\"failed\":1") != std::string::npos);
  BOOST_TEST(text.find("a/2.gif") < text.find("b/1.gif"));
  BOOST_TEST(text.find("b/1.gif") < text.find("b/2.gif"));
}

BOOST_AUTO_TEST_CASE(is_spliced_anew_where_an_output_does_not_get_into_place) {
  files.put("/src/b/1.gif", gif("other"));
  files.fail_at(Op::rename, "/out/b/1.gif");
  files.advance(10 * k_second_ns);

  const Summary summary = build();

  BOOST_TEST(trees.whole_loads == 0u);
  BOOST_TEST(summary.failures.size() == 1u);
  const std::string text = manifest();
  BOOST_TEST(text.find("\"failed\":1") != std::string::npos);
  BOOST_TEST(text.find("a/2.gif") < text.find("b/1.gif"));
  BOOST_TEST(text.find("{\"source\":\"b/1.gif\",\"status\":\"failed\"") < text.find("b/2.gif"));
  files.heal();
  BOOST_TEST(builds_from_all_rows());
}

BOOST_AUTO_TEST_CASE(is_left_where_it_cannot_be_spliced_anew) {
  files.put("/src/b/1.gif", gif("other"));
  files.on_operation([&](const Operation& operation) {
    if (operation.op != Op::rename || operation.to != "/out/b/1.gif") return;
    files.fail_at(Op::rename, "/out/b/1.gif");
    files.put("/out/pixmill-manifest.json", "another program's");
  });
  files.advance(10 * k_second_ns);

  const Summary summary = build();

  BOOST_TEST(summary.failures.size() == 2u);
  BOOST_TEST(manifest() == "another program's");
  BOOST_TEST(!files.exists("/out/.pixmill-tmp"));
  files.on_operation({});
  files.heal();
  BOOST_TEST(builds_from_all_rows());
}

BOOST_AUTO_TEST_CASE(has_the_bytes_of_one_from_all_rows_whatever_changes) {
  std::size_t spliced = 0;
  std::size_t builds = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    ChangingTree tree(seed);
    World& world = tree.world();
    world.options.jobs = 1 + seed % 2;  // two look at outputs while they work out what changed
    world.request.sources = {"/src", "/two"};
    world.settle();
    for (int turn = 0; turn < 8; ++turn) {
      tree.change();
      const std::size_t before = world.trees.whole_loads;
      world.build();
      world.settle();
      BOOST_TEST_REQUIRE(world.manifest() == manifest_from_nothing(world));
      ++builds;
      if (world.trees.whole_loads == before) ++spliced;
    }
  }

  BOOST_TEST(spliced > builds / 2);
}

BOOST_AUTO_TEST_SUITE_END()
