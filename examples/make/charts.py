"""Draws two charts: charts.py BARS.png STEPS.png"""

import struct
import sys
import zlib

WIDTH, HEIGHT = 240, 120
PAPER, INK = (250, 250, 245), (40, 90, 160)
RAIN = [48, 37, 52, 61, 70, 82, 77, 69, 58, 66, 72, 55]
STEPS = [20, 35, 30, 55, 60, 45, 80, 90]


def png(rows):
    """8-bit RGB, without any compression worth the name: pixmill does that."""
    def chunk(kind, body):
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    lines = b"".join(b"\0" + bytes(sum(row, ())) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines, 0))
            + chunk(b"IEND", b""))


def chart(values, gap):
    """A bar for each value, `gap` pixels apart."""
    step = WIDTH // len(values)

    def colour(x, y):
        bar, within = divmod(x, step)
        inked = bar < len(values) and within >= gap and HEIGHT - y <= values[bar]
        return INK if inked else PAPER

    return png([[colour(x, y) for x in range(WIDTH)] for y in range(HEIGHT)])


for path, picture in zip(sys.argv[1:], (chart(RAIN, gap=4), chart(STEPS, gap=0))):
    with open(path, "wb") as file:
        file.write(picture)
