"""Which file of the output a src means: with SITEURL in front, relative to its page, or relative to
the site's root; percent-encoded or not; with a query or not."""

from __future__ import annotations

from pathlib import PurePath
from typing import Optional
from urllib.parse import quote, unquote, urljoin, urlsplit

# Stands for the site's own host where SITEURL is empty or has none.
_NOWHERE = "http://site.invalid/"


class SiteUrls:
    """The URLs of a site that is published at SITEURL."""

    def __init__(self, site_url: str) -> None:
        self._root = urljoin(_NOWHERE, site_url.rstrip("/") + "/")

    def path_of(self, src: str, page: PurePath) -> Optional[str]:
        """The path below the output of what `page`, also below the output, calls `src`; None for
        what is not of this site. In a feed, where Pelican writes URLs from the site's root, `page`
        is a file in the root."""
        root = urlsplit(self._root)
        try:
            page_url = urljoin(self._root, quote(page.as_posix(), errors="surrogateescape"))
            url = urlsplit(urljoin(page_url, src))
        except ValueError:  # no URL at all
            return None
        if url.scheme not in ("http", "https") or url.netloc.lower() != root.netloc.lower():
            return None
        path = unquote(url.path, errors="surrogateescape")
        root_path = unquote(root.path, errors="surrogateescape")
        return path[len(root_path):] if path.startswith(root_path) else None
