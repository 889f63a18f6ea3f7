"""What cannot end well is refused before anything is written, with exit code 2."""

from support import PixmillTest, main, snapshot


class Refusals(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(4)

    def assert_refused(self, *arguments):
        """Exit code 2, a sentence that names what is wrong, and not a file written."""
        before = snapshot(self.dir)

        run = self.run_pixmill(*arguments, expect=2)

        self.assertTrue(run.stderr.strip())
        self.assertEqual(snapshot(self.dir), before)
        return run

    def test_output_inside_the_sources(self):
        self.assert_refused("build", self.src, "-o", self.src / "out")

    def test_output_that_is_the_source_folder(self):
        self.assert_refused("build", self.src, "-o", self.src)

    def test_output_that_holds_the_sources(self):
        self.assert_refused("build", self.src / "photos", "-o", self.src)

    def test_output_inside_the_sources_through_a_link(self):
        (self.dir / "link").symlink_to(self.src)

        self.assert_refused("build", self.src, "-o", self.dir / "link" / "out")

    def test_two_inputs_for_one_output(self):
        other = self.make_pictures(1, seed=2, into=self.dir / "other")

        run = self.assert_refused("build", self.src, other, "-o", self.out)

        self.assertIn("photo-0.jpg", run.stderr)

    def test_output_inside_the_cache(self):
        self.assert_refused("build", self.src, "-o", self.cache / "out")

    def test_a_source_that_does_not_exist(self):
        run = self.assert_refused("build", self.dir / "no such folder", "-o", self.out)

        self.assertIn("no such folder", run.stderr)

    def test_one_onto_itself(self):
        picture = self.src / "photos" / "photo-0.jpg"

        self.assert_refused("one", picture, picture)


if __name__ == "__main__":
    main()
