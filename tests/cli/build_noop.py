"""A second build over unchanged pictures reads, hashes and writes nothing."""

import re

from support import PixmillTest, main, snapshot


class NothingChanged(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(32)
        self.let_files_age()
        self.build()

    def test_no_picture_is_read_hashed_or_written(self):
        stats = self.build_stats()

        for counter in ("images_read", "images_hashed", "outputs_written", "encodes"):
            self.assertEqual(stats[counter], 0, counter)
        self.assertEqual(stats["unchanged"], 32)

    def test_outputs_and_manifest_are_untouched(self):
        before = snapshot(self.out)
        manifest = self.manifest_bytes()

        self.build()

        self.assertEqual(snapshot(self.out), before)
        self.assertEqual(self.manifest_bytes(), manifest)

    def test_every_picture_is_reported_as_unchanged(self):
        images = self.build("--json").events("image")

        self.assertEqual({image["cache"] for image in images} - {"unchanged"}, set())

    def test_statistics_are_printed_for_people_too(self):
        run = self.build("--stats")

        self.assertRegex(run.stderr, re.compile(r"^\s*images[ _]read:\s*0$", re.MULTILINE))

    def test_an_output_that_was_touched_up_by_hand_is_made_right(self):
        output = self.out / "photos" / "photo-0.jpg"
        right = output.read_bytes()
        output.write_bytes(b"not what the build made")

        stats = self.build_stats()

        self.assertEqual(output.read_bytes(), right)
        self.assertEqual((stats["encodes"], stats["outputs_written"]), (0, 1))


if __name__ == "__main__":
    main()
