"""Of what Pelican wrote, only the places that lack sizes change; every other byte stays."""

import tempfile
import unittest
from pathlib import Path

from pelican.plugins.pixmill.site_urls import SiteUrls
from pelican.plugins.pixmill.sizes import Size
from pelican.plugins.pixmill.written_files import WrittenFiles

SIZES = {"a.jpg": Size(400, 300), "größe/a b.png": Size(3, 4)}
URLS = SiteUrls("https://example.org")


class WrittenFilesTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.output = Path(folder.name).resolve()
        self.written = WrittenFiles()

    def completed(self, name, before):
        """The bytes of a page after its sizes were put in."""
        page = self.output / name
        page.write_bytes(before)
        self.written.add_page(str(page), context={})
        self.written.put_sizes(self.output, URLS, SIZES)
        return page.read_bytes()

    def test_bytes_that_are_no_utf8_line_ends_and_marks_stay(self):
        before = (b"\xef\xbb\xbf<title>caf\xe9</title>\r\n\xff\xfe\0\r<img alt=\xe4\xc3\xa4 src=a.jpg>"
                  b"\x0c\x1c\xc2\x85\xe2\x80\xa8<img src=/a.jpg>")

        after = self.completed("page.html", before)

        self.assertEqual(after.count(b'<img width="400" height="300" '), 2)
        self.assertEqual(after.replace(b' width="400" height="300"', b""), before)

    def test_names_in_every_spelling_of_a_url(self):
        for src in ("größe/a b.png", "gr%C3%B6%C3%9Fe/a%20b.png", "/gr%c3%b6%c3%9fe/a b.png?v=2",
                    "https://example.org/größe/a%20b.png#top"):
            with self.subTest(src):
                after = self.completed("page.html", f'<img src="{src}">'.encode())

                self.assertEqual(after, f'<img width="3" height="4" src="{src}">'.encode())

    def test_a_name_in_the_bytes_of_another_encoding_is_nobodys(self):
        before = "<meta charset=latin1><img src='größe/a b.png'>".encode("latin-1")

        self.assertEqual(self.completed("page.html", before), before)

    def test_a_page_without_gaps_is_not_written(self):
        page = self.output / "page.html"
        self.completed("page.html", b'<img src="a.jpg" width="1" height="1">')
        date = page.stat().st_mtime_ns

        self.written.put_sizes(self.output, URLS, SIZES)

        self.assertEqual(page.stat().st_mtime_ns, date)

    def test_other_texts_and_files_that_pelican_only_copied_are_left_alone(self):
        for name in ("sitemap.xml", "humans.txt"):
            self.assertEqual(self.completed(name, b"<img src=a.jpg>"), b"<img src=a.jpg>")
        copied = self.output / "copied.html"
        copied.write_bytes(b"<img src=a.jpg>")
        self.completed("page.html", b"<img src=a.jpg>")
        self.assertEqual(copied.read_bytes(), b"<img src=a.jpg>")


if __name__ == "__main__":
    unittest.main()
