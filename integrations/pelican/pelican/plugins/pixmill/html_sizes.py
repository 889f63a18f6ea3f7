"""Finds where in an HTML text an <img> lacks its size.

The text is never written anew: the parser only tells positions, and everything else of it stays as
it was, well-formed or not.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Callable, NamedTuple, Optional
from urllib.parse import urljoin

from .sizes import Size, missing_attributes

# Their content is text to a browser, whatever it looks like (HTML Living Standard, 13.1.2); scripts
# and styles are known to html.parser in all its versions.
_TEXT_ELEMENTS = {"textarea", "title", "iframe", "noembed", "noframes", "xmp"}

# The URL of each candidate of a srcset (the standard's 4.8.4.3.8); a comma may end it.
_CANDIDATE = re.compile(r"[\s,]*([^\s,](?:\S*[^\s,])?)[^,]*")

# The size of the picture that a src names; None for a picture that is not the site's.
SizeOf = Callable[[str], Optional[Size]]


class Insertion(NamedTuple):
    """A text to put in front of the character at `offset`."""

    offset: int
    text: str


def size_insertions(html: str, size_of: SizeOf) -> list[Insertion]:
    """The widths and heights that are missing, by rising offset."""
    finder = _ImgFinder(html, size_of)
    try:
        finder.feed(html)
        finder.close()
    except AssertionError:  # html.parser's answer to "<![something[": what came before stands
        pass
    return finder.insertions


def with_insertions(text: str, insertions: list[Insertion]) -> str:
    """The text with all of them put in."""
    pieces, position = [], 0
    for offset, added in insertions:
        pieces += [text[position:offset], added]
        position = offset
    return "".join([*pieces, text[position:]])


class _ImgFinder(HTMLParser):

    def __init__(self, html: str, size_of: SizeOf) -> None:
        super().__init__()
        self.insertions: list[Insertion] = []
        self._size_of = size_of
        self._base: Optional[str] = None
        self._text_element: Optional[str] = None
        self._alternatives: list[str] = []  # that a <picture> shows in place of its <img>
        self._line_starts = [0]
        for line in html.split("\n"):
            self._line_starts.append(self._line_starts[-1] + len(line) + 1)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if self._text_element:
            return
        if tag in _TEXT_ELEMENTS:
            self._text_element = tag
        elif tag == "base" and self._base is None:
            self._base = dict(attrs).get("href")
        elif tag == "picture":
            self._alternatives = []
        elif tag == "source":
            self._see_source(_first_of_each(attrs))
        elif tag == "img":
            self._see_img(_first_of_each(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._text_element:
            self._text_element = None
        elif tag == "picture":
            self._alternatives = []

    def _see_source(self, attributes: dict) -> None:
        """With `media` it may be another picture; else it is the same one in another format."""
        if "media" in attributes and not {"width", "height"} <= attributes.keys():
            self._alternatives += _CANDIDATE.findall(attributes.get("srcset") or "")

    def _see_img(self, attributes: dict) -> None:
        src = (attributes.get("src") or "").strip()
        size = self._size(src) if src else None
        if size and not all(self._is_alike(size, url) for url in self._alternatives):
            return  # with the sizes of one, a browser would distort the other
        added = missing_attributes(size, attributes) if size else ""
        if added:
            line, column = self.getpos()
            behind_name = self._line_starts[line - 1] + column + len("<img")
            self.insertions.append(Insertion(behind_name, added))

    def _is_alike(self, size: Size, url: str) -> bool:
        other = self._size(url)
        return other is not None and other.has_shape_of(size)

    def _size(self, url: str) -> Optional[Size]:
        return self._size_of(_joined(self._base, url))


def _first_of_each(attrs: list) -> dict:
    """Of attributes given twice, the first counts."""
    return dict(reversed(attrs))


def _joined(base: Optional[str], src: str) -> str:
    try:
        return urljoin(base, src) if base else src
    except ValueError:  # no URL at all
        return src
