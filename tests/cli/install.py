"""The installed package, as somebody else's CMake project uses it."""

import os
import subprocess

from support import PixmillTest, main

PROJECT = """
cmake_minimum_required(VERSION 3.20)
project(outside NONE)
find_package(Pixmill 0.1 REQUIRED)
add_custom_command(
  OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/logo.jpg DEPFILE logo.d
  DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/logo.jpg
  COMMAND pixmill::pixmill one ${CMAKE_CURRENT_SOURCE_DIR}/logo.jpg
          ${CMAKE_CURRENT_BINARY_DIR}/logo.jpg --depfile logo.d
  VERBATIM)
add_custom_target(pictures ALL DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/logo.jpg)
"""


class Install(PixmillTest):

    def cmake(self, *arguments):
        done = subprocess.run(["cmake", *map(os.fspath, arguments)], env=self.environment(),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def setUp(self):
        super().setUp()
        self.prefix = self.dir / "prefix"
        self.cmake("--install", os.environ["PIXMILL_BUILD_FOLDER"], "--prefix", self.prefix)

    def test_program_schema_and_package_are_installed(self):
        self.assertTrue((self.prefix / "bin" / "pixmill").exists())
        self.assertTrue((self.prefix / "share" / "pixmill" / "manifest.schema.json").exists())

    def test_what_other_tools_take_is_installed(self):
        for name in ("pixmill.mk", "hugo/render-image.html", "jekyll/pixmill.rb",
                     "eleventy/pixmill.js"):
            self.assertTrue((self.prefix / "share" / "pixmill" / name).exists(), name)

    def test_an_outside_project_builds_a_picture_once(self):
        self.make_pictures(1)
        project = self.dir / "an outside project"
        project.mkdir()
        (project / "CMakeLists.txt").write_text(PROJECT)
        (project / "logo.jpg").write_bytes((self.src / "photos" / "photo-0.jpg").read_bytes())
        build = project / "build"

        self.cmake("-S", project, "-B", build, "-G", "Ninja",
                   f"-DCMAKE_PREFIX_PATH={self.prefix}")
        self.cmake("--build", build)
        second = self.cmake("--build", build)

        self.assertLess((build / "logo.jpg").stat().st_size, (project / "logo.jpg").stat().st_size)
        self.assertIn("no work to do", second)


if __name__ == "__main__":
    main()
