"""What the tests of site generators share: a copy of an example, the generator run in it, and pixmill
on the PATH, as a user has it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from support import PIXMILL, PixmillTest

PROJECT = Path(__file__).parents[2]
PICTURES = ("screenshot.png", "travel/dunes.jpg", "travel/old harbour.jpg")


class SiteTest(PixmillTest):
    """A site that is a copy of examples/<example>, without what its builds left there."""

    example = None
    tool = None

    def setUp(self):
        super().setUp()
        self.assertIsNotNone(shutil.which(self.tool),
                             f"{self.tool} is needed for this test (./dev deps)")
        self.site = self.dir / "a site"
        made = shutil.ignore_patterns("node_modules", "_site", "public", ".cache", "build")
        shutil.copytree(PROJECT / "examples" / self.example, self.site, ignore=made)
        self.bin = self.dir / "bin"
        self.bin.mkdir()
        (self.bin / "pixmill").symlink_to(os.path.abspath(PIXMILL))

    def site_environment(self):
        """The site's pixmill.toml and options choose the cache, as for a user."""
        environment = self.environment() | {"PATH": f"{self.bin}:{os.environ['PATH']}"}
        environment.pop("PIXMILL_CACHE_DIR")
        return environment

    def tell(self, *command, expect=0):
        """Runs a command in the site; what it printed."""
        done = subprocess.run(command, cwd=self.site, env=self.site_environment(),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
        if expect is not None:
            self.assertEqual(done.returncode, expect, f"{command}\n{done.stdout}")
        return done.stdout

    def originals(self):
        """{name: bytes} of the originals."""
        return {name: (self.site / "images" / name).read_bytes() for name in PICTURES}

    def assert_smaller(self, folder):
        """Every picture is served, and weighs less than its original."""
        for name, original in self.originals().items():
            self.assertLess((folder / name).stat().st_size, len(original), name)

    def new_picture(self, name="new.jpg", seed=5):
        """Another original."""
        self.make_pictures(1, seed=seed)
        shutil.copy(self.src / "photos" / "photo-0.jpg", self.site / "images" / name)

    def encoded(self, log):
        """How many pictures a log says were encoded; none where there was nothing to do."""
        found = re.search(r"([\d,]+) encoded", log)
        if not found:
            self.assertIn("Nothing to do", log)
            return 0
        return int(found.group(1))
