"""A project that takes pixmill's sources in, as integrations/cmake/README.md shows it: the program is
built, and then used for the project's pictures."""

import os
import re
import subprocess
import sys
from pathlib import Path

from cmake import WORK, CMakeTest
from support import PIXMILL, main

SOURCE = Path(__file__).resolve().parents[2]
README = SOURCE / "integrations" / "cmake" / "README.md"


class FromSource(CMakeTest):

    timeout_seconds = 540  # without known objects, it compiles all of pixmill

    def take_in(self, way):
        (self.project / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(outside NONE)\n" + way)

    def test_what_the_readme_says_builds_the_program_and_uses_it(self):
        [way] = re.findall(r"```cmake\n(include\(FetchContent\).*?)```",
                           README.read_text(encoding="utf-8"), re.DOTALL)
        self.take_in(way.replace("/path/to/pixmill", os.fspath(SOURCE)) +
                     "install(DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/site/ DESTINATION share)")
        inner = self.folder / "_deps" / "pixmill-build"
        launcher = [sys.executable, Path(__file__).with_name("known_objects.py"),
                    os.environ["PIXMILL_BUILD_FOLDER"], inner]

        self.configure(f"-DCMAKE_CXX_COMPILER_LAUNCHER={';'.join(map(str, launcher))}")
        self.build_project("-j", "2")

        self.assertEqual(len(self.pictures()), 4)
        built = inner / "tool" / "pixmill"
        self.assertEqual(self.version(built), self.version(PIXMILL))
        self.assertNotIn(WORK, self.build_project())
        self.assertFalse((inner / "tests").exists())
        self.cmake("--install", self.folder, "--prefix", self.dir / "installed")
        self.assertEqual([path.name for path in (self.dir / "installed").iterdir()], ["share"])

    def version(self, program):
        return subprocess.run([program, "--version"], stdout=subprocess.PIPE, check=True).stdout

    def test_another_program_can_do_the_work_of_a_cross_build(self):
        self.take_in(f"""
            add_subdirectory("{SOURCE}" pixmill EXCLUDE_FROM_ALL)
            pixmill_add_images(pictures DIRECTORY images OUTPUT_DIR site/images)""")
        self.configure(f"-DPIXMILL_EXECUTABLE={PIXMILL}")

        self.build_project()

        self.assertEqual(len(self.pictures()), 4)
        self.assertFalse((self.folder / "pixmill" / "tool" / "pixmill").exists())


if __name__ == "__main__":
    main()
