"""The pictures to measure on: folders that are named, or Debian packages of photographs and of
screenshots, downloaded as `./dev demo` downloads them."""

import os
import subprocess
import sys
from pathlib import Path

from .processes import run

SUFFIXES = {".png", ".jpg", ".jpeg"}
SCREENSHOTS = ("dialog", "menu", "preferences")  # in names of GIMP's manual


def below(folder, suffixes=frozenset(SUFFIXES)):
    """Pictures below a folder, in the order of their names."""
    found = sorted(path for path in Path(folder).rglob("*")
                   if path.is_file() and path.suffix.lower() in suffixes)
    if not found:
        sys.exit(f"{folder}: there are no pictures below it")
    return found


def spread(items, count):
    """`count` of the items, evenly spread; all if there are no more."""
    if count >= len(items):
        return items
    return [items[i * len(items) // count] for i in range(count)]


def png_pixels(path):
    start = path.read_bytes()[:24]  # IHDR comes first
    return int.from_bytes(start[16:20], "big") * int.from_bytes(start[20:24], "big")


def screenshots(folder, count):
    """Of GIMP's manual: dialogs, menus and windows of a tenth to 0.6 megapixels, no icons."""
    found = [path for path in below(folder, {".png"})
             if any(word in os.fspath(path.relative_to(folder)) for word in SCREENSHOTS) and
             1e5 <= png_pixels(path) <= 6e5]
    return spread(found, count)


def as_fine_jpeg(path, scratch):
    """A copy of a picture in a JPEG of quality 95, 4:4:4."""
    source = Source(path, scratch)
    out = scratch / f"{path.stem}-95.jpg"
    run("cjpeg", "-quality", 95, "-sample", "1x1", "-outfile", out, source.ppm)
    source.remove()
    return out


def package(name):
    """The folder of an unpacked Debian package, below .demo as ./dev demo's."""
    folder = Path(".demo") / name
    if folder.is_dir():
        return folder
    download = Path(".demo") / f"{name}-download"
    download.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "download", "-q", name], cwd=download, check=True,
                   stdout=subprocess.DEVNULL)
    unpacked = download / "unpacked"
    subprocess.run(["dpkg", "-x", next(download.glob("*.deb")).name, "unpacked"], cwd=download,
                   check=True)
    unpacked.rename(folder)
    return folder


def header(path, field):
    return int(run("vipsheader", "-f", field, path)[0])


class Source:
    """A picture as every encoder can read it: opaque, without a profile."""

    def __init__(self, path, scratch, longest=None):
        self.name = path.name
        stem = scratch / os.fspath(path).replace("/", "_").replace(".", "_")
        self.ppm = stem.with_suffix(".ppm")
        self.png = stem.with_suffix(".png")
        # vips: a size such as 1600x1600> only ever shrinks
        size = f"{longest}x{longest}>" if longest else "100000x100000>"
        shrunk = stem.with_suffix(".v")
        run("vipsthumbnail", path, "--size", size, "-o", f"{shrunk.resolve()}[strip]")
        # of a picture without alpha, flatten takes the last colour for one
        has_alpha = header(shrunk, "bands") in (2, 4)
        run("vips", "flatten" if has_alpha else "copy", shrunk, self.ppm)
        run("vips", "copy", self.ppm, f"{self.png}[strip]")
        shrunk.unlink()
        self.megapixels = header(self.png, "width") * header(self.png, "height") / 1e6

    def remove(self):
        self.ppm.unlink()
        self.png.unlink()
