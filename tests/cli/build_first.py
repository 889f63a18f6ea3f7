"""A first build: every picture in the manifest, none larger, all decodable, PNG pixels the same."""

import json
from pathlib import Path

import json_schema
import png
from support import PixmillTest, files_below, main, numbers

SCHEMA = Path(__file__).parents[2] / "integrations" / "manifest.schema.json"

# The smallest GIF89a: one pixel.
GIF = (b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
       b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")


class FirstBuild(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(48)
        self.run = self.build()
        self.rows = self.manifest_rows()

    def of_kind(self, part):
        found = {source: row for source, row in self.rows.items() if part in source}
        self.assertTrue(found, part)
        return found

    def output_bytes(self, row):
        return (self.out / row["outputs"][0]["path"]).read_bytes()

    def test_manifest_follows_its_schema(self):
        found = json_schema.violations(self.manifest(), json.loads(SCHEMA.read_text()))

        self.assertEqual(found, [])

    def test_manifest_lists_every_picture_sorted_and_nothing_else(self):
        sources = [image["source"] for image in self.manifest()["images"]]
        on_disk = [path.decode() for path in files_below(self.src) if not path.endswith(b".txt")]

        self.assertEqual(sources, sorted(on_disk, key=lambda path: path.encode()))

    def test_manifest_numbers_are_those_of_the_files(self):
        manifest = self.manifest()
        for source, row in self.rows.items():
            output = row["outputs"][0]
            with self.subTest(source):
                self.assertEqual(row["source_bytes"], (self.src / source).stat().st_size)
                self.assertEqual(output["path"], source)
                self.assertEqual(output["bytes"], len(self.output_bytes(row)))
        self.assertEqual(manifest["totals"]["images"], 48)
        self.assertEqual(manifest["totals"]["source_bytes"],
                         sum(row["source_bytes"] for row in self.rows.values()))
        self.assertEqual(manifest["totals"]["output_bytes"],
                         sum(row["outputs"][0]["bytes"] for row in self.rows.values()))

    def test_no_output_is_larger_and_the_whole_is_smaller(self):
        for source, row in self.rows.items():
            self.assertLessEqual(row["outputs"][0]["bytes"], row["source_bytes"], source)
        totals = self.manifest()["totals"]
        self.assertLess(totals["output_bytes"], 0.9 * totals["source_bytes"])

    def test_kept_means_the_very_bytes(self):
        for source, row in self.rows.items():
            same = self.output_bytes(row) == (self.src / source).read_bytes()
            with self.subTest(source):
                self.assertEqual(same, row["outputs"][0]["hash"] == row["source_hash"])
                self.assertEqual(same, row["status"] in ("kept", "copied"))

    def test_png_pixels_are_the_same(self):
        for source, row in self.rows.items():
            if row["format"] != "png":
                continue
            with self.subTest(source):
                width, height, before = png.decode((self.src / source).read_bytes())
                self.assertEqual((row["width"], row["height"]), (width, height))

                _, _, after = png.decode(self.output_bytes(row))

                self.assertEqual(png.visible(after), png.visible(before))

    def test_jpegs_decode_and_look_alike(self):
        for source, row in self.rows.items():
            if row["format"] == "jpeg" and "cmyk" not in source:
                run = self.run_pixmill("compare", self.src / source, self.out / source,
                                       "--metric", "psnr")
                self.assertGreater(numbers(run.stdout)[-1], 25.0, source)

    def test_cmyk_is_only_coded_anew(self):
        for source, row in self.of_kind("cmyk").items():
            self.assertIn(row["outputs"][0].get("method"), ("transcode", "none", None), source)

    def test_format_is_told_by_content(self):
        for source, row in self.of_kind("really-a-png").items():
            self.assertEqual(row["format"], "png", source)
            self.assertEqual(row["outputs"][0]["path"], source)
            self.assertTrue(self.output_bytes(row).startswith(png.SIGNATURE))

    def test_orientation_and_profile_stay_and_comments_go(self):
        for source, row in self.of_kind("turned").items():
            self.assertIn(b"Exif\0\0", self.output_bytes(row), source)
        for source, row in self.of_kind("wide-gamut").items():
            self.assertIn(b"ICC_PROFILE\0", self.output_bytes(row), source)
        for source, row in self.of_kind("photos/photo").items():
            self.assertIn(b"made for a test", (self.src / source).read_bytes())
            self.assertNotIn(b"made for a test", self.output_bytes(row), source)

    def test_files_that_are_no_images_are_left_alone(self):
        self.assertFalse((self.out / "notes.txt").exists())

    def test_summary_names_formats_and_what_was_saved(self):
        text = self.run.output.lower()
        for word in ("jpeg", "png", "48"):
            self.assertIn(word, text)


class OtherFormats(PixmillTest):

    def test_an_image_of_a_format_not_handled_is_copied_with_its_reason(self):
        self.src.mkdir()
        (self.src / "dot.gif").write_bytes(GIF)

        self.build()

        row = self.manifest_rows()["dot.gif"]
        self.assertEqual((row["status"], row["format"]), ("copied", "gif"))
        self.assertTrue(row["reason"])
        self.assertEqual((self.out / "dot.gif").read_bytes(), GIF)

    def test_text_named_like_an_image_is_refused_by_name(self):
        self.src.mkdir()
        (self.src / "page.png").write_text("<html>404</html>")

        run = self.build(expect=1)

        self.assertIn("page.png", run.stderr)
        self.assertEqual(self.manifest_rows()["page.png"]["status"], "failed")


if __name__ == "__main__":
    main()
