"""Sixteen processes on one cache, all at once and again and again: builds of overlapping trees, single
pictures, gc, verify and clear. Every output is what a lone process makes, nothing is lost, nobody ever
complains. PIXMILL_STRESS_SECONDS says for how long (default 30)."""

import os
import random
import shutil
import subprocess
import threading
import time

from support import PIXMILL, PixmillTest, Run, contents, main

SECONDS = float(os.environ.get("PIXMILL_STRESS_SECONDS", "30"))
SEED = 40
PROCESSES = 16


class Stress(PixmillTest):

    def setUp(self):
        super().setUp()
        # Two trees with the same pictures under other names, and some of their own.
        self.trees = [self.dir / "tree-0", self.dir / "tree-1"]
        for number, tree in enumerate(self.trees):
            self.make_pictures(24, into=tree / "shared")
            self.make_pictures(6, seed=10 + number, into=tree / "own")
        self.expected = []
        for tree in self.trees:
            alone = self.dir / "alone"
            self.build("--cache-dir", self.dir / "cache-alone", src=tree, out=alone)
            self.expected.append(contents(alone))
            shutil.rmtree(alone)
        self.faults = []
        self.done = {}
        self.lock = threading.Lock()

    def note(self, what, fault=None):
        with self.lock:
            self.done[what] = self.done.get(what, 0) + 1
            if fault:
                self.faults.append(f"{what}: {fault}")

    def pixmill(self, *arguments):
        return Run(subprocess.run([PIXMILL, *map(os.fspath, arguments)], cwd=self.dir,
                                  env=self.environment(), timeout=300, stdin=subprocess.DEVNULL,
                                  capture_output=True, check=False))

    def complaint(self, run):
        if run.code != 0:
            return str(run)
        return str(run) if "warning" in run.stderr or "busy" in run.output.lower() else None

    def build_tree(self, worker, chance):
        tree = chance.randrange(2)
        out = self.dir / f"out-{worker}-{tree}"
        if chance.random() < 0.7:
            shutil.rmtree(out, ignore_errors=True)
        run = self.pixmill("build", self.trees[tree], "-o", out)
        fault = self.complaint(run)
        if not fault and contents(out) != self.expected[tree]:
            fault = "wrong outputs"
        self.note("build", fault)

    def one(self, worker, chance):
        tree = chance.randrange(2)
        name = chance.choice([path for path in self.expected[tree] if path.endswith(b".jpg")])
        source = self.trees[tree] / os.fsdecode(name)
        folder = self.dir / f"one-{worker}"
        run = self.pixmill("one", source, folder / "picture.jpg")
        fault = self.complaint(run)
        if not fault and contents(folder)[b"picture.jpg"] != self.expected[tree][name]:
            fault = f"wrong output for {name}"
        shutil.rmtree(folder, ignore_errors=True)
        self.note("one", fault)

    def collect(self, _worker, chance):
        limit = chance.choice(["0", "50 KB", "150 KB", "400 KB"])
        self.note("gc", self.complaint(self.pixmill("cache", "gc", "--max-size", limit)))

    def verify(self, _worker, _chance):
        """What a collection takes away meanwhile is missing, and not damaged."""
        run = self.pixmill("cache", "verify")
        damaged = "all are sound" not in run.stdout and "0 damaged rows and 0 damaged" not in run.stdout
        self.note("verify", str(run) if damaged or run.stderr else None)

    def clear(self, _worker, _chance):
        self.note("clear", self.complaint(self.pixmill("cache", "clear")))

    def work(self, worker, end):
        chance = random.Random(SEED + worker)
        tasks = [self.build_tree] * 8 + [self.one] * 8 + [self.collect, self.verify, self.clear]
        while time.monotonic() < end and not self.faults:
            chance.choice(tasks)(worker, chance)

    def test_sixteen_processes_at_once(self):
        end = time.monotonic() + SECONDS
        workers = [threading.Thread(target=self.work, args=(i, end)) for i in range(PROCESSES)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

        print(", ".join(f"{count} {what}" for what, count in sorted(self.done.items())), flush=True)
        self.assertEqual(self.faults, [])
        self.assertGreater(self.done.get("build", 0), 0)
        self.assertGreater(self.done.get("one", 0), 0)
        self.run_pixmill("cache", "verify")
        for tree, expected in zip(self.trees, self.expected):
            self.build(src=tree, out=self.dir / "last")
            self.assertEqual(contents(self.dir / "last"), expected)


if __name__ == "__main__":
    main()
