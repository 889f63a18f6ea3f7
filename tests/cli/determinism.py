"""The same bytes for any number of jobs, any run, any place."""

from support import PixmillTest, contents, main


class Determinism(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(48)

    def build_apart(self, name, *options):
        """A build with an output folder and a cache of its own."""
        out = self.dir / name
        self.build("--cache-dir", self.dir / f"{name}-cache", *options, out=out)
        return contents(out)

    def test_one_job_and_many_give_the_same_bytes(self):
        one = self.build_apart("one", "-j", "1")

        self.assertEqual(self.build_apart("two", "-j", "2"), one)
        self.assertEqual(self.build_apart("seven", "-j", "7"), one)

    def test_every_preset_repeats_itself(self):
        for preset in ("fast", "lossless", "classic"):
            with self.subTest(preset):
                first = self.build_apart(f"{preset}-1", "--preset", preset)

                self.assertEqual(self.build_apart(f"{preset}-2", "--preset", preset), first)

    def test_a_restored_result_is_the_encoded_one(self):
        encoded = self.build_apart("encoded")
        self.build("--cache-dir", self.dir / "encoded-cache", out=self.dir / "restored")

        self.assertEqual(contents(self.dir / "restored"), encoded)


if __name__ == "__main__":
    main()
