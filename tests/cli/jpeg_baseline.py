"""--no-progressive: baseline JPEGs, for decoders that know nothing else."""

import shutil

import png
from support import PixmillTest, main


def frame(data):
    """The marker of the frame: 0xC0 is baseline, 0xC2 progressive (T.81, table B.1)."""
    at = 2
    while not 0xC0 <= data[at + 1] <= 0xCF or data[at + 1] in (0xC4, 0xC8, 0xCC):
        at += 2 + int.from_bytes(data[at + 2:at + 4], "big")
    return data[at + 1]


class Baseline(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(count=3, into=self.dir / "made")
        self.src.mkdir()
        self.source = self.src / "a.jpg"
        shutil.copyfile(next((self.dir / "made").glob("photos/fine*")), self.source)
        self.assertEqual(frame(self.source.read_bytes()), 0xC2)

    def results_of_every_command(self, *options):
        """The files that build, one and optimize leave."""
        self.build(*options)
        self.run_pixmill("one", self.source, self.dir / "one.jpg", *options)
        shutil.copyfile(self.source, self.dir / "place.jpg")
        self.run_pixmill("optimize", self.dir / "place.jpg", *options)
        return [self.out / "a.jpg", self.dir / "one.jpg", self.dir / "place.jpg"]

    def test_whatever_is_encoded_is_baseline_on_request(self):
        for preset in ("fast", "balanced", "best", "classic"):
            for result in self.results_of_every_command("--preset", preset, "--no-progressive"):
                self.assertLess(result.stat().st_size, self.source.stat().st_size, preset)
                self.assertEqual(frame(result.read_bytes()), 0xC0, (preset, result))

    def test_a_conversion_is_baseline_on_request(self):
        picture = self.dir / "b.png"
        picture.write_bytes(png.flat(60, 40, 10, 200, 30))

        self.run_pixmill("one", picture, self.dir / "b.jpg", "--no-progressive")

        self.assertEqual(frame((self.dir / "b.jpg").read_bytes()), 0xC0)

    def test_nothing_is_baseline_by_accident(self):
        for result in self.results_of_every_command("--set", "jpeg.progressive=on"):
            self.assertEqual(frame(result.read_bytes()), 0xC2, result)

    def test_without_the_option_nothing_is_larger(self):
        baseline = [result.stat().st_size
                    for result in self.results_of_every_command("--no-progressive")]

        for size, result in zip(baseline, self.results_of_every_command()):
            self.assertLessEqual(result.stat().st_size, size, result)


if __name__ == "__main__":
    main()
