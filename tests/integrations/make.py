"""GNU make with integrations/make/pixmill.mk: what runs, and that nothing runs that need not."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import workers
from support import PIXMILL, PixmillTest, main, snapshot

PROJECT = Path(__file__).parents[2]
PIXMILL_MK = PROJECT / "integrations" / "make" / "pixmill.mk"

MAKEFILE = """
PIXMILL_SRC := src
PIXMILL_OUT := out
include {pixmill_mk}
all: $(PIXMILL_STAMP) {more}
"""


class MakeTest(PixmillTest):
    mode = "batch"

    def setUp(self):
        super().setUp()
        self.assertIsNotNone(shutil.which("make"), "GNU make is needed for this test (./dev deps)")

    def makefile(self, text="", more=""):
        (self.dir / "Makefile").write_text(
            MAKEFILE.format(pixmill_mk=PIXMILL_MK, more=more) + text)

    def make(self, *arguments, expect=0, cwd=None):
        """What make and all it ran printed."""
        done = subprocess.run(
            ["make", *arguments, f"PIXMILL={PIXMILL}", f"PIXMILL_MODE={self.mode}"],
            cwd=cwd or self.dir, env=self.environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, expect, done.stdout)
        return done.stdout

    def stats(self, *arguments):
        """The counters of each time that pixmill ran."""
        lines = [line for line in self.make(*arguments).splitlines() if line.startswith("{")]
        events = [json.loads(line) for line in lines]
        return [event["stats"] for event in events if event["event"] == "summary"]

    def assert_nothing_to_do(self, *arguments, cwd=None):
        before = snapshot(cwd or self.dir)
        self.assert_nothing_runs(*arguments, cwd=cwd)
        self.assertEqual(self.make("-q", *arguments, cwd=cwd), "")
        self.assertEqual(snapshot(cwd or self.dir), before)

    def assert_nothing_runs(self, *arguments, cwd=None):
        self.assertRegex(self.make(*arguments, cwd=cwd),
                         r"^make: (Nothing to be done for|'\w+' is up to date)")

    def assert_only_rebuilt_once(self, *arguments):
        self.make(*arguments)
        self.assert_nothing_to_do(*arguments)


class Batch(MakeTest):

    def setUp(self):
        super().setUp()
        self.make_pictures(16)
        self.makefile()
        self.counted = "PIXMILL_FLAGS=--json --stats"

    def test_one_run_makes_all_and_the_next_has_nothing_to_do(self):
        for jobs in ("-j1", "-j4"):
            shutil.rmtree(self.out, ignore_errors=True)
            shutil.rmtree(self.cache, ignore_errors=True)
            with self.subTest(jobs):
                [stats] = self.stats(jobs, self.counted)

                self.assertEqual(stats["encodes"], 16)
                self.assert_nothing_to_do(jobs, self.counted)

    def test_one_changed_picture_is_one_encode(self):
        self.make(self.counted)
        (self.src / "photos" / "photo-0.jpg").write_bytes(
            (self.make_pictures(1, seed=9, into=self.dir / "other") / "photos" /
             "photo-0.jpg").read_bytes())

        [stats] = self.stats(self.counted)

        self.assertEqual(stats["encodes"], 1)
        self.assert_nothing_to_do(self.counted)

    def test_a_new_picture_with_an_old_date_and_any_name_is_seen(self):
        self.make()
        odd = self.src / "ümlaut" / "a #b $c %d 'e'.jpg"
        shutil.copyfile(self.src / "photos" / "photo-0.jpg", odd)
        os.utime(odd, (1e9, 1e9))

        self.assert_only_rebuilt_once()

        self.assertTrue((self.out / odd.relative_to(self.src)).exists())

    def test_the_output_of_a_removed_picture_goes_away(self):
        self.make()
        (self.src / "photos" / "photo-0.jpg").unlink()

        self.assert_only_rebuilt_once()

        self.assertFalse((self.out / "photos" / "photo-0.jpg").exists())

    def test_the_configuration_counts_while_it_is_there(self):
        self.make()
        output = self.out / "photos" / "photo-0.jpg"
        default = output.read_bytes()
        config = self.dir / "pixmill.toml"

        config.write_text("[jpeg]\nmode = \"fixed\"\nquality = 30\n")
        self.assert_only_rebuilt_once()
        self.assertNotEqual(output.read_bytes(), default)

        config.unlink()
        self.assert_only_rebuilt_once()
        self.assertEqual(output.read_bytes(), default)

    def test_a_configuration_above_the_makefile_counts(self):
        self.make()
        site = self.dir / "site"
        site.mkdir()
        for name in ("src", "Makefile"):
            shutil.move(self.dir / name, site / name)
        self.make(cwd=site)
        (self.dir / "pixmill.toml").write_text('preset = "fast"\n')

        self.assertIn("encoded", self.make(cwd=site))
        self.assert_nothing_to_do(cwd=site)

    def test_options_count(self):
        self.make()

        self.assert_only_rebuilt_once("PIXMILL_FLAGS=--quiet -q 30")

    def test_a_failing_picture_fails_make_by_name_until_it_is_mended(self):
        (self.src / "bad.jpg").write_text("no picture")

        for _ in range(2):
            printed = self.make(expect=2)
            self.assertIn("bad.jpg: is no image", printed)
            self.assertIn("Error 1", printed)

        (self.src / "bad.jpg").unlink()
        self.assert_only_rebuilt_once()

    def test_downstream_runs_only_when_a_result_changed(self):
        self.makefile("page: $(PIXMILL_MANIFEST)\n\t@echo made $@; touch $@\n"
                      "card: out/photos/photo-0.jpg\n\t@echo made $@; touch $@\n", more="page card")
        printed = self.make("-j3")
        self.assertIn("made page", printed)
        self.assertIn("made card", printed)
        self.let_files_age()

        os.utime(self.src / "photos" / "photo-0.jpg")
        self.assertNotIn("made", self.make("-j3"))

        (self.src / "icons" / "palette-5.png").unlink()
        printed = self.make("-j3")
        self.assertIn("made page", printed)
        self.assertNotIn("made card", printed)
        self.assert_nothing_runs()

    def test_n_says_what_it_would_do_and_q_asks(self):
        printed = self.make("-n", "-j2")

        self.assertIn(f"{PIXMILL} build src -o out", printed)
        self.assertEqual(self.make("-q", expect=1), "")
        self.assertFalse(self.out.exists())

    def test_deleted_outputs_are_made_again(self):
        self.make()
        shutil.rmtree(self.out)

        self.assert_only_rebuilt_once()

        self.assertTrue((self.out / "photos" / "photo-0.jpg").exists())

    def test_it_does_not_become_the_default_goal(self):
        (self.dir / "Makefile").write_text(
            f"PIXMILL_SRC := src\nPIXMILL_OUT := out\ninclude {PIXMILL_MK}\nhello:\n\t@echo hello\n")

        self.assertEqual(self.make(), "hello\n")
        self.assertFalse(self.out.exists())

    def test_what_is_missing_is_said(self):
        (self.dir / "Makefile").write_text(f"include {PIXMILL_MK}\n")

        self.assertIn("set PIXMILL_SRC and PIXMILL_OUT", self.make(expect=2))

    def test_the_jobserver_reaches_pixmill(self):
        reporter = self.dir / "reporter"
        reporter.write_text("#!/bin/sh\n[ \"$1\" = build ] || exec " + PIXMILL + " \"$@\"\n"
                            "ls -l /proc/self/fd >descriptors\nexec " + PIXMILL + " \"$@\"\n")
        reporter.chmod(0o755)
        (self.dir / "Makefile").write_text(
            f"PIXMILL_SRC := src\nPIXMILL_OUT := out\ninclude {PIXMILL_MK}\n"
            "all: $(PIXMILL_STAMP)\n\t@echo $(MAKEFLAGS) >flags\n")

        for options in (("-j3",), ("--no-print-directory", "-j3")):
            shutil.rmtree(self.out, ignore_errors=True)
            subprocess.run(["make", *options, f"PIXMILL={reporter}"], cwd=self.dir, check=True,
                           env=self.environment(), stdout=subprocess.DEVNULL)

            auth = (self.dir / "flags").read_text().rpartition("--jobserver-auth=")[2].split()[0]
            lines = (self.dir / "descriptors").read_text()
            for end in auth.split(","):
                self.assertRegex(lines, rf"\b{end} -> pipe:")


class Workers(MakeTest):
    """make and pixmill together run as many jobs as -j says."""

    def pixmill(self, _):
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                if (os.path.samefile(f"/proc/{pid}/exe", PIXMILL)
                        and os.path.samefile(f"/proc/{pid}/cwd", self.dir)):
                    return int(pid)
            except OSError:  # ended, or somebody else's
                continue
        return None

    def most_workers(self, *options):
        make = subprocess.Popen(
            ["make", *options, f"PIXMILL={PIXMILL}", "PIXMILL_FLAGS=--quiet --preset best"],
            cwd=self.dir, env=self.environment(), stdin=subprocess.DEVNULL)
        found = workers.most(make, self.pixmill)
        self.assertEqual(make.returncode, 0)
        return found

    def test_pixmill_takes_the_jobs_that_others_leave(self):
        self.make_pictures(48)
        # It starts when pixmill can, and not before: a job that starts while another of pixmill's
        # prerequisites ends can keep make 4.3 from looking for what else may start now.
        self.makefile("hold: $(PIXMILL_STATE)/command\n\t@for i in $$(seq 400); do "
                      "[ ! -e out/pixmill-manifest.json ] || break; sleep 0.05; done\n",
                      more="$(HELD)")

        for jobs, held, expected in (("-j1", "", 1), ("-j2", "", 2), ("-j2", "hold", 1)):
            with self.subTest(f"{jobs} {held}"):
                shutil.rmtree(self.out, ignore_errors=True)
                shutil.rmtree(self.cache, ignore_errors=True)
                self.assertEqual(self.most_workers(jobs, f"HELD={held}"), expected)


class Each(MakeTest):
    mode = "each"

    def setUp(self):
        super().setUp()
        self.make_pictures(14)  # without the one whose name has spaces
        self.makefile()

    def made(self, *arguments):
        """The outputs that were written or touched."""
        before = snapshot(self.out)
        self.make(*arguments)
        return {path.decode() for path, stat in snapshot(self.out).items()
                if before.get(path) != stat and not path.startswith(b".pixmill/")}

    def test_every_picture_is_made_and_then_nothing_is_left(self):
        for jobs in ("-j1", "-j4"):
            shutil.rmtree(self.out, ignore_errors=True)
            with self.subTest(jobs):
                self.assertEqual(len(self.made(jobs)), 14)

                self.assert_nothing_to_do(jobs)

    def test_one_changed_picture_remakes_one(self):
        self.make()
        os.utime(self.src / "photos" / "photo-0.jpg")

        self.assertEqual(self.made("-j2"), {"photos/photo-0.jpg"})
        self.assert_nothing_to_do()

    def test_a_removed_picture_disturbs_nothing(self):
        self.make()
        (self.src / "photos" / "photo-0.jpg").unlink()

        self.assertEqual(self.made(), set())

    def test_the_configuration_and_the_options_count(self):
        self.make()
        (self.dir / "pixmill.toml").write_text('preset = "fast"\n')
        self.assertEqual(len(self.made("-j2")), 14)
        self.assert_nothing_to_do()

        (self.dir / "pixmill.toml").write_text('preset = "lossless"\n')
        self.assertEqual(len(self.made("-j2")), 14)

        self.assertEqual(len(self.made("-j2", "PIXMILL_FLAGS=-q 40")), 14)
        self.assert_nothing_to_do("PIXMILL_FLAGS=-q 40")

    def test_a_failing_picture_fails_make_by_name(self):
        (self.src / "bad.jpg").write_text("no picture")

        printed = self.make("-k", "-j2", expect=2)

        self.assertIn("src/bad.jpg: is no image", printed)
        self.assertTrue((self.out / "photos" / "photo-0.jpg").exists())

    def test_rules_at_once_share_the_cache(self):
        self.make("-j4")
        shutil.rmtree(self.out)

        runs = self.stats("-j4", "PIXMILL_FLAGS=--json --stats")

        self.assertEqual([(run["hits"], run["encodes"]) for run in runs], [(1, 0)] * 14)

    def test_a_name_that_make_cannot_handle_is_refused(self):
        for name in ("a b.jpg", "a:b.jpg", "a%b.png", "a#b.png", "a$b.png"):
            odd = self.src / name
            odd.write_bytes(b"")
            with self.subTest(name):
                self.assertIn(f"cannot handle the name of src/{name}", self.make(expect=2))
            odd.unlink()

    def test_a_rule_of_ones_own_converts(self):
        self.makefile("cover.jpg: src/screens/screen-1.png | $(PIXMILL_STATE)\n\t$(pixmill_one)\n",
                      more="cover.jpg")

        self.make("-j2")

        self.assertTrue((self.dir / "cover.jpg").read_bytes().startswith(b"\xff\xd8\xff"))
        self.assert_nothing_to_do()


class Example(MakeTest):

    def test_the_example_builds_and_rebuilds(self):
        site = self.dir / "site"
        shutil.copytree(PROJECT / "examples" / "make", site,
                        ignore=shutil.ignore_patterns("build", "public"))
        mk = f"PIXMILL_MK={PIXMILL_MK}"

        self.make(mk, "-j2", cwd=site)
        self.let_files_age()
        self.assert_nothing_to_do(mk, cwd=site)
        page = (site / "public" / "index.html").read_text()
        for picture in ("travel/dunes.jpg", "travel/old%20harbour.jpg", "screenshot.png",
                        "bars.png", "steps.png"):
            self.assertIn(f'src="pictures/{picture}"', page)
            self.assertTrue((site / "public/pictures" / picture.replace("%20", " ")).exists())

        time.sleep(0.02)
        os.utime(site / "charts.py")
        printed = self.make(mk, cwd=site)
        self.assertIn("python3 charts.py", printed)
        self.assertNotIn("page.py", printed)
        self.assert_nothing_runs(mk, cwd=site)

    def test_the_makefile_part_is_installed(self):
        prefix = self.dir / "prefix"
        subprocess.run(["cmake", "--install", os.environ["PIXMILL_BUILD_FOLDER"], "--prefix",
                        prefix], check=True, stdout=subprocess.DEVNULL)

        self.assertEqual((prefix / "share/pixmill/pixmill.mk").read_bytes(),
                         PIXMILL_MK.read_bytes())


if __name__ == "__main__":
    main()
