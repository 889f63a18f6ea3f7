"""A picture's size, and the attributes that tell it to a browser before the picture is there."""

from __future__ import annotations

import re
from typing import Mapping, NamedTuple, Optional

# An author who sizes a picture by style has decided; another attribute could distort it.
_STYLED = re.compile(r"(?:^|[;\s])(?:(?:min|max)-)?(?:width|height|inline-size|block-size)\s*:",
                     re.IGNORECASE)


class Size(NamedTuple):
    """In pixels of CSS, as a browser shows the picture: turned as its EXIF orientation says."""

    width: int
    height: int

    def has_shape_of(self, other: Size) -> bool:
        """Whether one is the other in larger or smaller, to a pixel of the smaller one."""
        difference = abs(self.width * other.height - other.width * self.height)
        return difference < max(self.width, self.height, other.width, other.height)


def missing_attributes(size: Size, attributes: Mapping[str, Optional[str]]) -> str:
    """What to write behind `<img`, with a space in front; empty where nothing is missing.

    Where the author gave one side in pixels, the other follows in proportion, so that the picture
    looks as before. Where it is no whole number, or a style gives a size, nothing is added.
    """
    if _STYLED.search(attributes.get("style") or ""):
        return ""
    has_width, has_height = "width" in attributes, "height" in attributes
    if has_width and has_height:
        return ""
    if has_width:
        width = _pixels(attributes["width"])
        return _attribute("height", width * size.height / size.width) if width else ""
    if has_height:
        height = _pixels(attributes["height"])
        return _attribute("width", height * size.width / size.height) if height else ""
    return _attribute("width", size.width) + _attribute("height", size.height)


def _attribute(name: str, pixels: float) -> str:
    return f' {name}="{max(1, round(pixels))}"'


def _pixels(value: Optional[str]) -> int:
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() else 0
