"""Killed, or refused by the kernel, at the Nth write, fsync, rename and unlink: deterministic where
kill9.py is random. strace injects; PIXMILL_INJECT_LIMIT bounds N (default 12)."""

import os
import shutil
import subprocess

from support import PIXMILL, PixmillTest, contents, main

LIMIT = int(os.environ.get("PIXMILL_INJECT_LIMIT", "12"))

# By what each step is for: data, durability, commit, clearing away.
CALLS = ("write,pwrite64,pwritev", "fsync,fdatasync,syncfs,sync_file_range",
         "rename,renameat,renameat2", "unlink,unlinkat", "openat,open", "ftruncate,fallocate",
         "mkdir,mkdirat")


class Inject(PixmillTest):

    @classmethod
    def setUpClass(cls):
        works = shutil.which("strace") and subprocess.run(
            ["strace", "-o", os.devnull, "true"], stderr=subprocess.DEVNULL, check=False)
        assert works and works.returncode == 0, (
            "strace must be installed (./dev deps) and allowed to trace: "
            "in a container, allow ptrace")

    def setUp(self):
        super().setUp()
        self.make_pictures(8)
        self.expected = self.undisturbed_outputs()

    def build_with(self, calls, injection):
        """A build in which the injection strikes; its exit code, negative for a signal."""
        command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={calls}",
                   "-e", f"inject={calls}:{injection}", PIXMILL, "build", self.src, "-o", self.out]
        return subprocess.run(command, cwd=self.dir, env=self.environment(), timeout=120,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode

    def assert_outputs_whole(self):
        """The manifest apart: it may truly say that something failed."""
        for path, found in contents(self.out).items():
            if path in self.expected and path != b"pixmill-manifest.json":
                self.assertEqual(found, self.expected[path], path)

    def start_over(self):
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.rmtree(self.cache, ignore_errors=True)

    def test_killed_at_the_nth_call(self):
        for calls in CALLS:
            for n in range(1, LIMIT + 1):
                with self.subTest(f"{calls} #{n}"):
                    self.start_over()
                    code = self.build_with(calls, f"signal=KILL:when={n}")
                    self.assert_outputs_whole()
                    self.build()
                    self.assertEqual(contents(self.out), self.expected)
                if code == 0:  # there is no Nth call; so there is no later one
                    break

    def test_a_full_disk_at_the_nth_write_is_an_error_or_costs_only_the_cache(self):
        for n in range(1, LIMIT + 1):
            with self.subTest(f"write #{n}"):
                self.start_over()
                code = self.build_with(CALLS[0], f"error=ENOSPC:when={n}")
                self.assertIn(code, (0, 1))
                self.assert_outputs_whole()
                self.build()
                self.assertEqual(contents(self.out), self.expected)

    def test_a_file_system_that_lets_no_date_be_set_costs_nothing(self):
        code = self.build_with("utimensat", "error=EOPNOTSUPP")

        self.assertEqual(code, 0)
        self.assertEqual(contents(self.out), self.expected)
        self.assertEqual(self.build_with("rename,renameat,renameat2", "error=EIO"), 0)

    def test_every_sync_failing_is_survived(self):
        self.build_with(CALLS[1], "error=EIO")
        self.assert_outputs_whole()

        self.build()

        self.assertEqual(contents(self.out), self.expected)


if __name__ == "__main__":
    main()
