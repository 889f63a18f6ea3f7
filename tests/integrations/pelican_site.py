"""The Pelican plugin: installed as a user installs it, and run by Debian's pelican over the site in
examples/pelican."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from html.parser import HTMLParser
from pathlib import Path

from support import PIXMILL, PixmillTest, contents, main

PROJECT = Path(__file__).resolve().parents[2]
PLUGIN = PROJECT / "integrations" / "pelican"
# What the plugin adds, right behind the name of a tag.
ADDED = re.compile(rb'(<|&lt;)(img)(?: width="\d+")?(?: height="\d+")?(?= )')
TIMEOUT_SECONDS = 60


def python_with_pelican():
    """The one that runs `pelican`; it need not be the one that runs this test."""
    program = shutil.which("pelican")
    if not program:
        raise RuntimeError("pelican is missing: apt-get install pelican")
    first_line = Path(program).read_text(encoding="utf-8").splitlines()[0]
    return first_line.removeprefix("#!").strip()


class Images(HTMLParser):
    """The attributes of every <img> of a page by its alt text."""

    def __init__(self, page):
        super().__init__()
        self.by_alt = {}
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.by_alt.setdefault(dict(attrs).get("alt"), []).append(dict(attrs))

    def sizes(self, alt):
        return [(image.get("width"), image.get("height")) for image in self.by_alt[alt]]


class PelicanSite(PixmillTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.python = python_with_pelican()

    def setUp(self):
        super().setUp()
        self.site = self.dir / "my site"
        shutil.copytree(PROJECT / "examples" / "pelican", self.site,
                        ignore=shutil.ignore_patterns("output", ".cache", "__pycache__"))
        self.output = self.site / "output"
        self.plugins = PLUGIN

    def environment(self):
        kept = super().environment()
        del kept["PIXMILL_CACHE_DIR"]  # the plugin's own default is to be seen
        return kept | {"PATH": f"{Path(PIXMILL).parent}:{kept['PATH']}", "COLUMNS": "1000",
                       "PYTHONPATH": str(self.plugins), "PYTHONDONTWRITEBYTECODE": "1"}

    def run_python(self, *arguments, cwd=None, environment=None):
        return subprocess.run([self.python, *map(os.fspath, arguments)], cwd=cwd or self.site,
                              env=environment or self.environment(), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT_SECONDS,
                              check=False)

    def pelican(self, *options, expect=0, environment=None, **settings):
        """What a build says; `settings` override the site's."""
        extra = [f"{key}={json.dumps(value)}" for key, value in settings.items()]
        run = self.run_python("-m", "pelican", "-v", *options, *(["-e", *extra] if extra else []),
                              environment=environment)
        self.assertEqual(run.returncode != 0, expect != 0, run.stdout)
        return run.stdout

    def publish(self, **settings):
        return self.pelican("-s", "publishconf.py", **settings)

    def check_encoded(self, said, encoded, known):
        self.assertIn(f"pixmill: {encoded} encoded, {known} known, 0 failed", said)

    def grow(self, picture):
        """Other bytes, the same pixels: a comment behind the first marker."""
        old = picture.read_bytes()
        picture.write_bytes(old[:2] + b"\xff\xfe\0\x06new!" + old[2:])

    # ---- installing -----------------------------------------------------------------------------

    def test_it_installs_from_its_folder_without_a_download_and_pelican_finds_it(self):
        source = self.dir / "plugin"
        shutil.copytree(PLUGIN, source)
        self.plugins = self.dir / "installed"

        pip = self.run_python("-m", "pip", "install", "--no-build-isolation", "--no-index",
                              "--no-deps", "--target", self.plugins, ".", cwd=source)

        self.assertEqual(pip.returncode, 0, pip.stdout)
        self.assertEqual([path.name for path in (self.plugins / "pelican").iterdir()], ["plugins"])
        self.assertEqual([path.name for path in (self.plugins / "pelican/plugins").iterdir()],
                         ["pixmill"])
        self.check_encoded(self.pelican(), 6, 0)

    def test_its_own_unit_tests_pass(self):
        run = self.run_python("-B", "-m", "unittest", cwd=PLUGIN)

        self.assertEqual(run.returncode, 0, run.stdout)
        self.assertRegex(run.stdout, r"Ran [1-9]\d+ tests")

    # ---- pictures -------------------------------------------------------------------------------

    def test_pictures_of_content_and_theme_shrink_and_the_originals_stay(self):
        before = contents(self.site)

        said = self.pelican()

        for original in (self.site / "content/pictures/dune.jpg",
                         self.site / "content/pictures/summer 2023/at the lake.jpg",
                         self.site / "theme/static/images/banner.png"):
            made = next(self.output.rglob(original.name))
            self.assertLess(made.stat().st_size, original.stat().st_size, original)
        self.assertRegex(said, r"pixmill: 6 pictures, .* before, .* after: .* saved")
        after = contents(self.site)
        self.assertEqual({path: after[path] for path in before}, before)

    def test_a_build_over_the_last_one_encodes_nothing(self):
        self.check_encoded(self.pelican(), 6, 0)
        first = contents(self.output)

        self.check_encoded(self.pelican(), 0, 6)

        self.assertEqual(contents(self.output), first)

    def test_a_deleted_output_and_a_deleted_cache_give_the_same_again(self):
        self.publish()
        first = contents(self.output)

        self.check_encoded(self.publish(), 0, 6)  # publishconf deletes the output
        self.assertEqual(contents(self.output), first)
        shutil.rmtree(self.site / ".cache" / "pixmill")  # as a fresh clone
        self.check_encoded(self.publish(), 6, 0)
        self.assertEqual(contents(self.output), first)

    def test_statics_that_pelican_does_not_copy_again_are_not_encoded_again(self):
        self.pelican(STATIC_CHECK_IF_MODIFIED=True)
        first = contents(self.output)

        self.check_encoded(self.pelican(STATIC_CHECK_IF_MODIFIED=True), 0, 6)

        self.assertEqual(contents(self.output), first)

    def test_hard_links_to_the_originals_do_not_change_them(self):
        before = contents(self.site / "content")

        for _ in range(2):
            self.pelican(STATIC_CREATE_LINKS=True)

        self.assertEqual(contents(self.site / "content"), before)

    def test_one_changed_picture_is_encoded_alone(self):
        self.pelican()
        self.grow(self.site / "content/pictures/dune.jpg")

        self.check_encoded(self.pelican(), 1, 5)

    def test_excluded_pictures_stay_as_they_are(self):
        said = self.pelican(PIXMILL={"exclude": ["pictures/summer*/**"]})

        self.check_encoded(said, 5, 0)
        lake = "pictures/summer 2023/at the lake.jpg"
        self.assertEqual((self.output / lake).read_bytes(),
                         (self.site / "content" / lake).read_bytes())

    # ---- sizes ----------------------------------------------------------------------------------

    def check_sizes(self, folder):
        dunes = Images(folder / "dunes.html")
        self.assertEqual(dunes.sizes("a dune"), [("266", "294")])
        self.assertEqual(dunes.sizes("a map"), [("179", "52")])
        self.assertEqual(dunes.sizes("a dune, smaller"), [(None, None)])  # width: 50%
        self.assertEqual(dunes.sizes("home"), [("142", "66")])
        lake = Images(folder / "the-lake.html")
        self.assertEqual(lake.sizes("the lake > the sea"), [("139", "133")])
        self.assertEqual(lake.sizes("a dune"), [("20", "20"), ("133", "147"), (None, None)])
        self.assertEqual(lake.sizes("a tower"), [("65", "176")])  # stored as 176x65, turned
        self.assertEqual(lake.sizes("not ours"), [(None, None)])
        self.assertEqual(Images(folder / "drafts/later.html").sizes("not yet"), [("266", "294")])
        self.assertEqual(Images(folder / "pages/about.html").sizes("a map"), [("179", "52")])

    def check_nothing_else_changed(self, plain):
        for made in sorted(self.output.rglob("*")):
            if made.suffix not in (".html", ".xml", ".css"):
                continue
            text = made.read_bytes()
            other = (plain / made.relative_to(self.output)).read_bytes()
            if made.suffix == ".css":
                self.assertEqual(text, other)
                continue
            # The author's attributes follow src or class, so what is removed here was added.
            self.assertEqual(ADDED.sub(rb"\1\2", text), ADDED.sub(rb"\1\2", other), made)
            self.assertNotEqual(text, other, made)

    def test_sizes_with_relative_urls(self):
        self.pelican("-o", self.dir / "plain", PLUGINS=[])

        self.pelican()

        self.check_sizes(self.output)
        self.check_nothing_else_changed(self.dir / "plain")

    def test_sizes_with_absolute_urls_and_feeds(self):
        # Feeds hold the time of the build otherwise.
        feeds = {"FEED_ALL_RSS": None}
        self.pelican("-s", "publishconf.py", "-o", self.dir / "plain", PLUGINS=[], **feeds)

        self.publish(**feeds)

        self.check_sizes(self.output)
        self.check_nothing_else_changed(self.dir / "plain")
        feed = (self.output / "feeds/all.atom.xml").read_text(encoding="utf-8")
        self.assertIn('&lt;img width="65" height="176" src="https://example.org/blog/pictures/',
                      feed)

    def test_sizes_can_be_left_out(self):
        self.pelican("-o", self.dir / "plain", PLUGINS=[])

        self.pelican(PIXMILL={"sizes": False})

        for page in self.output.rglob("*.html"):
            self.assertEqual(page.read_bytes(),
                             (self.dir / "plain" / page.relative_to(self.output)).read_bytes())

    # ---- failures -------------------------------------------------------------------------------

    def test_a_missing_pixmill_is_an_error(self):
        said = self.pelican(PIXMILL={"program": "no-such-pixmill"}, expect=1)

        self.assertIn("cannot run no-such-pixmill", said)
        self.assertNotIn("Traceback", said)

    def test_a_missing_pixmill_is_a_warning_if_not_strict(self):
        said = self.pelican(PIXMILL={"program": "no-such-pixmill", "strict": False})

        self.assertIn("cannot run no-such-pixmill", said)
        self.assertTrue((self.output / "dunes.html").exists())

    def test_a_damaged_picture_is_named_and_the_others_are_done(self):
        damaged = self.site / "content/pictures/dune.jpg"
        damaged.write_bytes(damaged.read_bytes()[:3000])

        said = self.pelican(expect=1)

        self.assertIn("pictures/dune.jpg: ", said)
        self.assertEqual((self.output / "pictures/dune.jpg").read_bytes(), damaged.read_bytes())
        self.assertEqual(Images(self.output / "pages/about.html").sizes("a map"), [("179", "52")])
        self.assertIn("pictures/dune.jpg: ", self.pelican(PIXMILL={"strict": False}))

    def test_mistakes_in_the_settings_are_told_before_anything_is_written(self):
        said = self.pelican(PIXMILL={"presets": "best"}, expect=1)

        self.assertIn("PIXMILL has no key 'presets'", said)
        self.assertFalse(self.output.exists())

    def test_what_pixmill_itself_refuses_is_passed_on(self):
        self.assertIn("no-such-preset", self.pelican(PIXMILL={"preset": "no-such-preset"}, expect=1))

    def test_an_output_that_holds_the_originals_or_the_cache_is_refused(self):
        before = contents(self.site / "content")

        self.assertIn("contains PATH", self.pelican("-o", self.site, expect=1))
        self.assertIn("inside OUTPUT_PATH",
                      self.pelican(PIXMILL={"cache_dir": "output/cache"}, expect=1))

        self.assertEqual(contents(self.site / "content"), before)

    # ---- autoreload -----------------------------------------------------------------------------

    def test_autoreload_does_only_what_changed(self):
        log = self.dir / "log"
        with open(log, "wb") as stream:
            pelican = subprocess.Popen([self.python, "-m", "pelican", "-v", "--autoreload"],
                                       cwd=self.site, env=self.environment(), stdout=stream,
                                       stderr=subprocess.STDOUT)
        self.addCleanup(pelican.wait)
        self.addCleanup(pelican.send_signal, signal.SIGINT)

        self.wait_for(log, ["6 encoded, 0 known"])
        self.wait_for(log, ["Done: Processed"])
        self.grow(self.site / "content/pictures/dune.jpg")
        self.wait_for(log, ["6 encoded, 0 known", "1 encoded, 5 known"])
        article = self.site / "content/articles/dunes.rst"
        article.write_text(article.read_text(encoding="utf-8") + "\nThe end.\n", encoding="utf-8")
        self.wait_for(log, ["6 encoded, 0 known", "1 encoded, 5 known",
                            "0 encoded, 6 known"])

    def wait_for(self, log, lines):
        """Until the log holds these, in this order."""
        pattern = re.compile(".*".join(map(re.escape, lines)), re.DOTALL)
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not pattern.search(log.read_text(encoding="utf-8", errors="replace")):
            self.assertLess(time.monotonic(), deadline, log.read_text(encoding="utf-8"))
            time.sleep(0.05)


if __name__ == "__main__":
    main()
