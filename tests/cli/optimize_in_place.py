"""`optimize` replaces files whole or not at all, and has nothing left to do the second time."""

import os

import png
from support import PixmillTest, contents, files_below, main, snapshot


class OptimizeInPlace(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(32)

    def optimize(self, *options, expect=0):
        return self.run_pixmill("optimize", self.src, *options, expect=expect)

    def picture(self):
        """One that can certainly become smaller."""
        return self.src / "photos" / "photo-0.jpg"

    def test_files_get_smaller_and_png_pixels_stay(self):
        before = {path: (self.src / path.decode()).read_bytes() for path in files_below(self.src)}

        self.optimize()

        saved = 0
        for path, old in before.items():
            new = (self.src / path.decode()).read_bytes()
            self.assertLessEqual(len(new), len(old), path)
            saved += len(old) - len(new)
            if old.startswith(png.SIGNATURE):
                self.assertEqual(png.visible(png.decode(new)[2]), png.visible(png.decode(old)[2]),
                                 path)
        self.assertGreater(saved, 0)

    def test_nothing_but_pictures_is_touched_and_nothing_is_left_behind(self):
        before = files_below(self.src)
        notes = snapshot(self.src)[b"notes.txt"]

        self.optimize()

        self.assertEqual(files_below(self.src), before)
        self.assertEqual(snapshot(self.src)[b"notes.txt"], notes)

    def test_a_second_run_changes_no_file(self):
        self.optimize()
        before = snapshot(self.src)

        self.optimize()
        self.let_files_age()
        self.optimize()

        self.assertEqual(snapshot(self.src), before)

    def test_it_makes_what_build_makes(self):
        self.build()
        self.optimize("--no-cache")

        built = contents(self.out)
        built.pop(b"pixmill-manifest.json")
        optimized = contents(self.src)
        optimized.pop(b"notes.txt")
        self.assertEqual(optimized, built)

    def test_permissions_stay(self):
        self.picture().chmod(0o640)

        self.optimize()

        self.assertEqual(self.picture().stat().st_mode & 0o777, 0o640)

    def test_another_hard_link_keeps_its_bytes(self):
        link = self.dir / "kept elsewhere.jpg"
        os.link(self.picture(), link)
        old = link.read_bytes()

        self.optimize(expect=None)

        self.assertEqual(link.read_bytes(), old)

    def test_what_lies_behind_a_link_out_of_the_tree_is_not_written(self):
        outside = self.dir / "outside.jpg"
        outside.write_bytes(self.picture().read_bytes())
        link = self.src / "link.jpg"
        link.symlink_to(outside)
        old = outside.read_bytes()

        self.optimize(expect=None)

        self.assertTrue(link.is_symlink())
        self.assertEqual(outside.read_bytes(), old)

    def test_a_link_within_the_tree_stays_a_link(self):
        link = self.src / "link.jpg"
        link.symlink_to("photos/photo-0.jpg")

        self.optimize(expect=None)

        self.assertTrue(link.is_symlink())

    def test_a_damaged_picture_keeps_its_bytes(self):
        damaged = self.src / "damaged.jpg"
        damaged.write_bytes(self.picture().read_bytes()[:4000])
        old = damaged.read_bytes()

        run = self.optimize(expect=1)

        self.assertIn("damaged.jpg", run.stderr)
        self.assertEqual(damaged.read_bytes(), old)

    def test_a_single_file_may_be_named(self):
        size = self.picture().stat().st_size
        others = snapshot(self.src)
        others.pop(b"photos/photo-0.jpg")

        self.run_pixmill("optimize", self.picture())

        after = snapshot(self.src)
        after.pop(b"photos/photo-0.jpg")
        self.assertLess(self.picture().stat().st_size, size)
        self.assertEqual(after, others)


if __name__ == "__main__":
    main()
