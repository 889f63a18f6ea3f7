"""Sizes are put into a feed's escaped HTML, and nothing else of the feed changes."""

import unittest
from xml.parsers.expat import ExpatError

from pelican.plugins.pixmill.feed_sizes import feed_insertions
from pelican.plugins.pixmill.html_sizes import with_insertions
from pelican.plugins.pixmill.sizes import Size

PICTURES = {"a.jpg": Size(400, 300), "ä&b.jpg": Size(3, 4)}


def completed(feed):
    insertions = feed_insertions(feed.encode(), PICTURES.get)
    return with_insertions(feed.encode().decode("latin-1"), insertions).encode("latin-1").decode()


class FeedSizes(unittest.TestCase):

    def check(self, feed, expected):
        self.assertEqual(completed(feed), expected)
        self.assertEqual(completed(expected), expected, "a second pass changes nothing")

    def test_escaped_html(self):
        self.check('<feed>\r\n<content type="html">ä&lt;p&gt;\r\n&lt;img alt="&amp;gt;é" '
                   'src="a.jpg"&gt;&lt;img src="ä&amp;amp;b.jpg"/&gt;</content></feed>',
                   '<feed>\r\n<content type="html">ä&lt;p&gt;\r\n&lt;img width="400" height="300" '
                   'alt="&amp;gt;é" src="a.jpg"&gt;&lt;img width="3" height="4" '
                   'src="ä&amp;amp;b.jpg"/&gt;</content></feed>')

    def test_cdata(self):
        self.check('<rss><description><![CDATA[<b>ü</b><img src="a.jpg">]]></description></rss>',
                   '<rss><description><![CDATA[<b>ü</b><img width="400" height="300" src="a.jpg">'
                   ']]></description></rss>')

    def test_other_elements_and_sizes_that_are_there(self):
        for feed in ('<feed><title>&lt;img src="a.jpg"&gt;</title></feed>',
                     '<feed><summary>&lt;img src="a.jpg" width="1" height="1"&gt;</summary></feed>',
                     '<feed><content>&amp;lt;img src="a.jpg"&amp;gt;</content></feed>',
                     '<feed><!-- <content>&lt;img src="a.jpg"&gt;</content> --></feed>'):
            with self.subTest(feed):
                self.check(feed, feed)

    def test_what_is_no_xml_is_refused(self):
        with self.assertRaises(ExpatError):
            completed('<feed><content>')


if __name__ == "__main__":
    unittest.main()
