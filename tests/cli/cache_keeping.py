"""Keeping a cache: `gc`, `verify`, read-only use, and moving it elsewhere."""

import json
import os
import shutil
import sqlite3
import subprocess

from support import PIXMILL, PixmillTest, Run, contents, main, snapshot


class CacheKeeping(PixmillTest):

    def cache_command(self, *words, expect=0):
        return self.run_pixmill("cache", *words, expect=expect)

    def json_of(self, *words, expect=0):
        return json.loads(self.cache_command(*words, "--json", expect=expect).stdout)

    def build_anew(self, *options):
        """With no output there, so that each comes out of the cache or is made."""
        shutil.rmtree(self.out, ignore_errors=True)
        return self.build_stats(*options)

    def size_on_disk(self):
        return sum(path.stat().st_size for path in self.cache.rglob("*") if path.is_file())

    def in_index(self, statement):
        connection = sqlite3.connect(self.cache / "index.sqlite")
        with connection:
            connection.execute(statement)
        connection.close()

    def count_in_index(self, table):
        connection = sqlite3.connect(self.cache / "index.sqlite")
        count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        connection.close()
        return count


class Collecting(CacheKeeping):

    def setUp(self):
        super().setUp()
        self.make_pictures(32)
        self.build()
        self.expected = contents(self.out)

    def test_max_size_makes_the_folder_really_smaller_and_the_next_build_right(self):
        limit = self.size_on_disk() // 2
        results = self.json_of("stats")["results"]

        report = self.json_of("gc", "--max-size", str(limit))
        outputs_kept = self.count_in_index("results WHERE blob_hash IS NOT NULL")
        stats = self.build_anew()

        self.assertLessEqual(report["size_after_bytes"], limit)
        self.assertEqual(report["results_removed"] + report["results_kept"], results)
        self.assertGreater(outputs_kept, 0)
        # one picture stays as it is: its result has no output
        self.assertIn(stats["hits"] - outputs_kept, (0, 1))
        self.assertEqual(contents(self.out), self.expected)

    def test_what_is_said_is_what_is_on_the_disk(self):
        report = self.json_of("gc", "--max-size", "60 KB")

        self.assertEqual(report["size_after_bytes"], self.size_on_disk())
        self.assertEqual(self.json_of("stats")["size_bytes"], self.size_on_disk())

    def test_unused_for_keeps_what_was_used_just_now(self):
        self.assertEqual(self.json_of("gc", "--unused-for", "1")["results_removed"], 0)
        self.in_index("UPDATE results SET last_use = last_use - 48")
        self.in_index("UPDATE trees SET last_use = last_use - 48")

        self.assertEqual(self.json_of("gc", "--unused-for", "1")["results_kept"], 0)

    def test_the_configuration_s_limit_is_used_where_none_is_named(self):
        limit = self.size_on_disk() // 2
        (self.dir / "pixmill.toml").write_text(f'[cache]\nmax_size = "{limit}"\n')

        self.assertIn("forgotten", self.cache_command("gc").stdout)

        self.assertLessEqual(self.size_on_disk(), limit)

    def test_without_any_rule_it_says_what_there_is(self):
        run = self.cache_command("gc", expect=2)

        self.assertIn("--keep-last-build", run.stderr)
        self.assertEqual(self.json_of("stats")["results"], self.count_in_index("results"))

    def test_a_rule_that_is_no_number_is_refused(self):
        for words in (("--max-size", "much"), ("--unused-for", "-1"), ("--unused-for", "soon")):
            self.assertIn(words[0], self.cache_command("gc", *words, expect=2).stderr)


