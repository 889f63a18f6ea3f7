"""The files that Pelican wrote in a run, and their sizes put in. What Pelican merely copied, an
author's own HTML among the statics, is left alone."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path, PurePath
from typing import Mapping, Optional
from xml.parsers.expat import ExpatError

from .feed_sizes import feed_insertions
from .html_sizes import Insertion, size_insertions, with_insertions
from .site_urls import SiteUrls
from .sizes import Size

logger = logging.getLogger(__name__)

_HTML_SUFFIXES = {".html", ".htm", ".xhtml"}


class WrittenFiles:
    """Paths of pages and feeds, as Pelican's signals name them."""

    def __init__(self) -> None:
        self._pages: set[Path] = set()
        self._feeds: set[Path] = set()

    def add_page(self, path: str, **_context) -> None:
        """For content_written, which also tells of sitemaps and other texts from templates."""
        if Path(path).suffix.lower() in _HTML_SUFFIXES:
            self._pages.add(Path(path).resolve())

    def add_feed(self, path: str, **_context) -> None:
        """For feed_written."""
        self._feeds.add(Path(path).resolve())

    def take(self, output: Path) -> WrittenFiles:
        """Those below `output`, which are forgotten here: the next run tells its own."""
        taken = WrittenFiles()
        for mine, theirs in ((self._pages, taken._pages), (self._feeds, taken._feeds)):
            theirs.update(path for path in mine if path.is_relative_to(output))
            mine -= theirs
        return taken

    def put_sizes(self, output: Path, urls: SiteUrls, sizes: Mapping[str, Size]) -> int:
        """Rewrites the files in which an <img> lacked its size; returns how many did."""

        def size_of(page: PurePath, src: str) -> Optional[Size]:
            path = urls.path_of(src, page)
            return None if path is None else sizes.get(path)

        count = 0
        for path in sorted(self._pages):
            count += _complete_page(path, partial(size_of, path.relative_to(output)))
        for path in sorted(self._feeds):
            count += _complete_feed(path, partial(size_of, PurePath(path.name)))
        return count


def _complete_page(path: Path, size_of) -> int:
    # Bytes that are no UTF-8 come out as they went in.
    html = path.read_bytes().decode("utf-8", "surrogateescape")
    insertions = size_insertions(html, size_of)
    if insertions:
        path.write_bytes(with_insertions(html, insertions).encode("utf-8", "surrogateescape"))
    return len(insertions)


def _complete_feed(path: Path, size_of) -> int:
    feed = path.read_bytes()
    try:
        insertions = feed_insertions(feed, size_of)
    except ExpatError as error:
        logger.warning("%s is no well-formed feed (%s); its pictures get no sizes", path, error)
        return 0
    if insertions:
        # Latin-1 makes a character of every byte, so that offsets in bytes are offsets in it.
        text = with_insertions(feed.decode("latin-1"), insertions)
        path.write_bytes(text.encode("latin-1"))
    return len(insertions)
