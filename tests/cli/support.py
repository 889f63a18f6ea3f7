"""What every command-line test stands on: a folder of its own, the program, its manifest, and a
picture of a tree that shows whether anything in it was touched."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

PIXMILL = os.environ.get("PIXMILL", "pixmill")
MAKE_PICTURES = os.environ.get("PIXMILL_MAKE_PICTURES", "make_pictures")

# A stat is trusted only if the file was at least this old when it was hashed.
TRUSTED_AGE_SECONDS = 2.2


class Run:
    """What a run of the program left: exit code and texts."""

    def __init__(self, completed):
        self.code = completed.returncode
        self.stdout = completed.stdout.decode("utf-8", "surrogateescape")
        self.stderr = completed.stderr.decode("utf-8", "surrogateescape")

    @property
    def output(self):
        return self.stdout + self.stderr

    def events(self, kind=None):
        """The JSON objects on stdout, one a line."""
        found = [json.loads(line) for line in self.stdout.splitlines() if line.strip()]
        return [event for event in found if kind is None or event["event"] == kind]

    def stats(self):
        """The counters of a run with --json --stats; the summary is the last line."""
        last = self.events()[-1]
        assert last["event"] == "summary", last
        return last["stats"]

    def __str__(self):
        return f"exit {self.code}\n--- stdout\n{self.stdout}\n--- stderr\n{self.stderr}"


class PixmillTest(unittest.TestCase):
    """A test with a folder of its own, `self.dir`, in which src, out and cache lie."""

    def setUp(self):
        self.dir = Path(tempfile.mkdtemp(prefix="pixmill-test-"))
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.src = self.dir / "src"
        self.out = self.dir / "out"
        self.cache = self.dir / "cache"

    # ---- running ------------------------------------------------------------------------------

    def environment(self):
        """The caller's, less all that could steer the program."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PIXMILL_")}
        for steering in ("MAKEFLAGS", "NO_COLOR", "XDG_CACHE_HOME"):
            kept.pop(steering, None)
        return kept | {"HOME": str(self.dir / "home"), "LC_ALL": "C.UTF-8",
                       "PIXMILL_CACHE_DIR": str(self.cache)}

    def run_pixmill(self, *arguments, expect=0, cwd=None, timeout=120):
        """Runs the program; fails unless it exits with `expect` (None: any code)."""
        command = [PIXMILL, *map(os.fspath, arguments)]
        run = Run(subprocess.run(command, cwd=cwd or self.dir, env=self.environment(),
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, timeout=timeout, check=False))
        if expect is not None:
            self.assertEqual(run.code, expect, f"{command}\n{run}")
        return run

    def build(self, *options, src=None, out=None, expect=0):
        return self.run_pixmill("build", src or self.src, "-o", out or self.out, *options,
                                expect=expect)

    def undisturbed_outputs(self):
        """What a build of src gives that has a cache and an output folder of its own."""
        folder = self.dir / "undisturbed"
        self.build("--cache-dir", self.dir / "undisturbed-cache", out=folder)
        return contents(folder)

    def build_stats(self, *options, src=None, out=None, expect=0):
        """A build's counters."""
        return self.build("--json", "--stats", *options, src=src, out=out, expect=expect).stats()

    # ---- pictures -----------------------------------------------------------------------------

    def make_pictures(self, count=32, seed=1, into=None):
        """Pictures of 16 kinds by turns, see tests/support/pictures/sample_set.cpp."""
        target = into or self.src
        subprocess.run([MAKE_PICTURES, target, str(count), str(seed)], check=True)
        return target

    def make_broken(self):
        """Damaged and hostile files next to good.jpg and good.png."""
        subprocess.run([MAKE_PICTURES, "--broken", self.src], check=True)
        return self.src

    @staticmethod
    def let_files_age():
        """Waits until what was just written is old enough for its stat to be trusted."""
        time.sleep(TRUSTED_AGE_SECONDS)

    # ---- looking ------------------------------------------------------------------------------

    def manifest_bytes(self, out=None):
        return ((out or self.out) / "pixmill-manifest.json").read_bytes()

    def manifest(self, out=None):
        return json.loads(self.manifest_bytes(out))

    def manifest_rows(self, out=None):
        """The manifest's images by source."""
        return {image["source"]: image for image in self.manifest(out)["images"]}


def files_below(folder):
    """Relative paths (bytes, for a name need not be UTF-8) of everything that is not a folder."""
    root = os.fsencode(folder)
    found = []
    for parent, _, names in os.walk(root):
        found += [os.path.relpath(os.path.join(parent, name), root) for name in names]
    return sorted(found)


def contents(folder):
    """{path: SHA-256 of the bytes}: equal for trees with equal files, whatever their dates."""
    root = os.fsencode(folder)
    result = {}
    for path in files_below(folder):
        with open(os.path.join(root, path), "rb") as file:
            result[path] = hashlib.sha256(file.read()).hexdigest()
    return result


def snapshot(folder):
    """{path: (inode, mtime, size)}: equal only if nothing was written, replaced or removed."""
    root = os.fsencode(folder)
    result = {}
    for path in files_below(folder):
        stat = os.lstat(os.path.join(root, path))
        result[path] = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
    return result


def numbers(text):
    """Every decimal number (or inf) in a text."""
    return [float(found) for found in re.findall(r"-?\d+\.\d+|\binf\b", text)]


def main():
    unittest.main(verbosity=2)
