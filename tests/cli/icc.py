"""Colour profiles made from their numbers, to put into pictures."""

import struct

ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087),
             (0.14919, 0.06322, 0.74457))


def _fixed(*values):
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _curve(gamma):
    return b"curv" + struct.pack(">IIHxx", 0, 1, round(gamma * 256))


def _profile(space, tags):
    """ICC 2.4, ICC.1:2001-04: header, table of tags, data."""
    tags = {b"desc": b"desc" + struct.pack(">II", 0, 2) + b"p\0" + bytes(78),
            b"cprt": b"text" + bytes(4) + b"none\0\0\0\0",
            b"wtpt": b"XYZ " + bytes(4) + _fixed(0.9642, 1, 0.8249)} | tags
    at = 128 + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for name, body in tags.items():
        table += name + struct.pack(">II", at + len(data), len(body))
        data += body + bytes(-len(body) % 4)
    header = (struct.pack(">I4xI", at + len(data), 0x02400000) + b"mntr" + space + b"XYZ ")
    header = header.ljust(36, b"\0") + b"acsp"
    header = header.ljust(68, b"\0") + _fixed(0.9642, 1, 0.8249)
    return header.ljust(128, b"\0") + table + data


def rgb(primaries=ADOBE_RGB, gamma=2.19921875):
    """By default Adobe RGB (1998)."""
    tags = {name: b"XYZ " + bytes(4) + _fixed(*primary)
            for name, primary in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries)}
    return _profile(b"RGB ", tags | {name: _curve(gamma) for name in (b"rTRC", b"gTRC", b"bTRC")})


def grey(gamma):
    return _profile(b"GRAY", {b"kTRC": _curve(gamma)})
