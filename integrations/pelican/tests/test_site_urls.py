"""Every way to name a picture of the site leads to its file; no other does."""

import unittest
from pathlib import PurePath

from pelican.plugins.pixmill.site_urls import SiteUrls

PAGE = PurePath("2023/a b/post.html")


class SiteUrlsTest(unittest.TestCase):

    def check(self, site_url, src, expected, page=PAGE):
        self.assertEqual(SiteUrls(site_url).path_of(src, page), expected)

    def test_absolute(self):
        for site_url in ("https://example.org", "https://example.org/"):
            self.check(site_url, "https://example.org/p/a.jpg", "p/a.jpg")
        self.check("https://example.org/blog", "https://example.org/blog/p/a.jpg", "p/a.jpg")
        self.check("https://Example.org", "http://example.ORG/p/a.jpg", "p/a.jpg")
        self.check("https://example.org", "//example.org/p/a.jpg", "p/a.jpg")
        self.check("//example.org", "//example.org/p/a.jpg", "p/a.jpg")

    def test_from_the_root(self):
        self.check("", "/p/a.jpg", "p/a.jpg")
        self.check("https://example.org/blog", "/blog/p/a.jpg", "p/a.jpg")
        self.check("/blog", "/blog/p/a.jpg", "p/a.jpg")

    def test_relative_to_the_page(self):
        for site_url in ("", "https://example.org/blog"):
            self.check(site_url, "../../p/a.jpg", "p/a.jpg")
            self.check(site_url, "a.jpg", "2023/a b/a.jpg")
            self.check(site_url, "./p/a.jpg", "p/a.jpg", PurePath("index.html"))

    def test_encoded_names_queries_and_fragments(self):
        self.check("", "/my%20p/%C3%A4.jpg?v=1#top", "my p/ä.jpg")
        self.check("", "/my p/ä.jpg", "my p/ä.jpg")
        self.check("", "/100%.jpg", "100%.jpg")
        self.check("", "/%FF.jpg", "\udcff.jpg")
        self.check("https://example.org/my%20blog", "https://example.org/my blog/a.jpg", "a.jpg")

    def test_what_is_elsewhere(self):
        for src in ("https://example.com/p/a.jpg", "/p/a.jpg", "data:image/png;base64,AA", "http://[",
                    "ftp://example.org/blog/a.jpg", "https://example.org/blogs/a.jpg"):
            with self.subTest(src):
                self.check("https://example.org/blog", src, None)


if __name__ == "__main__":
    unittest.main()
