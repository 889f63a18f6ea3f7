"""Only what changed is done again, and content decides what changed."""

import os
import shutil

from support import PixmillTest, contents, main, snapshot


class SomethingChanged(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(32)
        self.build()
        self.outputs = contents(self.out)  # the manifest among them

    def give_new_mtimes(self, folder):
        for parent, _, names in os.walk(folder):
            for name in names:
                os.utime(os.path.join(parent, name), (1_600_000_000, 1_600_000_000))

    def test_a_deleted_output_folder_is_restored_without_encoding(self):
        shutil.rmtree(self.out)

        stats = self.build_stats()

        self.assertEqual((stats["encodes"], stats["misses"]), (0, 0))
        self.assertEqual(contents(self.out), self.outputs)

    def test_new_mtimes_alone_change_nothing(self):
        before = snapshot(self.out)
        self.give_new_mtimes(self.src)

        stats = self.build_stats()

        self.assertEqual((stats["encodes"], stats["outputs_written"]), (0, 0))
        self.assertEqual(snapshot(self.out), before)

    def test_a_copied_tree_gets_the_same_from_the_same_cache(self):
        elsewhere = self.dir / "another place"
        shutil.copytree(self.src, elsewhere / "src")

        stats = self.build_stats(src=elsewhere / "src", out=elsewhere / "out")

        self.assertEqual(stats["encodes"], 0)
        self.assertEqual(contents(elsewhere / "out"), self.outputs)

    def test_a_moved_cache_serves_the_same(self):
        moved = self.dir / "moved cache"
        self.cache.rename(moved)
        shutil.rmtree(self.out)

        stats = self.build_stats("--cache-dir", moved)

        self.assertEqual(stats["encodes"], 0)
        self.assertEqual(contents(self.out), self.outputs)

    def test_one_changed_picture_is_one_encode(self):
        before = snapshot(self.out)
        other = self.make_pictures(1, seed=2, into=self.dir / "other")
        shutil.copy(other / "photos" / "photo-0.jpg", self.src / "photos" / "photo-0.jpg")

        stats = self.build_stats()

        after = snapshot(self.out)
        changed = {path for path in after if after[path] != before[path]}
        self.assertEqual((stats["encodes"], stats["outputs_written"]), (1, 1))
        self.assertEqual(changed, {b"photos/photo-0.jpg", b"pixmill-manifest.json"})

    def test_a_png_setting_leaves_jpegs_alone_and_explain_names_it(self):
        picture = self.src / "icons" / "faded-3.png"

        explained = self.run_pixmill("explain", picture, "--set", "png.level=6")
        images = self.build("--json", "--set", "png.level=6").events("image")

        rows = self.manifest_rows()
        redone = {image["source"] for image in images if image["cache"] == "miss"}
        self.assertIn("png.level", explained.stdout)
        self.assertEqual(redone, {source for source in rows if rows[source]["format"] == "png"})

    def test_an_output_goes_with_its_source(self):
        (self.src / "photos" / "photo-0.jpg").unlink()

        self.build()

        self.assertFalse((self.out / "photos" / "photo-0.jpg").exists())
        self.assertNotIn("photos/photo-0.jpg", self.manifest_rows())
        self.assertEqual(len(self.manifest_rows()), 31)

    def test_an_excluded_picture_goes_too(self):
        self.build("--exclude", "photos/**")

        self.assertFalse(any(source.startswith("photos/") for source in self.manifest_rows()))
        self.assertFalse(list(self.out.glob("photos/*")))

    def test_files_that_are_not_ours_stay_in_the_output_folder(self):
        foreign = self.out / "photos" / "index.html"
        foreign.write_text("someone else's")
        (self.src / "photos" / "photo-0.jpg").unlink()

        self.build()

        self.assertEqual(foreign.read_text(), "someone else's")

    def test_without_a_cache_everything_is_encoded_and_comes_out_the_same(self):
        stats = self.build_stats("--no-cache", out=self.dir / "uncached")

        self.assertEqual(stats["hits"], 0)
        self.assertGreater(stats["encodes"], 0)
        self.assertEqual(contents(self.dir / "uncached"), self.outputs)

    def test_same_size_and_mtime_but_other_bytes_is_seen(self):
        self.let_files_age()
        self.build()
        picture = self.src / "photos" / "photo-0.jpg"
        stat = picture.stat()
        data = bytearray(picture.read_bytes())
        comment = data.index(b"made for a test")
        data[comment:comment + 4] = b"MADE"
        picture.write_bytes(data)
        os.utime(picture, ns=(stat.st_atime_ns, stat.st_mtime_ns))

        stats = self.build_stats()

        self.assertEqual(stats["images_hashed"], 1)


if __name__ == "__main__":
    main()
