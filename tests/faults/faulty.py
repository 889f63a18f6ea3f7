"""The program with a disk that fails where and when a test says: tests/support/fault_shim.cpp."""

import os
import subprocess

from support import PIXMILL, PixmillTest, Run, contents

SHIM = os.environ["PIXMILL_FAULT_SHIM"]


class FaultyTest(PixmillTest):

    def run_with_fault(self, below, calls, kind, nth, *arguments):
        """`calls` below the folder `below` suffer `kind` at the `nth` time ("3+": and later)."""
        environment = self.environment() | {
            "LD_PRELOAD": SHIM, "PIXMILL_FAULT_BELOW": str(below), "PIXMILL_FAULT_CALLS": calls,
            "PIXMILL_FAULT_KIND": str(kind), "PIXMILL_FAULT_NTH": str(nth)}
        return Run(subprocess.run([PIXMILL, *map(os.fspath, arguments)], cwd=self.dir,
                                  env=environment, timeout=120, stdin=subprocess.DEVNULL,
                                  capture_output=True, check=False))

    def build_with_fault(self, below, calls, kind, nth):
        return self.run_with_fault(below, calls, kind, nth, "build", self.src, "-o", self.out)

    def assert_outputs_whole(self, *allowed):
        """Every output is that of one of the finished trees; the manifest may tell of failures."""
        for path, found in contents(self.out).items():
            if path == b"pixmill-manifest.json" or path.startswith(b".pixmill-tmp/"):
                continue
            self.assertIn(found, [tree.get(path) for tree in allowed], path)
