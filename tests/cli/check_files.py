"""`check PATH...` says what could be smaller or is over a budget, by its exit code too, and writes
nothing."""

from support import PixmillTest, files_below, main, snapshot


class CheckFiles(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(16)

    def check(self, *options, path="src", expect=0):
        return self.run_pixmill("check", path, *options, expect=expect)

    def config(self, text):
        (self.dir / "pixmill.toml").write_text(text, encoding="utf-8")

    def test_images_that_optimize_would_shrink_are_named_and_nothing_is_written(self):
        before = snapshot(self.src)

        run = self.check(expect=3)

        self.assertRegex(run.stdout, r"(?m)^src/photos/photo-0\.jpg: .* could be .* less\)$")
        self.assertIn("pixmill optimize", run.stdout)
        self.assertEqual(snapshot(self.src), before)

    def test_what_optimize_left_is_clean(self):
        self.run_pixmill("optimize", "src")

        run = self.check()

        self.assertIn("all is well", run.stdout)

    def test_it_foretells_the_bytes_that_optimize_then_leaves(self):
        foretold = {event["source"]: event["best_bytes"]
                    for event in self.check("--json", expect=3).events("image")}

        self.run_pixmill("optimize", "src")

        sizes = {path.decode(): (self.dir / path.decode()).stat().st_size
                 for path in (b"src/" + name for name in files_below(self.src))
                 if path.decode() in foretold}
        self.assertEqual(sizes, foretold)

    def test_what_it_worked_out_is_remembered_for_optimize(self):
        self.check(expect=3)

        stats = self.run_pixmill("optimize", "src", "--json", "--stats").stats()

        self.assertEqual(stats["encodes"], 0)

    def test_a_read_only_cache_stays_as_it_is(self):
        self.check("--read-only-cache", expect=3)

        self.assertFalse(self.cache.exists())

    def test_settings_decide(self):
        self.run_pixmill("optimize", "src", "--preset", "lossless")

        self.check("--preset", "lossless")
        self.check("-q", "5", expect=3)

    def test_json_has_an_object_for_each_image_and_a_summary(self):
        run = self.check("--json", "--set", "jpeg.mode=lossless", expect=3)

        images, summary = run.events("image"), run.events()[-1]
        self.assertEqual(len(images), 16)
        self.assertEqual([image["source"] for image in images],
                         sorted(image["source"] for image in images))
        found = [image for image in images if "could_be_smaller" in image["findings"]]
        self.assertEqual(summary["findings"]["could_be_smaller"], len(found))
        self.assertEqual(summary["saving_bytes"],
                         sum(image["source_bytes"] - image["best_bytes"] for image in found))
        self.assertFalse(summary["clean"])

    def test_one_image_over_its_budget_is_named(self):
        self.run_pixmill("optimize", "src")
        heaviest = max(self.src.rglob("*.*"), key=lambda path: path.stat().st_size)
        self.config(f'[budget]\nper_image = "{heaviest.stat().st_size - 1} B"\n')

        run = self.check("--json", expect=3)

        over = [image["source"] for image in run.events("image")
                if image["findings"] == ["over_budget"]]
        self.assertEqual(over, [str(heaviest.relative_to(self.dir))])

    def test_all_images_over_the_total_budget_are_told_as_a_sum(self):
        self.run_pixmill("optimize", "src")
        total = self.check("--json").events()[-1]["total_bytes"]

        self.config(f'[budget]\ntotal = "{total} B"\n')
        self.check()
        self.config(f'[budget]\ntotal = "{total - 1} B"\n')
        run = self.check(expect=3)

        self.assertRegex(run.stdout, r"All images together: .*1 B over the budget")

    def test_a_failure_outranks_a_finding(self):
        (self.src / "damaged.jpg").write_bytes(b"\xff\xd8\xff\xe0 and nothing more")

        run = self.check(expect=1)

        self.assertIn("src/damaged.jpg", run.stderr)
        self.assertIn("could be", run.stdout)

    def test_named_files_are_told_as_they_were_named_and_once(self):
        run = self.run_pixmill("check", "./src/photos/photo-0.jpg", "src/photos/photo-0.jpg",
                               "src/photos/grey-4.jpg", "--json", expect=3)

        self.assertEqual([event["source"] for event in run.events("image")],
                         ["src/photos/grey-4.jpg", "src/photos/photo-0.jpg"])

    def test_excludes_and_overrides_see_a_named_file_as_it_was_named(self):
        self.config('exclude = ["src/icons/**"]\n'
                    '[[override]]\nmatch = "src/photos/**"\njpeg.mode = "fixed"\n'
                    'jpeg.quality = 5\n')

        run = self.run_pixmill("check", "src/photos/photo-0.jpg", "src/icons/palette-5.png",
                               "--json", expect=3)

        [image] = run.events("image")
        self.config("")
        plain = self.run_pixmill("check", "src/photos/photo-0.jpg", "--json", expect=3)
        self.assertEqual(image["source"], "src/photos/photo-0.jpg")
        self.assertLess(image["best_bytes"], plain.events("image")[0]["best_bytes"])

    def test_quiet_leaves_the_findings_alone_on_stdout(self):
        run = self.check("--quiet", expect=3)

        self.assertEqual(len(run.stdout.splitlines()),
                         len([line for line in run.stdout.splitlines() if " could be " in line]))

    def test_wrong_usage_exits_2(self):
        self.run_pixmill("check", expect=2)
        self.run_pixmill("check", "nowhere", expect=2)
        self.check("--manifest", "m.json", expect=2)
        self.check("--no-recursion", "-o", "out", expect=2)

    def test_two_runs_say_the_same(self):
        first = self.check("--no-cache", "-j", "1", "--quiet", expect=3)
        second = self.check("--no-cache", "-j", "4", "--quiet", expect=3)

        self.assertEqual(first.stdout, second.stdout)


if __name__ == "__main__":
    main()
