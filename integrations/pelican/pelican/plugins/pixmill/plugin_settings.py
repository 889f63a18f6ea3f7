"""Pelican's setting PIXMILL: what it may hold, and what follows where it is silent."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from pelican import DEFAULT_CONFIG_NAME

from .errors import PixmillError

_PATH = (str, os.PathLike)
_LIST = (list, tuple)

# Every key and the types it takes.
_KEYS: Mapping[str, tuple] = {
    "program": _PATH,
    "config": _PATH,
    "preset": (str,),
    "set": (dict,),
    "exclude": _LIST,
    "jobs": (int,),
    "options": _LIST,
    "cache_dir": _PATH,
    "sizes": (bool,),
    "strict": (bool,),
}


@dataclass(frozen=True)
class PluginSettings:
    """PIXMILL with its defaults filled in."""

    site: Path  # where relative paths and the search for pixmill.toml begin
    program: str
    cache_dir: Path
    arguments: list[str]  # for pixmill, besides the command and the cache
    sizes: bool
    strict: bool


def read_settings(pelican_settings: Mapping[str, Any]) -> PluginSettings:
    """Checks PIXMILL; raises PixmillError for an unknown key or a value of a wrong type."""
    given = pelican_settings.get("PIXMILL") or {}
    _check(given)
    site = _site_folder(Path(pelican_settings["PATH"]))
    cache = given.get("cache_dir") or os.environ.get("PIXMILL_CACHE_DIR") or ".cache/pixmill"
    return PluginSettings(
        site=site,
        program=os.path.expanduser(given.get("program", "pixmill")),
        cache_dir=_below(site, cache),
        arguments=_arguments(given, site),
        sizes=given.get("sizes", True),
        strict=given.get("strict", True),
    )


def _check(given: Any) -> None:
    if not isinstance(given, dict):
        raise PixmillError(f"PIXMILL must be a dict, not {given!r}")
    for key, value in given.items():
        kinds = _KEYS.get(key)
        if kinds is None:
            known = ", ".join(sorted(_KEYS))
            raise PixmillError(f"PIXMILL has no key {key!r}; it knows {known}")
        # True is an int to Python, but no number of jobs.
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise PixmillError(f"PIXMILL[{key!r}] must be {_named(kinds)}, not {value!r}")


def _named(kinds: tuple) -> str:
    names = {_PATH: "a path", _LIST: "a list", (str,): "a text", (int,): "a number",
             (bool,): "True or False", (dict,): "a dict"}
    return names[kinds]


def _site_folder(content: Path) -> Path:
    """The folder of the settings file, whose path Pelican does not tell its plugins: the nearest
    one with a pelicanconf.py, from the content upwards; else the working folder."""
    for folder in (content.resolve(), *content.resolve().parents):
        if (folder / DEFAULT_CONFIG_NAME).is_file():
            return folder
    return Path.cwd()


def _below(site: Path, path: Any) -> Path:
    return site / Path(path).expanduser()


def _arguments(given: Mapping[str, Any], site: Path) -> list[str]:
    arguments: list[str] = []
    if "config" in given:
        arguments += ["--config", str(_below(site, given["config"]))]
    if "preset" in given:
        arguments += ["--preset", given["preset"]]
    for key, value in given.get("set", {}).items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        arguments += ["--set", f"{key}={text}"]
    for glob in given.get("exclude", ()):
        arguments += ["--exclude", str(glob)]
    if "jobs" in given:
        arguments += ["--jobs", str(given["jobs"])]
    return arguments + [str(option) for option in given.get("options", ())]
