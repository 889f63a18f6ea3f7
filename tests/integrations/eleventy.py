"""Eleventy: a plugin builds the pictures before the pages and gives them their sizes. The only test
that needs the npm registry."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from site_support import PROJECT, SiteTest
from support import main, snapshot

INSTALLED = Path(tempfile.mkdtemp(prefix="pixmill-eleventy-"))


def setUpModule():
    """Eleventy once for all tests, with the npm settings of whoever runs them."""
    unittest.addModuleCleanup(shutil.rmtree, INSTALLED, ignore_errors=True)
    if not shutil.which("npm"):
        raise SystemExit("npm is needed for this test (./dev deps)")
    shutil.copy(PROJECT / "examples" / "eleventy" / "package.json", INSTALLED)
    done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"],
                          cwd=INSTALLED, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
    if done.returncode != 0:
        raise SystemExit("npm could not install Eleventy: this test needs the npm registry. "
                         f"npm said:\n{done.stdout}")


class Eleventy(SiteTest):
    example = "eleventy"
    tool = "npm"

    def setUp(self):
        super().setUp()
        os.symlink(INSTALLED / "node_modules", self.site / "node_modules")
        self.pictures = self.site / "_site" / "images"

    def build(self, expect=0):
        """The log of a build; pixmill's summary is in it."""
        return self.tell("npm", "run", "--silent", "build", expect=expect)

    def test_the_site_has_smaller_pictures_with_their_sizes(self):
        self.build()

        self.assert_smaller(self.pictures)
        page = (self.site / "_site" / "index.html").read_text(encoding="utf-8")
        self.assertRegex(page, r'<img src="/images/travel/old%20harbour.jpg" alt="Old &#38; new" '
                               r'width="\d+" height="\d+" loading="lazy">')
        self.assertEqual(page.count("<img "), 3)

    def test_a_second_build_writes_no_picture(self):
        self.build()
        self.let_files_age()
        self.build()
        before = snapshot(self.pictures)

        log = self.build()

        self.assertIn("Nothing to do", log)
        self.assertEqual(snapshot(self.pictures), before)

    def test_a_removed_site_is_served_from_the_cache(self):
        self.build()
        shutil.rmtree(self.site / "_site")

        self.assertEqual(self.encoded(self.build()), 0)
        self.assert_smaller(self.pictures)

    def test_a_new_picture_is_the_only_one_that_is_encoded(self):
        self.build()
        self.new_picture()

        self.assertEqual(self.encoded(self.build()), 1)

    def test_a_picture_that_is_not_there_ends_the_build(self):
        (self.site / "images" / "screenshot.png").unlink()

        self.assertIn("there is no picture images/screenshot.png", self.build(expect=1))

    def test_a_damaged_picture_ends_the_build_by_name(self):
        (self.site / "images" / "screenshot.png").write_bytes(b"\x89PNG\r\n\x1a\n no more")

        self.assertIn("screenshot.png", self.build(expect=1))


if __name__ == "__main__":
    main()
