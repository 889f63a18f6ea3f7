"""--dry-run says what would be done and writes nothing, neither outputs nor cache."""

from support import PixmillTest, main, snapshot


class DryRun(PixmillTest):

    def test_a_first_build(self):
        self.make_pictures(8)
        before = snapshot(self.dir)

        run = self.build("--dry-run")

        self.assertEqual(snapshot(self.dir), before)
        self.assertIn("8", run.output)

    def test_a_later_build_with_one_change(self):
        self.make_pictures(8)
        self.build()
        changed = self.make_pictures(1, seed=2, into=self.dir / "other")
        (self.src / "photos" / "photo-0.jpg").write_bytes(
            (changed / "photos" / "photo-0.jpg").read_bytes())
        before = snapshot(self.out)

        images = self.build("--dry-run", "--json").events("image")

        self.assertEqual(snapshot(self.out), before)
        self.assertEqual([image["source"] for image in images if image["cache"] == "miss"],
                         ["photos/photo-0.jpg"])

    def test_optimize(self):
        self.make_pictures(8)
        before = snapshot(self.src)

        self.run_pixmill("optimize", self.src, "--dry-run")

        self.assertEqual(snapshot(self.src), before)


if __name__ == "__main__":
    main()
