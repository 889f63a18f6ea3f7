"""`compare` on pairs whose score follows from the definition."""

import json
import math

import icc
import png
from support import PixmillTest, main, numbers


class Compare(PixmillTest):

    def setUp(self):
        super().setUp()
        self.a = self.write("a.png", png.flat(400, 400, 100))
        self.b = self.write("b.png", png.flat(400, 400, 110))

    def write(self, name, data):
        path = self.dir / name
        path.write_bytes(data)
        return path

    def score(self, a, b, metric):
        return numbers(self.run_pixmill("compare", a, b, "--metric", metric).stdout)[-1]

    def test_psnr_of_a_known_difference(self):
        self.assertAlmostEqual(self.score(self.a, self.b, "psnr"),
                               10 * math.log10(255**2 / 10**2), places=2)

    def test_sad_of_a_known_difference(self):
        self.assertAlmostEqual(self.score(self.a, self.b, "sad"), 1 - 10 / 255, places=4)

    def test_sad_in_colour_is_the_mean_over_bands(self):
        a = self.write("red.png", png.flat(40, 30, 100, 50, 50))
        b = self.write("redder.png", png.flat(40, 30, 130, 50, 50))

        self.assertAlmostEqual(self.score(a, b, "sad"), 1 - 30 / (3 * 255), places=4)

    def test_a_format_that_cannot_be_decoded_is_named(self):
        picture = self.write("a.gif", b"GIF89a")

        run = self.run_pixmill("compare", picture, self.b, expect=1)

        self.assertIn("a.gif: pixmill does not decode gif yet", run.stderr)

    def test_equal_pictures(self):
        # infinite by its formula, which JSON cannot say
        self.assertEqual(self.score(self.a, self.a, "psnr"), 100.0)
        self.assertEqual(self.score(self.a, self.a, "sad"), 1.0)

    def test_sizes_that_differ_are_an_error_that_says_both(self):
        wide = self.write("wide.png", png.flat(401, 400, 100))

        run = self.run_pixmill("compare", self.a, wide, "--metric", "psnr", expect=1)

        self.assertIn("400x400", run.stderr)
        self.assertIn("401x400", run.stderr)

    def test_a_damaged_picture_is_named(self):
        bad = self.write("bad.png", self.a.read_bytes()[:100])

        run = self.run_pixmill("compare", self.a, bad, expect=1)

        self.assertIn("bad.png", run.stderr)

    def test_an_unknown_metric_is_named_with_those_there_are(self):
        run = self.run_pixmill("compare", self.a, self.b, "--metric", "vmaf", expect=2)

        for word in ("vmaf", "sad", "psnr"):
            self.assertIn(word, run.stderr)

    def test_json(self):
        text = self.run_pixmill("compare", self.a, self.b, "--metric", "psnr", "--json").stdout

        self.assertAlmostEqual(json.loads(text)["psnr"], 28.1308, places=3)

    def test_several_metrics_by_commas_and_again_each_once(self):
        run = self.run_pixmill("compare", self.a, self.b, "--metric", "ssimulacra2,psnr",
                               "--metric", "sad", "--metric", "psnr", "--json")

        self.assertEqual(sorted(json.loads(run.stdout)), ["psnr", "sad", "ssimulacra2"])

    def test_an_empty_name_between_commas_is_no_metric(self):
        self.run_pixmill("compare", self.a, self.b, "--metric", "psnr,", expect=2)

    # ---- alpha, grey, 16 bits -----------------------------------------------------------------

    def test_alpha_counts_over_black_and_over_white_whichever_is_worse(self):
        # a white picture at half opacity looks like white over white, and like grey over black
        half = self.write("half.png", png.flat(40, 30, 255, 255, 255, 128))
        white = self.write("white.png", png.flat(40, 30, 255, 255, 255))

        self.assertAlmostEqual(self.score(white, half, "psnr"),
                               10 * math.log10(255**2 / 127**2), places=2)

    def test_grey_is_compared_with_colour(self):
        grey = self.write("grey.png", png.flat(40, 30, 100))
        colour = self.write("colour.png", png.flat(40, 30, 100, 100, 100))

        for metric in ("ssimulacra2", "psnr"):
            self.assertEqual(self.score(grey, colour, metric), 100.0)

    def test_sixteen_bits_against_eight(self):
        deep = self.write("deep.png", png.flat_sixteen_bit(40, 30, 100 * 257))
        plain = self.write("plain.png", png.flat(40, 30, 100))

        self.assertEqual(self.score(deep, plain, "psnr"), 100.0)
        # floats of different divisions: as good as equal
        self.assertAlmostEqual(self.score(deep, plain, "ssimulacra2"), 100.0, delta=0.1)

    # ---- colour profiles ----------------------------------------------------------------------

    def test_colours_are_compared_as_their_profiles_say(self):
        # well-known pairs: sRGB's primaries in Adobe RGB
        for adobe, srgb in (((219, 0, 0), (255, 0, 0)), ((144, 255, 60), (0, 255, 0)),
                            ((0, 0, 250), (0, 0, 255)), ((128, 128, 128), (129, 129, 129))):
            a = self.write("a.png", png.with_profile(png.flat(40, 30, *adobe), icc.rgb()))
            b = self.write("b.png", png.flat(40, 30, *srgb))

            self.assertGreater(self.score(a, b, "psnr"), 45, adobe)

    def test_both_pictures_are_converted_each_from_its_own_profile(self):
        narrow = png.with_profile(png.flat(40, 30, 60, 60, 60), icc.rgb(gamma=1.0))
        wide = png.with_profile(png.flat(40, 30, 132, 132, 132), icc.rgb())

        self.assertGreater(self.score(self.write("1.png", narrow), self.write("2.png", wide),
                                      "psnr"), 45)

    def test_alpha_and_sixteen_bits_survive_the_conversion(self):
        a = self.write("a.png", png.with_profile(png.flat(40, 30, 219, 0, 0, 128), icc.rgb()))
        b = self.write("b.png", png.flat(40, 30, 255, 0, 0, 128))
        deep = self.write("deep.png", png.with_profile(png.flat_sixteen_bit(40, 30, 0x4000),
                                                       icc.grey(1.0)))
        plain = self.write("plain.png", png.flat(40, 30, 137))  # a quarter of the light

        self.assertGreater(self.score(a, b, "psnr"), 45)
        self.assertGreater(self.score(deep, plain, "psnr"), 45)

    def test_a_jpeg_has_its_profile_in_segments(self):
        self.make_pictures(count=9)
        photo = next(self.src.glob("photos/wide-gamut*")).read_bytes()
        plain = bytearray(photo)
        at = plain.index(b"ICC_PROFILE\0")
        plain[at - 4:at - 2] = b"\xff\xec"  # APP12, which means nothing
        a, b = self.write("a.jpg", photo), self.write("b.jpg", bytes(plain))

        self.assertLess(self.score(a, b, "psnr"), 40)
        self.assertEqual(self.score(a, a, "psnr"), 100.0)

    def test_profiles_that_cannot_be_used_are_told_and_count_as_none(self):
        plain = self.write("plain.png", png.flat(40, 30, 219, 0, 0))
        damaged = bytearray(icc.rgb())
        damaged[36:40] = b"XXXX"
        for profile in (bytes(damaged), b"short", icc.grey(2.2)):
            bad = self.write("bad.png", png.with_profile(png.flat(40, 30, 219, 0, 0), profile))

            run = self.run_pixmill("compare", bad, plain, "--metric", "psnr")

            self.assertEqual(numbers(run.stdout), [100.0])
            self.assertIn("bad.png: its colour profile", run.stderr)
            self.assertIn("sRGB", run.stderr)

    def test_an_incomplete_profile_of_a_jpeg_is_told(self):
        self.make_pictures(count=9)
        photo = bytearray(next(self.src.glob("photos/wide-gamut*")).read_bytes())
        photo[photo.index(b"ICC_PROFILE\0") + 13] = 2  # the first of two, it says
        a = self.write("a.jpg", bytes(photo))

        self.assertIn("incomplete", self.run_pixmill("compare", a, a).stderr)

    def test_a_search_judges_colours_as_they_look_and_tells_what_it_cannot_honour(self):
        self.make_pictures(count=9)
        photo = bytearray(next(self.src.glob("photos/wide-gamut*")).read_bytes())
        few = self.dir / "few"
        few.mkdir()
        (few / "honest.jpg").write_bytes(photo)
        photo[photo.index(b"acsp")] = 0
        (few / "broken.jpg").write_bytes(photo)

        self.build("--target", "60", src=few)

        rows = self.manifest_rows()
        self.assertNotIn("reason", rows["honest.jpg"])
        self.assertIn("colour profile", rows["broken.jpg"]["reason"])
        # the samples are the same, so the searches saw different colours
        self.assertNotEqual(rows["honest.jpg"]["search"]["score"],
                            rows["broken.jpg"]["search"]["score"])
        result = self.out / "honest.jpg"
        self.assertAlmostEqual(self.score(few / "honest.jpg", result, "ssimulacra2"),
                               rows["honest.jpg"]["outputs"][0]["score"], places=5)

    def test_a_conversion_to_jpeg_keeps_the_colours(self):
        adobe = self.write("a.png", png.with_profile(png.flat(40, 30, 200, 40, 40), icc.rgb()))

        self.run_pixmill("one", adobe, self.dir / "a.jpg", "-q", "95")

        self.assertGreater(self.score(adobe, self.dir / "a.jpg", "psnr"), 40)

    # ---- the heat map -------------------------------------------------------------------------

    def heat_map(self, a, b, *options):
        """Brightness of each pixel by its place."""
        path = self.dir / "heat.png"
        self.run_pixmill("compare", a, b, "--heatmap", path, *options)
        width, height, pixels = png.decode(path.read_bytes())
        return {(x, y): sum(pixels[y * width + x][:3])
                for y in range(height) for x in range(width)}

    def two_that_differ_on_the_right(self):
        """Black pictures of 64x48; one of them is textured from column 40 on."""
        black = bytes(64 * 48)
        textured = bytes((x * 37 + y * 101) % 255 if x >= 40 else 0
                         for y in range(48) for x in range(64))
        return (self.write("black.png", png.encode(64, 48, 1, black)),
                self.write("textured.png", png.encode(64, 48, 1, textured)))

    def test_a_heat_map_is_bright_where_the_pictures_differ(self):
        for metric in ("ssimulacra2", "psnr"):
            heat = self.heat_map(*self.two_that_differ_on_the_right(), "--metric", metric)

            self.assertEqual(len(heat), 64 * 48)
            columns = [sum(heat[x, y] for y in range(48)) for x in range(64)]
            self.assertGreater(min(columns[44:]), 3 * columns[0], metric)

    def test_the_heat_map_of_equal_pictures_shows_the_picture_darkened(self):
        heat = self.heat_map(self.a, self.a)

        self.assertEqual(set(heat.values()), {3 * 35 * 257})

    def test_a_heat_map_replaces_what_was_there_and_leaves_nothing_beside(self):
        folder = self.dir / "maps"
        folder.mkdir()
        (folder / "heat.png").write_bytes(b"old")

        self.run_pixmill("compare", self.a, self.b, "--heatmap", folder / "heat.png")

        self.assertEqual([path.name for path in folder.iterdir()], ["heat.png"])
        self.assertTrue((folder / "heat.png").read_bytes().startswith(png.SIGNATURE))

    def test_a_heat_map_that_cannot_be_written_is_named(self):
        run = self.run_pixmill("compare", self.a, self.b, "--heatmap", self.a / "heat.png",
                               expect=1)

        self.assertIn("heat.png", run.stderr)

    def test_no_heat_map_of_pictures_that_cannot_be_compared(self):
        wide = self.write("wide.png", png.flat(401, 400, 100))

        self.run_pixmill("compare", self.a, wide, "--heatmap", self.dir / "heat.png", expect=1)

        self.assertFalse((self.dir / "heat.png").exists())


if __name__ == "__main__":
    main()
