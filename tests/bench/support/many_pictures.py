"""Trees of tiny PNGs, each with other bytes, 1,000 a folder: what they hold costs next to nothing, so
that the cost of there being many of them is what shows."""

import os
import struct
import time
import zlib
from pathlib import Path


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


HEAD = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
END = chunk(b"IEND", b"")


def tiny_png(number):
    """8 x 8 pixels of noise, so that no two pictures are alike and none gets smaller by much."""
    state = number * 2654435761 + 12345
    rows = b""
    for _ in range(8):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**192
        rows += b"\0" + state.to_bytes(24, "little")
    return HEAD + chunk(b"IDAT", zlib.compress(rows, 1)) + END


def make_tree(folder, count):
    for number in range(count):
        if number % 1000 == 0:
            below = Path(folder) / f"{number // 1000:03}"
            below.mkdir(parents=True)
        (below / f"{number:06}.png").write_bytes(tiny_png(number))
    grow_old()


def grow_old():
    """A stat is believed from two seconds on."""
    time.sleep(2.2)


def files_below(folder):
    return sorted(os.path.join(where, name)
                  for where, _, names in os.walk(folder) for name in names)
