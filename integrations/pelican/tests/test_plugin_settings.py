"""PIXMILL becomes arguments; mistakes in it are told."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from pelican.plugins.pixmill.errors import PixmillError
from pelican.plugins.pixmill.plugin_settings import read_settings


class PluginSettingsTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.site = Path(folder.name).resolve()
        (self.site / "pelicanconf.py").touch()
        (self.site / "content").mkdir()

    def read(self, pixmill=None, **environment):
        with mock.patch.dict(os.environ, environment):
            if not environment:
                os.environ.pop("PIXMILL_CACHE_DIR", None)
            return read_settings({"PATH": str(self.site / "content"), "PIXMILL": pixmill})

    def test_silence_means_the_defaults(self):
        settings = self.read()

        self.assertEqual(settings.site, self.site)
        self.assertEqual(settings.cache_dir, self.site / ".cache/pixmill")
        self.assertEqual((settings.program, settings.arguments), ("pixmill", []))
        self.assertTrue(settings.strict and settings.sizes)

    def test_everything_becomes_arguments(self):
        settings = self.read({"config": "conf/p.toml", "preset": "best", "jobs": 2,
                              "set": {"jpeg.target": 80, "png.reduce": False},
                              "exclude": ["raw/**"], "options": ["--max-memory", "1 GB"]})

        self.assertEqual(settings.arguments,
                         ["--config", str(self.site / "conf/p.toml"), "--preset", "best",
                          "--set", "jpeg.target=80", "--set", "png.reduce=false",
                          "--exclude", "raw/**", "--jobs", "2", "--max-memory", "1 GB"])

    def test_the_cache_is_the_setting_s_then_the_environment_s(self):
        self.assertEqual(self.read({"cache_dir": "c"}, PIXMILL_CACHE_DIR="/e").cache_dir,
                         self.site / "c")
        self.assertEqual(self.read(PIXMILL_CACHE_DIR="/e").cache_dir, Path("/e"))

    def test_mistakes_are_named(self):
        for pixmill, word in (({"presets": "best"}, "'presets'.*preset"),
                              ({"strict": 0}, "'strict'.*True or False"),
                              ({"jobs": True}, "'jobs'.*a number"),
                              ({"exclude": "raw/**"}, "'exclude'.*a list"),
                              (["best"], "must be a dict")):
            with self.subTest(pixmill), self.assertRaisesRegex(PixmillError, word):
                self.read(pixmill)


if __name__ == "__main__":
    unittest.main()
