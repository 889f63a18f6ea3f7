"""The recipe for Meson: the example project is built, changed, and built again."""

import os
import shutil
import subprocess
from pathlib import Path

from support import PIXMILL, PixmillTest, main

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "meson"


class Meson(PixmillTest):

    def setUp(self):
        super().setUp()
        for tool in ("meson", "ninja"):
            self.assertIsNotNone(shutil.which(tool), f"{tool} is needed for this test (./dev deps)")
        self.project = self.dir / "a page, größer"
        shutil.copytree(EXAMPLE, self.project)
        self.folder = self.project / "build"
        self.run_tool("meson", "setup", self.folder, self.project)

    def run_tool(self, *command, expect=0):
        path = f"{Path(PIXMILL).parent}:{os.environ['PATH']}"
        done = subprocess.run([*map(os.fspath, command)], env=self.environment() | {"PATH": path},
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False, timeout=120)
        self.assertEqual(done.returncode, expect, done.stdout)
        return done.stdout

    def ninja(self, expect=0):
        return self.run_tool("ninja", "-C", self.folder, expect=expect)

    def test_a_second_build_has_no_work_to_do(self):
        self.ninja()

        self.assertIn("no work to do", self.ninja())
        for made in ("harbour.jpg", "star.png", "images/harbour.jpg", "images/star.png"):
            self.assertTrue((self.folder / made).exists(), made)

    def test_a_changed_picture_is_made_again(self):
        self.ninja()
        before = (self.folder / "star.png").stat().st_mtime_ns

        picture = self.project / "images" / "harbour.jpg"
        picture.write_bytes(picture.read_bytes()[:2] + b"\xff\xfe\x00\x03!" + picture.read_bytes()[2:])
        self.assertIn("harbour.jpg", self.ninja())

        self.assertEqual((self.folder / "star.png").stat().st_mtime_ns, before)
        self.assertIn("no work to do", self.ninja())

    def test_a_picture_that_is_added_to_the_folder_is_found(self):
        self.ninja()

        shutil.copyfile(self.project / "images" / "star.png", self.project / "images" / "new.png")
        self.ninja()

        self.assertTrue((self.folder / "images" / "new.png").exists())
        self.assertIn("no work to do", self.ninja())

    def test_a_picture_that_fails_fails_the_build_by_name(self):
        (self.project / "images" / "star.png").write_text("no picture")

        self.assertIn("star.png: ", self.ninja(expect=1))


if __name__ == "__main__":
    main()
