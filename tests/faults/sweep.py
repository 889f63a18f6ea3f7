"""Killed, or refused by the disk, at the Nth change of anything on it, for each N: the finished tree is
always that of a run never disturbed. In the tests, a portion of the N; with PIXMILL_SWEEP=full each
one, until a run has no Nth change any more. inject.py does the like by strace, of which nothing that
the program does can be hidden; this counts only changes below the test's folder."""

import errno
import os
import shutil

from faulty import FaultyTest
from support import contents, main

FULL = os.environ.get("PIXMILL_SWEEP") == "full"
EVERY_CHANGE = "write,sync,rename,unlink,open,truncate,mkdir"
KINDS = {"kill": "killed before", "kill-after": "killed after", str(errno.ENOSPC): "full disk at",
         str(errno.EIO): "broken disk at"}


def numbers():
    """1, 2, 3, ... or, in steps that grow by a third, a portion."""
    n = 1
    while True:
        yield n
        n += 1 if FULL else max(1, n // 3)


class Sweep(FaultyTest):
    """A tree was built; then a picture changed, one came and one went."""

    def setUp(self):
        super().setUp()
        self.make_pictures(6)
        self.build()
        self.old = contents(self.out)
        pictures = sorted(path for path in self.src.rglob("*.*") if path.suffix != ".txt")
        pictures[0].unlink()
        shutil.copyfile(pictures[1], pictures[2].with_suffix(pictures[1].suffix))
        self.make_pictures(2, seed=2, into=self.src / "new")
        self.start = self.dir / "start"
        self.start.mkdir()
        for name in ("src", "out", "cache"):
            shutil.copytree(self.dir / name, self.start / name, copy_function=shutil.copy2)

    def start_over(self):
        for name in ("src", "out", "cache"):
            shutil.rmtree(self.dir / name, ignore_errors=True)
            shutil.copytree(self.start / name, self.dir / name, copy_function=shutil.copy2)

    def sweep(self, arguments, check, kinds=None):
        """Runs the program once for each N and kind; `check` looks at what it left."""
        tried = 0
        for kind, words in KINDS.items():
            if kinds and kind not in kinds:
                continue
            for n in numbers():
                self.start_over()
                run = self.run_with_fault(self.dir, EVERY_CHANGE, kind, n, *arguments)
                with self.subTest(f"{words} change {n}"):
                    check(run)
                tried += 1
                if self.had_no_nth_change(run, kind, n, arguments):
                    break
        self.assertGreater(tried, 20)
        print(f"{' '.join(map(str, arguments[:2]))}: {tried} faults", flush=True)

    def had_no_nth_change(self, run, kind, n, arguments):
        """A kill shows in the code. A refusal may cost nothing, so there it is asked by a kill."""
        if kind.startswith("kill"):
            return run.code >= 0
        self.start_over()
        return self.run_with_fault(self.dir, EVERY_CHANGE, "kill", n, *arguments).code >= 0

    def assert_cache_sound(self):
        self.run_pixmill("cache", "verify")

    def test_build(self):
        expected = self.undisturbed_outputs()
        sources = contents(self.src)

        def check(run):
            self.assertIn(run.code, (0, 1, -9))
            self.assert_outputs_whole(self.old, expected)
            self.assertEqual(contents(self.src), sources)
            self.build()
            self.assertEqual(contents(self.out), expected)
            self.assert_cache_sound()

        self.sweep(("build", self.src, "-o", self.out), check)

    def test_restore(self):
        """Every output is in the cache, and none in place: their folders come with them."""
        self.build()
        expected = contents(self.out)
        for name in ("out", "cache"):
            shutil.rmtree(self.start / name)
        shutil.copytree(self.cache, self.start / "cache", copy_function=shutil.copy2)
        (self.start / "out").mkdir()

        def check(run):
            self.assertIn(run.code, (0, 1, -9))
            self.assert_outputs_whole(expected)
            self.build()
            self.assertEqual(contents(self.out), expected)
            self.assert_cache_sound()

        self.sweep(("build", self.src, "-o", self.out), check)

    def test_one(self):
        source = next((self.src / "new").rglob("*.jpg"))
        target = self.out / "one.jpg"
        undisturbed = self.dir / "one.jpg"
        self.run_pixmill("one", source, undisturbed, "--cache-dir", self.dir / "other-cache")
        expected = undisturbed.read_bytes()

        def check(run):
            self.assertIn(run.code, (0, 1, -9))
            if target.exists():
                self.assertEqual(target.read_bytes(), expected)
            self.run_pixmill("one", source, target)
            self.assertEqual(target.read_bytes(), expected)
            self.assertEqual([path for path in self.out.iterdir() if "tmp" in path.name], [])
            self.assert_cache_sound()

        self.sweep(("one", source, target), check)

    def test_optimize(self):
        before = contents(self.src)
        copy = self.dir / "copy"
        shutil.copytree(self.src, copy)
        self.run_pixmill("optimize", copy, "--cache-dir", self.dir / "other-cache")
        expected = contents(copy)

        def check(run):
            self.assertIn(run.code, (0, 1, -9))
            for path, found in contents(self.src).items():
                if not path.startswith(b".pixmill-tmp/"):
                    self.assertIn(found, (before.get(path), expected.get(path)), path)
            self.run_pixmill("optimize", self.src)
            self.assertEqual(contents(self.src), expected)
            self.assert_cache_sound()

        self.sweep(("optimize", self.src), check)

    def test_cache_gc(self):
        expected = self.undisturbed_outputs()

        def check(run):
            self.assertIn(run.code, (0, 1, -9))
            self.build()
            self.assertEqual(contents(self.out), expected)
            self.assert_cache_sound()

        self.sweep(("cache", "gc", "--max-size", "0"), check, kinds=("kill", str(errno.ENOSPC)))


if __name__ == "__main__":
    main()
