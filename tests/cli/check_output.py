"""`check SRC -o OUT` says whether OUT is what a build would leave there."""

import os
import shutil

from support import PixmillTest, files_below, main, snapshot


class CheckOutput(PixmillTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(16)
        self.build()

    def check(self, *options, expect=0):
        return self.run_pixmill("check", self.src, "-o", self.out, *options, expect=expect)

    def findings(self, expect=3):
        """{source: findings} of what is not as it should be."""
        return {event["source"]: event["findings"]
                for event in self.check("--json", expect=expect).events("image")
                if event["findings"]}

    def test_after_a_build_all_is_well_and_nothing_is_read(self):
        self.let_files_age()
        self.build()

        stats = self.run_pixmill("check", self.src, "-o", self.out, "--json").stats()

        self.assertEqual((stats["unchanged"], stats["images_read"]), (16, 0))

    def test_a_missing_output_is_named(self):
        (self.out / "photos" / "photo-0.jpg").unlink()

        self.assertEqual(self.findings(), {"photos/photo-0.jpg": ["output_missing"]})

    def test_an_edited_output_is_named(self):
        (self.out / "photos" / "photo-0.jpg").write_bytes(b"something else")

        self.assertEqual(self.findings(), {"photos/photo-0.jpg": ["output_differs"]})

    def test_a_changed_source_is_named(self):
        shutil.copy(self.src / "photos" / "fine-2.jpeg", self.src / "photos" / "photo-0.jpg")

        self.assertEqual(self.findings(), {"photos/photo-0.jpg": ["output_differs"]})

    def test_a_changed_setting_shows(self):
        run = self.check("-q", "5", expect=3)

        self.assertIn("not what a build would write", run.stdout)

    def test_an_output_whose_source_is_gone_is_named(self):
        (self.src / "photos" / "photo-0.jpg").unlink()

        summary = self.check("--json", expect=3).events()[-1]

        self.assertEqual(summary["leftover_outputs"], ["photos/photo-0.jpg"])

    def test_so_it_is_where_only_the_manifest_knows_of_it(self):
        (self.src / "photos" / "photo-0.jpg").unlink()
        shutil.rmtree(self.cache)

        summary = self.check("--json", expect=3).events()[-1]

        self.assertEqual(summary["leftover_outputs"], ["photos/photo-0.jpg"])

    def test_a_missing_manifest_is_told(self):
        (self.out / "pixmill-manifest.json").unlink()

        run = self.check(expect=3)

        self.assertIn("manifest", run.stdout)

    def test_content_decides_where_nothing_is_remembered(self):
        shutil.rmtree(self.cache)
        for path in files_below(self.out):
            os.utime(self.out / path.decode(), (1, 1))

        self.check()

    def test_nothing_is_written(self):
        (self.out / "photos" / "photo-0.jpg").unlink()
        (self.src / "photos" / "fine-2.jpeg").unlink()
        before = snapshot(self.src), snapshot(self.out)

        self.check(expect=3)

        self.assertEqual((snapshot(self.src), snapshot(self.out)), before)

    def test_an_output_folder_that_is_not_there_is_not_made(self):
        shutil.rmtree(self.out)

        self.check(expect=3)

        self.assertFalse(self.out.exists())

    def test_the_budget_is_held_against_the_outputs(self):
        total = self.manifest()["totals"]["output_bytes"]
        config = self.dir / "pixmill.toml"

        config.write_text(f'[budget]\ntotal = "{total} B"\n', encoding="utf-8")
        self.check()
        config.write_text(f'[budget]\ntotal = "{total - 1} B"\n', encoding="utf-8")
        run = self.check(expect=3)

        self.assertIn("over the budget", run.stdout)

    def test_refused_as_build_refuses(self):
        self.run_pixmill("check", self.src, "-o", self.src / "out", expect=2)


if __name__ == "__main__":
    main()
