"""--fail-fast stops at the first failure; without it, everything else is done."""

from support import PixmillTest, files_below, main


class FailFast(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(40)
        (self.src / "0-empty.png").write_bytes(b"")

    def test_everything_else_is_done_by_default(self):
        self.build(expect=1)

        self.assertEqual(len(files_below(self.out)), 40 + 1)  # and the manifest

    def test_it_stops_at_the_first_failure(self):
        run = self.build("--fail-fast", "-j", "1", expect=1)

        self.assertIn("0-empty.png", run.stderr)
        self.assertLess(len(files_below(self.out)) if self.out.exists() else 0, 40)

    def test_a_later_build_finishes_the_rest(self):
        self.build("--fail-fast", "-j", "1", expect=1)
        (self.src / "0-empty.png").unlink()

        self.build()

        self.assertEqual(len(self.manifest_rows()), 40)


if __name__ == "__main__":
    main()
