"""Jekyll: a hook optimizes the written site, and encodes nothing twice although Jekyll copies all
anew."""

import shutil

from site_support import SiteTest
from support import contents, main


class Jekyll(SiteTest):
    example = "jekyll"
    tool = "jekyll"

    def setUp(self):
        super().setUp()
        self.written = self.site / "_site"

    def build(self, expect=0):
        """The log of `jekyll build`."""
        return self.tell("jekyll", "build", "--trace", expect=expect)

    def configure(self, text):
        """More lines for _config.yml."""
        with open(self.site / "_config.yml", "a", encoding="utf-8") as file:
            file.write(text)

    def test_the_written_site_has_smaller_pictures_and_originals_stay(self):
        before = self.originals()

        self.build()

        self.assert_smaller(self.written / "images")
        self.assertEqual(self.originals(), before)
        self.assertIn("/images/travel/dunes.jpg",
                      (self.written / "index.html").read_text(encoding="utf-8"))

    def test_a_second_build_encodes_nothing_and_changes_no_bytes(self):
        self.build()
        before = contents(self.written / "images")

        log = self.build()

        self.assertEqual(self.encoded(log), 0)
        self.assertEqual(contents(self.written / "images"), before)

    def test_a_removed_site_is_served_from_the_cache(self):
        self.build()
        shutil.rmtree(self.written)

        self.assertEqual(self.encoded(self.build()), 0)

    def test_a_new_picture_is_the_only_one_that_is_encoded(self):
        self.build()
        self.new_picture()

        self.assertEqual(self.encoded(self.build()), 1)

    def test_the_cache_is_not_published(self):
        self.build()

        self.assertTrue((self.site / ".cache" / "pixmill").is_dir())
        self.assertFalse((self.written / ".cache").exists())

    def test_settings_of_the_configuration_are_used(self):
        self.configure('pixmill:\n  cache_dir: .kept\n  options: ["--exclude", "images/**"]\n')

        log = self.build()

        self.assertIn("There are no images", log)
        self.assertFalse((self.site / ".cache").exists())

    def test_a_damaged_picture_fails_the_build_by_name_unless_it_is_not_strict(self):
        (self.site / "images" / "damaged.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")

        log = self.build(expect=1)
        self.assertIn("images/damaged.jpg", log)

        self.configure("pixmill:\n  strict: false\n")
        self.assertIn("pixmill failed", self.build())

    def test_a_missing_program_is_told_plainly(self):
        self.configure("pixmill:\n  program: no-such-pixmill\n")

        self.assertIn('there is no program "no-such-pixmill"', self.build(expect=1))


if __name__ == "__main__":
    main()
