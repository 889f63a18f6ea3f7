"""`compare` on pairs whose score follows from the definition."""

import json
import math

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


if __name__ == "__main__":
    main()
