"""Help, version, formats, and wrong usage: exit code 2 and a sentence, never a stack trace."""

from support import PixmillTest, main

COMMANDS = ("build", "one", "optimize", "compare", "explain", "cache", "config", "formats")


class Usage(PixmillTest):

    def test_version(self):
        self.assertRegex(self.run_pixmill("--version").stdout, r"^pixmill \d+\.\d+\.\d+")

    def test_help_names_every_command(self):
        text = self.run_pixmill("--help").stdout

        for command in COMMANDS:
            self.assertRegex(text, rf"(?m)^\s*(pixmill )?{command}\b")

    def test_every_command_has_help(self):
        for command in COMMANDS:
            self.assertIn(command, self.run_pixmill(command, "--help").stdout)

    def test_formats(self):
        text = self.run_pixmill("formats").stdout.lower()

        for word in ("jpeg", "png"):
            self.assertIn(word, text)

    def test_no_command_shows_how_it_is_used(self):
        self.assertIn("usage", self.run_pixmill(expect=2).stderr.lower())

    def test_an_unknown_command_is_named(self):
        self.assertIn("biuld", self.run_pixmill("biuld", expect=2).stderr)

    def test_an_unknown_option_is_named(self):
        self.assertIn("--frobnicate", self.build("--frobnicate", expect=2).stderr)

    def test_an_unknown_preset_is_named_with_those_there_are(self):
        self.make_pictures(1)

        run = self.build("--preset", "speedy", expect=2)

        for word in ("speedy", "fast", "balanced", "lossless", "classic"):
            self.assertIn(word, run.stderr)

    def test_a_missing_output_folder_is_a_usage_error(self):
        self.assertIn("-o", self.run_pixmill("build", self.dir, expect=2).stderr)

    def test_quiet_says_nothing_when_all_is_well(self):
        self.make_pictures(2)

        self.assertEqual(self.build("--quiet").output, "")

    def test_a_folder_without_pictures_is_no_error(self):
        self.src.mkdir()

        self.build()

        self.assertEqual(self.manifest()["images"], [])


if __name__ == "__main__":
    main()
