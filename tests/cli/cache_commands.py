"""`cache path`, `stats` and `clear`."""

import json
import shutil

from support import PixmillTest, contents, main


class CacheCommands(PixmillTest):

    def test_path_is_that_of_the_option_the_variable_or_the_cache_home(self):
        self.assertEqual(self.run_pixmill("cache", "path").stdout.strip(), str(self.cache))
        named = self.run_pixmill("cache", "path", "--cache-dir", self.dir / "named").stdout.strip()
        self.assertEqual(named, str(self.dir / "named"))
        environment = self.environment() | {"XDG_CACHE_HOME": str(self.dir / "xdg")}
        environment.pop("PIXMILL_CACHE_DIR")
        self.environment = lambda: environment
        self.assertEqual(self.run_pixmill("cache", "path").stdout.strip(),
                         str(self.dir / "xdg" / "pixmill"))

    def stats(self):
        return json.loads(self.run_pixmill("cache", "stats", "--json").stdout)

    def test_stats_counts_results(self):
        self.make_pictures(6)
        self.build()

        stats = json.loads(self.run_pixmill("cache", "stats", "--json").stdout)

        self.assertEqual(stats["results"], 12)  # a picture's, and its output's being finished
        self.assertGreater(stats["size_bytes"], 0)
        self.assertRegex(self.run_pixmill("cache", "stats").stdout, r"results +12\n")

    def test_stats_tells_hits_and_misses_and_what_a_collection_would_free(self):
        self.make_pictures(6)
        self.build()
        names = sorted(path for path in self.src.rglob("*.*") if path.is_file())
        names[0].unlink()
        self.make_pictures(2, seed=2, into=self.src / "new")
        shutil.rmtree(self.out)
        self.build()
        (self.dir / "pixmill.toml").write_text('[cache]\nmax_size = "0"\n')

        stats = self.stats()
        freed = stats["gc_would_free"]
        table = self.run_pixmill("cache", "stats").stdout

        self.assertEqual((stats["hits"], stats["misses"]), (5, 8))
        self.assertEqual(freed["keep_last_build"]["results"], 2)
        self.assertGreater(freed["keep_last_build"]["bytes"], 0)
        self.assertEqual(freed["unused_for_30_days"], {"results": 0, "bytes": 0})
        self.assertEqual(freed["max_size"]["results"], 16)
        self.assertIn("5 hits, 8 misses", table)
        self.assertIn("gc --keep-last-build  would free 2 results", table)
        self.assertEqual(self.stats()["results"], 16)  # nothing was done

    def test_clear_forgets_everything_and_harms_nothing(self):
        self.make_pictures(6)
        self.build()
        outputs = contents(self.out)

        self.run_pixmill("cache", "clear")
        stats = self.build_stats()

        self.assertEqual(stats["hits"], 0)
        self.assertGreater(stats["encodes"], 0)
        self.assertEqual(contents(self.out), outputs)

    def test_clear_leaves_files_that_are_not_its_own(self):
        self.make_pictures(2)
        self.build()
        (self.cache / "precious.txt").write_text("not a cache's")

        self.run_pixmill("cache", "clear")

        self.assertEqual((self.cache / "precious.txt").read_text(), "not a cache's")

    def test_a_build_keeps_the_cache_within_the_configured_size(self):
        self.make_pictures(48)
        self.build()
        limit = self.stats()["size_bytes"] * 2 // 3
        (self.dir / "pixmill.toml").write_text(f'[cache]\nmax_size = "{limit}"\n')
        self.build()
        self.assertGreater(self.stats()["size_bytes"], limit)  # nothing was added
        self.make_pictures(4, seed=2, into=self.src / "new")

        self.build()

        self.assertLessEqual(self.stats()["size_bytes"], limit)
        self.assertGreater(self.stats()["results"], 0)

    def test_keep_last_build_keeps_what_the_last_run_in_place_used(self):
        self.make_pictures(8)
        original = self.dir / "original"
        shutil.copytree(self.src, original)
        self.run_pixmill("optimize", self.src)
        optimized = contents(self.src)
        self.make_pictures(4, seed=2, into=self.dir / "other")
        self.build(src=self.dir / "other")
        self.run_pixmill("cache", "gc", "--keep-last-build")

        again = self.run_pixmill("optimize", self.src, "--json", "--stats").stats()
        shutil.rmtree(self.src)
        shutil.copytree(original, self.src)
        from_the_start = self.run_pixmill("optimize", self.src, "--json", "--stats").stats()

        self.assertEqual((again["misses"], again["encodes"]), (0, 0))
        self.assertEqual(contents(self.src), optimized)
        self.assertEqual(from_the_start["encodes"], 0)

    def test_keep_last_build_forgets_what_the_run_in_place_before_the_last_used(self):
        self.make_pictures(8)
        self.run_pixmill("optimize", self.src)
        for path in sorted(self.src.rglob("*.*"))[:4]:
            path.unlink()
        self.run_pixmill("optimize", self.src)
        left = len([path for path in self.src.rglob("*.*") if path.is_file()])
        self.assertGreater(self.stats()["results"], 2 * left)

        self.run_pixmill("cache", "gc", "--keep-last-build")

        self.assertLessEqual(self.stats()["results"], 2 * left)  # its result, and being its own
        self.assertGreaterEqual(self.stats()["results"], left)

    def test_a_cache_that_does_not_exist_yet_is_empty(self):
        stats = json.loads(self.run_pixmill("cache", "stats", "--json").stdout)

        self.assertEqual(stats["results"], 0)
        self.run_pixmill("cache", "clear")


if __name__ == "__main__":
    main()
