"""Pelican plugin: runs pixmill over the written site, and gives every <img> its width and height.

Pelican copies its statics anew on each build, and may delete its output first. That costs nothing
here: pixmill goes by content, and its cache lies outside of the output, so that only pictures it
has not seen before are worked out.
"""

from __future__ import annotations

import logging
from pathlib import Path

from pelican import signals
from pelican.log import console

from .errors import PixmillError
from .plugin_settings import PluginSettings, read_settings
from .program import optimize
from .report import Report
from .site_urls import SiteUrls
from .written_files import WrittenFiles

logger = logging.getLogger(__name__)

# Pelican names a written file to its listeners, but not the site it belongs to.
_written = WrittenFiles()


def register() -> None:
    """Called by Pelican, and again whenever its settings were edited under --autoreload."""
    signals.initialized.connect(_check_settings)
    signals.content_written.connect(_written.add_page)
    signals.feed_written.connect(_written.add_feed)
    signals.finalized.connect(_finish_site)


def _check_settings(pelican) -> None:
    """A mistake in PIXMILL stops the build before it has begun."""
    read_settings(pelican.settings)


def _finish_site(pelican) -> None:
    settings = read_settings(pelican.settings)
    output = Path(pelican.output_path).resolve()
    written = _written.take(output)
    try:
        _refuse_originals(output, pelican)
        report = optimize(output, settings)
        _tell(report)
        if settings.sizes:
            urls = SiteUrls(pelican.settings.get("SITEURL") or "")
            _put_sizes(written, urls, output, report)
        if report.failures:
            raise PixmillError("pixmill failed on " + "; ".join(report.failures))
    except PixmillError as error:
        if settings.strict:
            raise
        logger.warning("%s", error)


def _refuse_originals(output: Path, pelican) -> None:
    """Pelican allows an output that holds its own source; there the pictures would be replaced."""
    for name, folder in (("PATH", pelican.path), ("THEME", pelican.theme)):
        if Path(folder).resolve().is_relative_to(output):
            raise PixmillError(f"OUTPUT_PATH contains {name}: pixmill would replace your originals")


def _tell(report: Report) -> None:
    logger.info("%s", report.details())
    console.print(report.summary(), markup=False, highlight=False, soft_wrap=True)


def _put_sizes(written: WrittenFiles, urls: SiteUrls, output: Path, report: Report) -> None:
    count = written.put_sizes(output, urls, report.sizes)
    logger.info("pixmill: gave %d <img> a width and height", count)
