"""Several processes on one cache that want the same pictures."""

import json
import os
import shutil
import subprocess

from support import PIXMILL, PixmillTest, contents, main


class TwoAtOnce(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(32)
        self.expected = self.undisturbed_outputs()

    def start(self, *arguments):
        return subprocess.Popen([PIXMILL, *map(os.fspath, arguments), "--json", "--stats"],
                                cwd=self.dir, env=self.environment(), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def finish(self, process):
        stdout, stderr = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, stderr)
        return json.loads(stdout.splitlines()[-1])["stats"]

    def test_builds_of_one_tree_share_the_work(self):
        started = [self.start("build", self.src, "-o", self.dir / f"out-{i}") for i in range(3)]

        stats = [self.finish(process) for process in started]

        for i in range(3):
            self.assertEqual(contents(self.dir / f"out-{i}"), self.expected)
        # as many as one process makes alone
        self.assertEqual(sum(one["encodes"] for one in stats), 32)

    def test_rules_for_one_picture_make_it_once(self):
        source = max(self.src.rglob("*.jpg"), key=lambda path: path.stat().st_size)
        self.run_pixmill("one", source, self.dir / "expected.jpg", "--no-cache")
        started = [self.start("one", source, self.dir / f"{i}.jpg") for i in range(6)]

        stats = [self.finish(process) for process in started]

        self.assertEqual(sum(one["encodes"] for one in stats), 1)
        for i in range(6):
            self.assertEqual((self.dir / f"{i}.jpg").read_bytes(),
                             (self.dir / "expected.jpg").read_bytes())

    def test_rules_that_write_one_output_leave_it_whole(self):
        target = self.dir / "target.jpg"
        sources = sorted(self.src.rglob("*.jpg"))[:2]
        wanted = []
        for source in sources:
            self.run_pixmill("one", source, target, "--no-cache")
            wanted.append(target.read_bytes())
        target.unlink()

        for process in [self.start("one", source, target) for source in sources * 4]:
            self.finish(process)

        self.assertIn(target.read_bytes(), wanted)
        self.assertEqual([path.name for path in self.dir.iterdir() if "tmp" in path.name], [])

    def test_a_killed_process_is_not_waited_for(self):
        shutil.rmtree(self.cache, ignore_errors=True)
        killed = self.start("build", self.src, "-o", self.dir / "killed")
        other = self.start("build", self.src, "-o", self.out)
        killed.kill()
        killed.communicate()

        self.finish(other)

        self.assertEqual(contents(self.out), self.expected)


if __name__ == "__main__":
    main()
