"""run_clang_tidy.py against a made project with a stand-in for clang-tidy, which finds the word FAULT in a
source or its header and notes each source it is asked about."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).with_name("run_clang_tidy.py")

STAND_IN = """#!/bin/sh
if [ "$1" = --version ]; then cat "{dir}/version"; exit 0; fi
for source; do :; done
echo "$source" >>"{dir}/asked"
if grep -n FAULT "$source" "{dir}/shared.h"; then exit 1; fi
"""

NINJA = """rule cxx
  command = g++ -MD -MF $out.d $flags -c $in -o $out
  depfile = $out.d
  deps = gcc
build a.o: cxx ../../a.cpp
build b.o: cxx ../../b.cpp
"""


class RunClangTidyTest(unittest.TestCase):
    def setUp(self):
        self.dir = Path(tempfile.mkdtemp(prefix="pixmill-lint-test-"))
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.build = self.dir / "build" / "dev"
        self.build.mkdir(parents=True)
        self.write("shared.h", "")
        self.write("a.cpp", '#include "shared.h"\n')
        self.write("b.cpp", '#include "shared.h"\n')
        self.write("version", "1")
        self.write("build/dev/build.ninja", NINJA)
        self.set_flags("-O1")
        tool = self.dir / "bin" / "clang-tidy"
        tool.parent.mkdir()
        tool.write_text(STAND_IN.format(dir=self.dir))
        tool.chmod(0o755)

    def write(self, name, text):
        (self.dir / name).write_text(text)

    def set_flags(self, flags):
        entries = [
            {"directory": str(self.build), "file": f"../../{n}.cpp", "command": f"g++ {flags} -o {n}.o -c ../../{n}.cpp"}
            for n in "ab"
        ]
        self.write("build/dev/compile_commands.json", json.dumps(entries))

    def lint(self, build_first=True):
        """Returns the exit code, what was printed, and the sources that were checked."""
        if build_first:
            subprocess.run(["ninja", "-C", self.build], check=True, capture_output=True)
        path = f"{self.dir / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(
            [sys.executable, SCRIPT, self.build, "-j", "2"],
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        asked = self.dir / "asked"
        names = sorted(Path(line).name for line in asked.read_text().split()) if asked.exists() else []
        asked.unlink(missing_ok=True)
        return done.returncode, done.stdout + done.stderr, names

    def test_what_was_clean_is_not_checked_again(self):
        self.assertEqual(self.lint()[::2], (0, ["a.cpp", "b.cpp"]))
        self.assertEqual(self.lint()[::2], (0, []))

    def test_only_a_changed_source_is_checked_again(self):
        self.lint()
        self.write("b.cpp", '#include "shared.h"\nint b;\n')
        self.assertEqual(self.lint()[::2], (0, ["b.cpp"]))

    def test_a_changed_comment_of_a_header_is_a_change(self):
        self.lint()
        self.write("shared.h", "// NOLINT\n")
        self.assertEqual(self.lint()[::2], (0, ["a.cpp", "b.cpp"]))

    def test_flags_configuration_and_version_are_part_of_what_was_clean(self):
        self.lint()
        self.set_flags("-O2")
        self.assertEqual(self.lint()[2], ["a.cpp", "b.cpp"])
        self.write(".clang-tidy", "Checks: '*'\n")
        self.assertEqual(self.lint()[2], ["a.cpp", "b.cpp"])
        self.write("version", "2")
        self.assertEqual(self.lint()[2], ["a.cpp", "b.cpp"])
        self.assertEqual(self.lint()[2], [])

    def test_a_finding_is_reported_and_found_again_until_it_is_mended(self):
        self.write("a.cpp", '#include "shared.h"\n// FAULT\n')
        for _ in range(2):
            code, printed, _ = self.lint()
            self.assertEqual(code, 1)
            self.assertIn("FAULT", printed)
        self.write("a.cpp", '#include "shared.h"\n')
        self.assertEqual(self.lint()[::2], (0, ["a.cpp"]))

    def test_a_folder_that_is_not_built_is_an_error_and_nothing_is_checked(self):
        code, printed, asked = self.lint(build_first=False)
        self.assertEqual((code, asked), (2, []))
        self.assertIn("build the folder first", printed)


if __name__ == "__main__":
    unittest.main()
