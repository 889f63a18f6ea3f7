"""Finds where in a feed the HTML of an entry lacks sizes: in an element's text, where it is escaped,
or in CDATA. Everything else of the feed stays byte for byte."""

from __future__ import annotations

from typing import NamedTuple
from xml.parsers import expat

from .html_sizes import Insertion, SizeOf, size_insertions

# Where Atom (RFC 4287) and RSS 2.0 hold HTML.
_HTML_ELEMENTS = {"content", "summary", "description", "content:encoded"}


class _Piece(NamedTuple):
    """A run of text as it was meant, and where its bytes are; an entity is a run of its own."""

    offset: int
    byte: int
    text: str


def feed_insertions(feed: bytes, size_of: SizeOf) -> list[Insertion]:
    """What is missing, by rising offset in bytes. Raises expat.ExpatError where the feed is no
    well-formed XML."""
    reader = _FeedReader(size_of)
    reader.parser.Parse(feed, True)
    return reader.insertions


class _FeedReader:

    def __init__(self, size_of: SizeOf) -> None:
        self.insertions: list[Insertion] = []
        self._size_of = size_of
        self._pieces: list[_Piece] = []
        self._length = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = False  # the position is that of each piece
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, _name: str, _attributes: dict) -> None:
        self._pieces, self._length = [], 0

    def _text(self, text: str) -> None:
        self._pieces.append(_Piece(self._length, self.parser.CurrentByteIndex, text))
        self._length += len(text)

    def _end(self, name: str) -> None:
        if name in _HTML_ELEMENTS:
            html = "".join(piece.text for piece in self._pieces)
            for offset, added in size_insertions(html, self._size_of):
                self.insertions.append(Insertion(self._byte_behind(offset - 1), added))
        self._pieces, self._length = [], 0

    def _byte_behind(self, offset: int) -> int:
        """Behind a character that is no entity: the last of `<img`."""
        piece = next(p for p in reversed(self._pieces) if p.offset <= offset)
        return piece.byte + len(piece.text[:offset - piece.offset + 1].encode())
