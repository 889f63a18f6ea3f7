"""Killed at random moments, then finished: the same bytes as a build never disturbed, and nothing
stale left. Rounds: PIXMILL_KILL_ROUNDS (default 50)."""

import os
import random
import shutil
import subprocess
import time

from support import PIXMILL, PixmillTest, contents, files_below, main

ROUNDS = int(os.environ.get("PIXMILL_KILL_ROUNDS", "50"))
SEED = 20


class Kill9(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(64)
        started = time.monotonic()
        self.expected = self.undisturbed_outputs()
        self.seconds = time.monotonic() - started

    def start_and_kill(self, after_seconds, *command):
        process = subprocess.Popen([PIXMILL, *command], cwd=self.dir, env=self.environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(after_seconds)
        process.kill()
        process.wait()

    def assert_outputs_whole(self):
        """At any moment an output holds its complete bytes or is not there."""
        for path, found in contents(self.out).items():
            if path in self.expected and path != b"pixmill-manifest.json":
                self.assertEqual(found, self.expected[path], path)

    def test_killed_builds_leave_nothing_wrong(self):
        moments = random.Random(SEED)
        for round_number in range(ROUNDS):
            self.start_and_kill(moments.uniform(0, 1.1 * self.seconds), "build", self.src, "-o",
                                self.out)
            self.assert_outputs_whole()
            if round_number % 6 == 5:
                shutil.rmtree(self.out, ignore_errors=True)
            if round_number % 10 == 9:
                self.run_pixmill("cache", "clear")

        self.build()

        self.assertEqual(contents(self.out), self.expected)

    def test_killed_optimize_leaves_every_file_whole(self):
        old = contents(self.src)
        copy = self.dir / "copy"
        shutil.copytree(self.src, copy)
        self.run_pixmill("optimize", copy, "--cache-dir", self.dir / "other-cache")
        new = contents(copy)
        moments = random.Random(SEED)

        for _ in range(max(1, ROUNDS // 5)):
            self.start_and_kill(moments.uniform(0, self.seconds), "optimize", self.src)
            for path, found in contents(self.src).items():
                if path in old:
                    self.assertIn(found, (old[path], new[path]), path)

        self.run_pixmill("optimize", self.src)
        self.assertEqual(files_below(self.src), sorted(old))
        self.assertEqual(contents(self.src), new)


if __name__ == "__main__":
    main()
