"""Sizes are put into HTML, and nothing else of it changes."""

import unittest

from pelican.plugins.pixmill.html_sizes import size_insertions, with_insertions
from pelican.plugins.pixmill.sizes import Size

PICTURES = {"a.jpg": Size(400, 300), "b c.jpg": Size(30, 40), "/base/a.jpg": Size(8, 6),
            "small.jpg": Size(133, 100), "tall.jpg": Size(300, 400)}


def completed(html):
    return with_insertions(html, size_insertions(html, PICTURES.get))


class HtmlSizes(unittest.TestCase):

    def check(self, html, expected):
        self.assertEqual(completed(html), expected)
        self.assertEqual(completed(expected), expected, "a second pass changes nothing")

    def check_untouched(self, html):
        self.check(html, html)

    def test_both_sides_are_put_behind_the_name(self):
        self.check('<p><img src="a.jpg" alt=""></p>',
                   '<p><img width="400" height="300" src="a.jpg" alt=""></p>')

    def test_any_spelling_of_a_tag(self):
        size = ' width="400" height="300"'
        for rest in ('\n  src="a.jpg"/>', " src='a.jpg' />", " SRC=a.jpg>", " alt='>' src=a.jpg>",
                     "\tsrc = ' a.jpg\n'>", "/src=a.jpg>", " src='&#97;.jpg'>"):
            with self.subTest(rest):
                self.check("<IMG" + rest, "<IMG" + size + rest)

    def test_every_tag_of_many_lines_and_line_ends(self):
        before = 'ä<b>\r\n<img src="a.jpg">\r\n\n é <img src="a.jpg"><img\nsrc="b c.jpg">\n'
        after = ('ä<b>\r\n<img width="400" height="300" src="a.jpg">\r\n\n é '
                 '<img width="400" height="300" src="a.jpg">'
                 '<img width="30" height="40"\nsrc="b c.jpg">\n')
        self.check(before, after)

    def test_sizes_that_are_there_stay(self):
        self.check_untouched('<img src="a.jpg" width="1" height="2">')
        self.check_untouched('<img src="a.jpg" WIDTH=1 Height>')

    def test_one_side_in_pixels_gives_the_other_in_proportion(self):
        self.check('<img src="a.jpg" width="200">', '<img height="150" src="a.jpg" width="200">')
        self.check('<img src="a.jpg" height=1>', '<img width="1" src="a.jpg" height=1>')

    def test_one_side_that_is_no_number_of_pixels_stays_alone(self):
        for width in ("50%", "", "auto", "20em", "0", "-4", "²"):
            with self.subTest(width):
                self.check_untouched(f'<img src="a.jpg" width="{width}">')

    def test_a_style_that_sizes_is_the_author_s_last_word(self):
        for style in ("width: 50%", "color:red;max-height:3em", "border:0; INLINE-SIZE :1em"):
            with self.subTest(style):
                self.check_untouched(f'<img src="a.jpg" style="{style}">')
        self.check('<img src="a.jpg" style="border-width: 1px">',
                   '<img width="400" height="300" src="a.jpg" style="border-width: 1px">')

    def test_pictures_that_are_not_known_are_left_alone(self):
        self.check_untouched('<img src="x.jpg"><img><img src><img src=""><img data-src="a.jpg">')

    def test_alternatives_change_nothing_about_the_size_of_the_src(self):
        for rest in (' src="a.jpg" srcset="a.jpg 1x, small.jpg 2x">',
                     ' srcset="tall.jpg 300w" sizes="100vw" src="a.jpg">'):
            with self.subTest(rest):
                self.check("<img" + rest, '<img width="400" height="300"' + rest)

    def test_other_files_of_the_same_picture_leave_its_size(self):
        for source in ('<source type="image/webp" srcset="a.webp">',
                       '<source media="(max-width: 9em)" srcset="small.jpg">',
                       '<source media="print" srcset="small.jpg 1x,\n a.jpg 2x">',
                       '<source media="print" srcset="tall.jpg" width=3 height="4">'):
            with self.subTest(source):
                self.check(f'<picture>{source}<img src="a.jpg"></picture>',
                           f'<picture>{source}<img width="400" height="300" src="a.jpg"></picture>')

    def test_a_picture_that_may_show_another_shape_has_no_size(self):
        for srcset in ("tall.jpg", "small.jpg, tall.jpg 2x", "unknown.webp"):
            with self.subTest(srcset):
                self.check_untouched(f'<picture><source media="print" srcset="{srcset}">'
                                     '<img src="a.jpg"></picture>')
        self.check('<picture><source media="print" srcset="tall.jpg"></picture><img src="a.jpg">',
                   '<picture><source media="print" srcset="tall.jpg"></picture>'
                   '<img width="400" height="300" src="a.jpg">')

    def test_pictures_within_the_page_itself_are_left_alone(self):
        self.check_untouched('<img src="data:image/png;base64,a.jpg">')

    def test_what_only_looks_like_a_tag_is_left_alone(self):
        for html in ('<!-- <img src="a.jpg"> -->', '<script>"<img src=\'a.jpg\'>"</script>',
                     '<style><img src="a.jpg"></style>', '<textarea><img src="a.jpg"></textarea>',
                     '<title><img src="a.jpg"></title>', '&lt;img src="a.jpg"&gt;',
                     '<pre>&lt;img src="a.jpg"&gt;</pre>', '<imgs src="a.jpg">',
                     '<script type="text/template"><img src="a.jpg"></script>',
                     '<svg><image href="a.jpg"/></svg>', '<image src="a.jpg">', '<a title=\'<img src="a.jpg">\'>', '<img src="a.jpg"'):
            with self.subTest(html):
                self.check_untouched(html)

    def test_a_tag_behind_such_text_is_seen(self):
        self.check('<title>t</title><textarea></textarea><!-- --><img src="a.jpg">',
                   '<title>t</title><textarea></textarea><!-- -->'
                   '<img width="400" height="300" src="a.jpg">')

    def test_of_an_attribute_given_twice_the_first_counts(self):
        self.check('<img src="a.jpg" src="b c.jpg">',
                   '<img width="400" height="300" src="a.jpg" src="b c.jpg">')

    def test_a_base_is_heeded(self):
        self.check('<base href="/base/"><img src="a.jpg">',
                   '<base href="/base/"><img width="8" height="6" src="a.jpg">')

    def test_broken_html_is_survived(self):
        self.check('<img src="a.jpg"><div <p></b><![if x]>',
                   '<img width="400" height="300" src="a.jpg"><div <p></b><![if x]>')
        completed('<img src="a.jpg"><![what[ <img src="a.jpg">')
        completed('<base href="http://[">' '<img src="a.jpg">')


if __name__ == "__main__":
    unittest.main()
