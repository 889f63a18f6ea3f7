"""pre-commit runs the hooks of .pre-commit-hooks.yaml from a repository, as it would from a forge."""

import os
import shutil
import subprocess
from pathlib import Path

from support import PIXMILL, PixmillTest, contents, main

PROJECT = Path(__file__).parents[2]

CONFIG = """repos:
  - repo: {repository}
    rev: v0.1.0
    hooks:
      - id: {hook}
"""


class PreCommit(PixmillTest):

    def setUp(self):
        super().setUp()
        for program in ("pre-commit", "git"):
            self.assertIsNotNone(shutil.which(program),
                                 f"{program} is needed for this test (./dev deps)")
        (self.dir / "bin").mkdir()
        (self.dir / "bin" / "pixmill").symlink_to(os.path.abspath(PIXMILL))
        self.hooks = self.dir / "hooks"
        self.hooks.mkdir()
        shutil.copy(PROJECT / ".pre-commit-hooks.yaml", self.hooks)
        self.repository(self.hooks)
        self.tell("git", "tag", "v0.1.0", cwd=self.hooks)
        self.site = self.dir / "site"
        self.make_pictures(16, into=self.site / "images")

    def environment(self):
        """git and pre-commit know nobody here."""
        return super().environment() | {
            "PATH": f"{self.dir / 'bin'}:{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(self.dir / "pre-commit"),
            "GIT_CONFIG_COUNT": "3",
            "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Tester",
            "GIT_CONFIG_KEY_1": "user.email", "GIT_CONFIG_VALUE_1": "tester@example.org",
            "GIT_CONFIG_KEY_2": "protocol.file.allow", "GIT_CONFIG_VALUE_2": "always"}

    def tell(self, *command, cwd=None, expect=0):
        """What a command printed."""
        done = subprocess.run(command, cwd=cwd or self.site, env=self.environment(),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, expect, f"{command}\n{done.stdout}")
        return done.stdout

    def repository(self, folder):
        """All that lies in the folder, committed."""
        self.tell("git", "init", "-q", cwd=folder)
        self.tell("git", "add", "-A", cwd=folder)
        self.tell("git", "commit", "-q", "-m", "All", cwd=folder)

    def use(self, hook):
        """The site's repository, with the hook configured and installed."""
        (self.site / ".pre-commit-config.yaml").write_text(
            CONFIG.format(repository=self.hooks, hook=hook), encoding="utf-8")
        self.repository(self.site)
        self.tell("pre-commit", "install")

    def test_a_picture_that_could_be_smaller_stops_it_and_stays_as_it_is(self):
        self.use("pixmill-check")
        before = contents(self.site / "images")

        log = self.tell("pre-commit", "run", "--all-files", expect=1)

        self.assertIn("images/photos/photo-0.jpg: ", log)
        self.assertIn("exit code: 3", log)
        self.assertEqual(contents(self.site / "images"), before)

    def test_optimized_pictures_pass(self):
        self.use("pixmill-check")
        self.tell("pixmill", "optimize", "images")

        self.assertIn("Passed", self.tell("pre-commit", "run", "--all-files"))

    def test_a_commit_is_held_up_by_its_own_pictures_only(self):
        self.use("pixmill-check")
        (self.site / "notes.txt").write_text("no picture\n", encoding="utf-8")
        self.tell("git", "add", "-A")
        self.tell("git", "commit", "-q", "-m", "Notes")

        shutil.copy(self.site / "images" / "photos" / "photo-0.jpg", self.site / "new one.jpg")
        self.tell("git", "add", "-A")
        log = self.tell("git", "commit", "-q", "-m", "A picture", expect=1)

        self.assertIn("new one.jpg: ", log)
        self.assertNotIn("images/photos", log)

        self.tell("pixmill", "optimize", "new one.jpg")
        self.tell("git", "add", "-A")
        self.tell("git", "commit", "-q", "-m", "A picture")

    def test_a_budget_stops_it(self):
        (self.site / "pixmill.toml").write_text('[budget]\nper_image = "1 kB"\n',
                                                encoding="utf-8")
        self.tell("pixmill", "optimize", "images")
        self.use("pixmill-check")

        log = self.tell("pre-commit", "run", "--all-files", expect=1)

        self.assertIn("over the budget", log)

    def test_excludes_of_the_configuration_hold(self):
        (self.site / "pixmill.toml").write_text('exclude = ["images/**"]\n', encoding="utf-8")
        self.use("pixmill-check")

        self.assertIn("Passed", self.tell("pre-commit", "run", "--all-files"))

    def test_the_optimizing_hook_changes_files_once(self):
        self.use("pixmill-optimize")

        self.tell("pre-commit", "run", "--all-files", expect=1)
        self.tell("git", "add", "-A")

        self.assertIn("Passed", self.tell("pre-commit", "run", "--all-files"))


if __name__ == "__main__":
    main()