class Verifying(CacheKeeping):

    def setUp(self):
        super().setUp()
        self.make_pictures(16)
        self.build()
        self.expected = contents(self.out)

    def test_a_sound_cache_is_said_to_be_sound(self):
        report = self.json_of("verify")

        self.assertEqual(report["results"], 32)  # pictures', and their outputs' being finished
        self.assertEqual(report["damaged_rows"] + report["damaged_blobs"], 0)
        self.assertIn("all are sound", self.cache_command("verify").stdout)

    def test_damage_is_counted_set_aside_and_then_made_again(self):
        self.in_index("UPDATE blobs SET bytes = x'00' WHERE id IN (SELECT id FROM blobs LIMIT 3)")
        self.in_index("UPDATE results SET checksum = 0 WHERE key = "
                      "(SELECT max(key) FROM results WHERE blob_hash IS NOT NULL)")

        found = self.json_of("verify", expect=1)

        self.assertEqual(found["damaged_blobs"], 3)
        self.assertEqual(found["damaged_rows"], 1)
        self.assertIn("all are sound", self.cache_command("verify").stdout)
        self.build_anew()
        self.assertEqual(contents(self.out), self.expected)
        self.assertEqual(self.json_of("verify")["results"], 32)

    def test_it_says_in_words_how_many(self):
        self.in_index("DELETE FROM blobs")

        run = self.cache_command("verify", expect=1)

        self.assertIn("outputs missing", run.stdout)


class ReadOnly(CacheKeeping):

    def setUp(self):
        super().setUp()
        self.make_pictures(16)
        self.build()
        self.expected = contents(self.out)
        self.make_pictures(4, seed=2, into=self.src / "new")
        self.before = snapshot(self.cache)

    def test_hits_are_served_and_nothing_is_written(self):
        shutil.rmtree(self.out)

        run = self.build("--read-only-cache", "--json", "--stats")

        self.assertEqual((run.stats()["hits"], run.stats()["misses"]), (16, 4))
        self.assertNotIn("cache", run.stderr)
        self.assertEqual(snapshot(self.cache), self.before)
        for path, found in self.expected.items():
            if path != b"pixmill-manifest.json":
                self.assertEqual(contents(self.out)[path], found, path)

    def run_without_privileges(self, *arguments):
        """Even root may then not write where the permissions say so."""
        command = [PIXMILL, *map(os.fspath, arguments)]
        if os.geteuid() == 0:
            command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
        return Run(subprocess.run(command, cwd=self.dir, env=self.environment(), timeout=120,
                                  stdin=subprocess.DEVNULL, capture_output=True, check=False))

    def test_a_folder_that_cannot_be_written_is_used_so_with_one_warning(self):
        for path in [self.cache, *self.cache.rglob("*")]:
            path.chmod(0o500 if path.is_dir() else 0o400)
        shutil.rmtree(self.out)

        run = self.run_without_privileges("build", self.src, "-o", self.out, "--json", "--stats")

        for path in [self.cache, *self.cache.rglob("*")]:
            path.chmod(0o700 if path.is_dir() else 0o600)
        self.assertEqual(run.code, 0, run)
        self.assertEqual((run.stats()["hits"], run.stats()["misses"]), (16, 4))
        self.assertEqual(run.stderr.count("cannot be written"), 1, run)
        self.assertEqual(snapshot(self.cache), self.before)

    def test_commands_that_must_write_say_that_they_cannot(self):
        self.cache.chmod(0o500)

        run = self.run_without_privileges("cache", "clear")

        self.cache.chmod(0o700)
        self.assertEqual(run.code, 1, run)
        self.assertIn("cannot be written", run.stderr)
        self.assertEqual(snapshot(self.cache), self.before)


class Travelling(CacheKeeping):

    def test_archived_moved_and_unpacked_it_serves_the_same_hits(self):
        self.make_pictures(16)
        self.build()
        expected = contents(self.out)
        subprocess.run(["tar", "-C", self.cache, "-cf", self.dir / "cache.tar", "."], check=True)
        shutil.rmtree(self.cache)
        self.cache = self.dir / "far" / "away"
        self.cache.mkdir(parents=True)
        subprocess.run(["tar", "-C", self.cache, "--touch", "-xf", self.dir / "cache.tar"],
                       check=True)
        checkout = self.dir / "checkout"
        shutil.copytree(self.src, checkout, copy_function=shutil.copyfile)  # new dates

        stats = self.build_stats(src=checkout, out=self.dir / "public")

        self.assertEqual((stats["hits"], stats["encodes"]), (16, 0))
        self.assertEqual(contents(self.dir / "public"), expected)


if __name__ == "__main__":
    main()
