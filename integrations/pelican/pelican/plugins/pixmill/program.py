"""Runs `pixmill optimize` and reads the events that it prints."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from .errors import PixmillError
from .plugin_settings import PluginSettings
from .report import Report

_SOME_FAILED = 1  # the other pictures are done


def optimize(output: Path, settings: PluginSettings) -> Report:
    """Optimizes every picture below `output` in place.

    Raises PixmillError where pixmill is missing or gives up; pictures that it could not do are
    failures in the report.
    """
    if settings.cache_dir.resolve().is_relative_to(output):
        raise PixmillError(f"pixmill's cache, {settings.cache_dir}, lies inside OUTPUT_PATH, where "
                           "it would be published and deleted; please set PIXMILL['cache_dir']")
    command = [settings.program, "optimize", str(output), "--json", "--quiet",
               "--cache-dir", str(settings.cache_dir), *settings.arguments]
    try:
        run = subprocess.run(command, cwd=settings.site, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    except OSError as error:
        raise PixmillError(f"cannot run {settings.program} ({error.strerror}); please install "
                           "pixmill, or set PIXMILL['program'] to where it is") from error
    if run.returncode not in (0, _SOME_FAILED):
        said = run.stderr.decode(errors="replace").strip() or "it said nothing"
        raise PixmillError(f"pixmill stopped with exit code {run.returncode}: {said}")
    return _read_events(run.stdout)


def _read_events(stdout: bytes) -> Report:
    report = Report()
    try:
        for line in stdout.splitlines():
            report.add_event(json.loads(line))
    except (ValueError, KeyError) as error:
        raise PixmillError(f"pixmill printed what is no event of its: {error!r}") from error
    return report
