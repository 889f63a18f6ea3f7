"""What pixmill said of a site's pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping
from urllib.parse import unquote

from .sizes import Size

_FIRST_TURNED = 5  # EXIF orientations from here on lie on their side


@dataclass
class Report:
    """Filled event by event."""

    sizes: dict[str, Size] = field(default_factory=dict)  # as browsers show them, by path
    failures: list[str] = field(default_factory=list)  # "path: what is wrong"
    images: int = 0
    encoded: int = 0  # worked out anew; the others were known
    source_bytes: int = 0
    output_bytes: int = 0

    def add_event(self, event: Mapping[str, Any]) -> None:
        """One object of `pixmill --json`; events of other kinds are left to later versions."""
        if event["event"] == "image":
            self._add_image(event)
        elif event["event"] == "summary":
            self.encoded = event["stats"]["encodes"]

    def details(self) -> str:
        """One line for the log: what it cost."""
        return (f"pixmill: {self.encoded} encoded, {self.images - self.encoded} known, "
                f"{len(self.failures)} failed")

    def summary(self) -> str:
        """One line for everybody: what it brought."""
        saved = self.source_bytes - self.output_bytes
        share = 100 * saved / self.source_bytes if self.source_bytes else 0.0
        pictures = "picture" if self.images == 1 else "pictures"
        return (f"pixmill: {self.images} {pictures}, {_size(self.source_bytes)} before, "
                f"{_size(self.output_bytes)} after: {_size(saved)} ({share:.1f} %) saved")

    def _add_image(self, event: Mapping[str, Any]) -> None:
        # Bytes that are no UTF-8 become what Python makes of them in a file's name.
        path = event["source"]
        if event.get("source_escaped"):
            path = unquote(path, errors="surrogateescape")
        if event["status"] == "failed":
            self.failures.append(f"{path}: {event['message']}")
            return
        self.images += 1
        self.source_bytes += event["source_bytes"]
        self.output_bytes += event["output_bytes"]
        if "width" in event:
            stored = Size(event["width"], event["height"])
            turned = event.get("orientation", 1) >= _FIRST_TURNED
            self.sizes[path] = Size(stored.height, stored.width) if turned else stored


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 1e6 else f"{size_bytes / 1e3:.1f} kB"
