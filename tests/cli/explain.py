"""`explain` says what is in force for a picture, and why it would or would not be done again."""

from support import PixmillTest, main


class Explain(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(8)
        self.jpeg = self.src / "photos" / "photo-0.jpg"
        self.png = self.src / "icons" / "faded-3.png"

    def explain(self, picture, *options):
        return self.run_pixmill("explain", picture, *options).stdout

    def test_an_unknown_picture_is_a_miss_and_a_built_one_a_hit(self):
        before = self.explain(self.jpeg)
        self.build()
        after = self.explain(self.jpeg)

        self.assertRegex(before, r"(?i)\bmiss\b")
        self.assertRegex(after, r"(?i)\bhit\b")
        self.assertNotRegex(after, r"(?i)\bmiss\b")

    def test_the_settings_that_the_format_reads_are_listed_and_no_others(self):
        self.assertIn("png.level", self.explain(self.png))
        self.assertNotIn("png.level", self.explain(self.jpeg))

    def test_each_setting_says_where_it_comes_from(self):
        text = self.explain(self.png, "--set", "png.level=4")

        line = next(line for line in text.splitlines() if "png.level" in line)
        self.assertRegex(line, r"(?i)\b4\b.*(command line|--set)")

    def test_a_changed_setting_is_named_as_the_reason(self):
        self.build()

        text = self.explain(self.png, "--set", "png.level=4")

        self.assertRegex(text, r"(?i)\bmiss\b")
        self.assertRegex(text, r"Changed since the last build[^$]*png\.level +10 +-> +4\b")

    def test_changed_bytes_are_named_as_the_reason(self):
        self.build()
        other = self.make_pictures(1, seed=2, into=self.dir / "other")
        self.jpeg.write_bytes((other / "photos" / "photo-0.jpg").read_bytes())

        text = self.explain(self.jpeg)

        self.assertRegex(text, r"Changed since the last build[^$]*\bcontent\b")

    def test_it_writes_nothing_and_a_missing_file_is_an_error(self):
        self.explain(self.jpeg)
        run = self.run_pixmill("explain", self.src / "none.jpg", expect=1)

        self.assertFalse(self.out.exists())
        self.assertIn("none.jpg", run.stderr)


if __name__ == "__main__":
    main()
