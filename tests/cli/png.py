"""A PNG writer and a decoder that share no code with the program they judge."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
         (0, 1, 1, 2))
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def encode(width, height, channels, samples):
    """8-bit PNG of `channels` (1 grey, 3 RGB, 4 RGBA), filter 0, barely compressed."""
    colour_type = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    stride = width * channels
    rows = b"".join(b"\0" + bytes(samples[y * stride:(y + 1) * stride]) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    return (SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 1)) +
            _chunk(b"IEND", b""))


def with_profile(data, profile):
    """The PNG with an iCCP chunk."""
    return data[:33] + _chunk(b"iCCP", b"p\0\0" + zlib.compress(profile)) + data[33:]


def flat(width, height, *colour):
    """One colour everywhere."""
    return encode(width, height, len(colour), bytes(colour) * (width * height))


def flat_sixteen_bit(width, height, value):
    """One grey everywhere, of 16 bits."""
    rows = (b"\0" + struct.pack(">H", value) * width) * height
    return (SIGNATURE + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 0, 0, 0, 0)) +
            _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b""))


def _chunks(data):
    assert data.startswith(SIGNATURE), "not a PNG"
    at = len(SIGNATURE)
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        yield kind, data[at + 8:at + 8 + size]
        at += size + 12


def _paeth(a, b, c):
    """PNG specification, section 9.4."""
    pa, pb, pc = abs(b - c), abs(a - c), abs(a + b - 2 * c)
    if pa <= pb and pa <= pc:
        return a
    return b if pb <= pc else c


def _unfilter(raw, at, row_bytes, height, step):
    """The scan lines of one pass, and where it ends."""
    rows = []
    above = bytes(row_bytes)
    for _ in range(height):
        kind = raw[at]
        row = bytearray(raw[at + 1:at + 1 + row_bytes])
        at += 1 + row_bytes
        for i in range(row_bytes):
            left = row[i - step] if i >= step else 0
            corner = above[i - step] if i >= step else 0
            row[i] = (row[i] + (0, left, above[i], (left + above[i]) // 2,
                                _paeth(left, above[i], corner))[kind]) & 255
        rows.append(row)
        above = row
    return rows, at


def _samples(row, count, depth):
    if depth == 16:
        return struct.unpack(f">{count}H", row)
    if depth == 8:
        return row
    per_byte = 8 // depth
    return [row[i // per_byte] >> (8 - depth * (i % per_byte + 1)) & ((1 << depth) - 1)
            for i in range(count)]


class _Meaning:
    """Turns a pixel's samples into 16-bit RGBA, so that all colour types compare."""

    def __init__(self, depth, colour_type):
        self.scale = 65535 // ((1 << depth) - 1)
        self.colour_type = colour_type
        self.palette = ()
        self.transparency = b""

    def rgba(self, s):
        if self.colour_type == 3:
            alpha = self.transparency[s[0]] if s[0] < len(self.transparency) else 255
            return tuple(v * 257 for v in (*self.palette[s[0]], alpha))
        key = struct.unpack(f">{len(self.transparency) // 2}H", self.transparency)
        opaque = 0 if key and tuple(s) == key else 65535
        wide = [v * self.scale for v in s]
        return {0: lambda: (wide[0],) * 3 + (opaque,), 2: lambda: (*wide, opaque),
                4: lambda: (wide[0],) * 3 + (wide[1],), 6: lambda: tuple(wide)}[self.colour_type]()


def decode(data):
    """(width, height, list of 16-bit RGBA tuples) of any PNG."""
    meaning, stream, header = None, b"", None
    for kind, body in _chunks(data):
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", body)
            meaning = _Meaning(header[2], header[3])
        elif kind == b"PLTE":
            meaning.palette = [tuple(body[i:i + 3]) for i in range(0, len(body), 3)]
        elif kind == b"tRNS":
            meaning.transparency = body
        elif kind == b"IDAT":
            stream += body
    width, height, depth, colour_type, _, _, interlaced = header
    raw = zlib.decompress(stream)
    channels = CHANNELS[colour_type]
    pixels = [None] * (width * height)
    at = 0
    for x0, y0, dx, dy in ADAM7 if interlaced else ((0, 0, 1, 1),):
        columns, lines = len(range(x0, width, dx)), len(range(y0, height, dy))
        if not columns or not lines:
            continue
        row_bytes = (columns * channels * depth + 7) // 8
        rows, at = _unfilter(raw, at, row_bytes, lines, max(1, channels * depth // 8))
        for j, row in enumerate(rows):
            values = _samples(row, columns * channels, depth)
            for i in range(columns):
                pixels[(y0 + j * dy) * width + x0 + i * dx] = meaning.rgba(
                    values[i * channels:(i + 1) * channels])
    return width, height, pixels


def visible(pixels):
    """Pixels with the colour of fully transparent ones, which nobody sees, left out."""
    return [p if p[3] else (0, 0, 0, 0) for p in pixels]
