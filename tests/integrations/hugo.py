"""Hugo: pictures are optimized before, mounted, and given their sizes."""

import shutil

from site_support import SiteTest
from support import main, snapshot


class Hugo(SiteTest):
    example = "hugo"
    tool = "hugo"

    def build(self):
        """What the example's Makefile does; the log."""
        return self.tell("make")

    def setUp(self):
        super().setUp()
        self.public = self.site / "public"

    def test_the_site_has_smaller_pictures_under_the_same_names(self):
        self.build()

        self.assert_smaller(self.public / "images")
        self.assertFalse((self.public / "images" / "pixmill-manifest.json").exists())

    def test_images_of_pages_have_their_sizes(self):
        self.build()

        page = (self.public / "posts" / "harbour" / "index.html").read_text(encoding="utf-8")
        for name in ("travel/old%20harbour.jpg", "travel/dunes.jpg", "screenshot.png"):
            self.assertRegex(page, rf'<img src="/images/{name}" alt="[^"]+" '
                                   r'width="\d+" height="\d+" loading="lazy">')

    def test_a_second_build_writes_no_picture(self):
        self.build()
        self.let_files_age()
        self.build()
        before = snapshot(self.public / "images")

        log = self.build()

        self.assertIn("Nothing to do", log)
        self.assertEqual(snapshot(self.public / "images"), before)

    def test_after_all_that_was_made_is_gone_nothing_is_encoded(self):
        self.build()
        shutil.rmtree(self.public)
        shutil.rmtree(self.site / "build")

        self.assertEqual(self.encoded(self.build()), 0)
        self.assert_smaller(self.public / "images")

    def test_a_new_picture_is_the_only_one_that_is_encoded(self):
        self.build()
        self.new_picture()

        self.assertEqual(self.encoded(self.build()), 1)
        self.assertTrue((self.public / "images" / "new.jpg").exists())

    def test_without_pixmill_pages_are_built_all_the_same(self):
        (self.site / "build" / "images").mkdir(parents=True)

        self.tell("hugo")

        page = (self.public / "posts" / "harbour" / "index.html").read_text(encoding="utf-8")
        self.assertIn('alt="Dunes" loading="lazy">', page)

    def test_the_written_site_can_be_optimized_in_place(self):
        self.build()
        self.new_picture("by-hand.jpg")
        (self.site / "static").mkdir()
        shutil.move(self.site / "images" / "by-hand.jpg", self.site / "static" / "by-hand.jpg")
        self.tell("hugo")
        optimize = ("pixmill", "optimize", "public", "--cache-dir", ".cache/pixmill")
        self.tell(*optimize)

        self.tell("hugo")
        log = self.tell(*optimize)

        self.assertEqual(self.encoded(log), 0)
        self.assertLess((self.public / "by-hand.jpg").stat().st_size,
                        (self.site / "static" / "by-hand.jpg").stat().st_size)


if __name__ == "__main__":
    main()
