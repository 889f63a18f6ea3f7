"""pixmill.toml: found, layered, and wrong in words that tell what would be right."""

import png
from support import PixmillTest, main


class Config(PixmillTest):

    def setUp(self):
        super().setUp()
        for name in ("hero/a.png", "plain/b.png"):
            (self.src / name).parent.mkdir(parents=True)
            (self.src / name).write_bytes(png.flat(16, 16, 10, 20, 30))
        self.config = self.dir / "pixmill.toml"

    def refused(self, text, *expected):
        """The configuration is refused, naming the file, the line and each expected word."""
        self.config.write_text(text)

        run = self.build(expect=2)

        for word in ("pixmill.toml", *expected):
            self.assertIn(word, run.stderr)
        self.assertFalse(self.out.exists())

    def test_an_unknown_key_is_named_with_its_line_and_the_right_one(self):
        self.refused('preset = "fast"\n[jpeg]\nqualty = 80\n', ":3", "qualty", "quality")

    def test_an_unknown_table_is_named(self):
        self.refused("[jpg]\nquality = 80\n", ":1", "jpg", "jpeg")

    def test_a_value_out_of_range_is_named_with_the_range(self):
        self.refused("[png]\nlevel = 99\n", ":2", "png.level", "99", "12")

    def test_a_value_of_the_wrong_type_is_named(self):
        self.refused('[png]\nlevel = "high"\n', ":2", "png.level")

    def test_an_unknown_choice_is_named_with_the_choices(self):
        self.refused('preset = "speedy"\n', ":1", "speedy", "fast", "balanced", "lossless")

    def test_a_syntax_error_is_named_with_its_line(self):
        self.refused('preset = "fast"\n[jpeg\n', ":2")

    def test_a_wrong_value_on_the_command_line_is_named(self):
        run = self.build("--set", "png.level=99", expect=2)

        self.assertIn("png.level", run.stderr)
        self.assertIn("12", run.stderr)

    def test_a_config_file_that_was_named_must_exist(self):
        run = self.build("--config", self.dir / "none.toml", expect=2)

        self.assertIn("none.toml", run.stderr)

    def test_overrides_hold_for_what_they_match(self):
        self.config.write_text('[png]\nlevel = 9\n[[override]]\nmatch = "hero/**"\npng.level = 3\n')

        hero = self.setting("png.level", self.src / "hero" / "a.png")
        plain = self.setting("png.level", self.src / "plain" / "b.png")

        self.assertRegex(hero, r"\b3\b.*pixmill\.toml:5")
        self.assertRegex(plain, r"\b9\b.*pixmill\.toml:2")

    def setting(self, name, picture):
        """The line of `explain` on one setting: its value and where that comes from."""
        self.build()
        text = self.run_pixmill("explain", picture).stdout
        return next(line for line in text.splitlines() if name in line)

    def test_the_command_line_wins_over_the_file(self):
        self.config.write_text("[png]\nlevel = 9\n")

        text = self.run_pixmill("config", "show", "--set", "png.level=4").stdout

        line = next(line for line in text.splitlines() if "level" in line)
        self.assertRegex(line, r"\b4\b")

    def test_the_file_is_found_from_a_folder_below(self):
        self.config.write_text("[png]\nlevel = 7\n")

        text = self.run_pixmill("config", "show", cwd=self.src / "hero").stdout

        self.assertRegex(text, r"level\b.*\b7\b")

    def test_excludes_of_the_file_hold(self):
        self.config.write_text('exclude = ["hero/**"]\n')

        self.build()

        self.assertEqual(list(self.manifest_rows()), ["plain/b.png"])

    def test_the_cache_folder_of_the_file_is_used(self):
        self.config.write_text('[cache]\ndir = "here"\n')
        environment = self.environment()
        environment.pop("PIXMILL_CACHE_DIR")
        self.environment = lambda: environment

        self.build()

        self.assertTrue((self.dir / "here").is_dir())
        self.assertFalse(self.cache.exists())

    def test_init_writes_a_starter_that_is_valid_and_never_overwrites(self):
        self.run_pixmill("config", "init")
        starter = self.config.read_text()

        self.build()
        self.run_pixmill("config", "init", expect=2)

        self.assertIn("preset", starter)
        self.assertEqual(self.config.read_text(), starter)


if __name__ == "__main__":
    main()
