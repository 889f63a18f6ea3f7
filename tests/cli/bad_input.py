"""Damaged and hostile files are refused by name, quickly and small; the others are done."""

import os
import subprocess

from support import PIXMILL, PixmillTest, main

REFUSED = ("empty.png", "noise.jpg", "truncated.jpg", "truncated.png", "giant.png", "giant.jpg",
           "fifo.jpg", "dangling.png", "dir.png")


class BadInput(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_broken()

    def usage_of_build(self, source, name):
        """CPU seconds and peak memory (KB) of a build, the process's start included."""
        command = [PIXMILL, "build", source, "-o", self.dir / f"out of {name}", "--no-cache",
                   "-j", "1"]
        process = subprocess.Popen(command, cwd=self.dir, env=self.environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 1, name)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss

    def test_each_is_named_and_the_good_ones_are_done(self):
        run = self.build(expect=1)

        for name in REFUSED:
            self.assertIn(name, run.stderr)
            self.assertFalse((self.out / name).exists(), name)
        for name in ("good.jpg", "good.png"):
            self.assertNotIn(name, run.stderr)
            self.assertLess((self.out / name).stat().st_size, (self.src / name).stat().st_size)

    def test_each_is_in_the_manifest_with_its_reason(self):
        self.build(expect=1)

        rows = self.manifest_rows()
        for name in ("empty.png", "noise.jpg", "truncated.jpg", "truncated.png", "giant.png",
                     "giant.jpg"):
            self.assertEqual(rows[name]["status"], "failed", name)
            self.assertTrue(rows[name]["error"], name)
            self.assertFalse(rows[name].get("outputs"), name)

    def test_a_second_run_refuses_them_again(self):
        self.build(expect=1)
        self.let_files_age()
        self.build(expect=1)
        run = self.build(expect=1)

        for name in REFUSED:
            self.assertIn(name, run.stderr)

    def test_each_costs_little_time_and_memory(self):
        for name in REFUSED:
            alone = self.dir / f"only {name}"
            alone.mkdir()
            (self.src / name).rename(alone / name)
            with self.subTest(name):
                used = [self.usage_of_build(alone, name) for _ in range(3)]

                self.assertLess(min(seconds for seconds, _ in used), 0.05)
                self.assertLess(max(peak for _, peak in used), 64 * 1024)

    def test_the_sources_are_not_written(self):
        before = (self.src / "truncated.jpg").read_bytes()

        self.build(expect=1)

        self.assertEqual((self.src / "truncated.jpg").read_bytes(), before)

    def test_one_refuses_too_and_leaves_no_output(self):
        for name in ("truncated.jpg", "giant.jpg", "fifo.jpg", "dangling.png"):
            target = self.dir / "one" / name
            target.parent.mkdir(exist_ok=True)

            run = self.run_pixmill("one", self.src / name, target, expect=1)

            self.assertIn(name, run.stderr)
            self.assertFalse(target.exists())


if __name__ == "__main__":
    main()
