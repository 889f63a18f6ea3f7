"""Whatever happens to the cache's files, a build completes and its outputs are right.
Flips: PIXMILL_FLIPS (default 60)."""

import os
import random
import shutil

from support import PixmillTest, contents, files_below, main

FLIPS = int(os.environ.get("PIXMILL_FLIPS", "60"))
SEED = 30


class CacheFaults(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(32)
        self.build()
        self.expected = contents(self.out)
        self.intact = self.dir / "intact cache"
        shutil.copytree(self.cache, self.intact)

    def restore_cache(self):
        shutil.rmtree(self.cache, ignore_errors=True)
        shutil.copytree(self.intact, self.cache)

    def cache_files(self):
        found = [self.cache / os.fsdecode(path) for path in files_below(self.cache)]
        return [path for path in found if path.stat().st_size > 0]

    def assert_builds_right(self, context):
        """With the outputs there and with them gone."""
        self.build()
        self.assertEqual(contents(self.out), self.expected, context)
        shutil.rmtree(self.out)
        self.build()
        self.assertEqual(contents(self.out), self.expected, context)

    def test_flipped_bits(self):
        chance = random.Random(SEED)
        for number in range(FLIPS):
            self.restore_cache()
            victims = self.cache_files()
            weights = [path.stat().st_size for path in victims]
            victim = chance.choices(victims, weights)[0]
            data = bytearray(victim.read_bytes())
            at = chance.randrange(len(data))
            data[at] ^= 1 << chance.randrange(8)
            victim.write_bytes(data)

            self.assert_builds_right(f"flip {number}: {victim.name} at byte {at}")

    def test_truncated_files(self):
        chance = random.Random(SEED)
        self.restore_cache()
        for name in [path.relative_to(self.cache) for path in self.cache_files()]:
            size = (self.cache / name).stat().st_size
            for length in {0, 1, 99, chance.randrange(size), size - 1}:
                self.restore_cache()
                os.truncate(self.cache / name, min(length, size - 1))

                self.assert_builds_right(f"{name} cut to {length}")

    def test_each_file_missing(self):
        for name in [path.relative_to(self.cache) for path in self.cache_files()]:
            self.restore_cache()
            (self.cache / name).unlink()

            self.assert_builds_right(f"{name} gone")

    def test_noise_in_place_of_each_file(self):
        chance = random.Random(SEED)
        for name in [path.relative_to(self.cache) for path in self.cache_files()]:
            self.restore_cache()
            (self.cache / name).write_bytes(chance.randbytes(5000))

            self.assert_builds_right(f"{name} is noise")

    def test_the_log_beside_the_database_lost_after_a_kill(self):
        for path in self.cache.rglob("*-wal"):
            path.unlink()
        for path in self.cache.rglob("*-shm"):
            path.unlink()

        self.assert_builds_right("no write-ahead log")

    def test_a_cache_that_is_a_file(self):
        shutil.rmtree(self.cache)
        self.cache.write_text("in the way")

        run = self.build()

        self.assertEqual(contents(self.out), self.expected)
        self.assertIn(str(self.cache), run.stderr)

    def test_a_fault_is_warned_about_once(self):
        for path in self.cache_files():
            path.write_bytes(b"not a database" * 400)
        shutil.rmtree(self.out)

        run = self.build()

        self.assertEqual(contents(self.out), self.expected)
        self.assertLessEqual(run.stderr.count("cache"), 2, run.stderr)


if __name__ == "__main__":
    main()
