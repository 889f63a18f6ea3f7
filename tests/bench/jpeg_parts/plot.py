"""Bytes over SSIMULACRA2 as an SVG: each encoder's share of cjpeg's bytes, and bits a pixel."""

import math
from html import escape

from . import curves

COLOURS = ("#4d4d4d", "#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#a6761d")
SCORES = [50 + i / 2 for i in range(81)]  # up to 90
WIDTH, HEIGHT, LEFT, TOP = 560, 400, 70, 70


def round_step(span):
    """The least of 1, 2, 5 times a power of ten that divides a span into at most eight."""
    power = 10 ** math.floor(math.log10(span / 8))
    return next(step * power for step in (1, 2, 5, 10) if 8 * step * power >= span)


class Axis:
    """Values from one round number to another, and the round ones between."""

    def __init__(self, values):
        low, high = min(values, default=0), max(values, default=1)
        self.step = round_step(max(high - low, 1e-6))
        self.low = math.floor(low / self.step) * self.step
        self.high = max(math.ceil(high / self.step), round(self.low / self.step) + 1) * self.step

    def ticks(self):
        count = round((self.high - self.low) / self.step)
        return [self.low + i * self.step for i in range(count + 1)]

    def share(self, value):
        return (value - self.low) / (self.high - self.low)


class Panel:
    """One diagram: where values lie, its axes, its lines."""

    def __init__(self, offset, title, unit, series):
        self.offset = offset
        self.unit = unit
        self.across = Axis([score for line in series.values() for score, _ in line])
        self.up = Axis([value for line in series.values() for _, value in line])
        self.parts = [f'<text x="{offset + LEFT}" y="{TOP - 14}" font-size="15">{escape(title)}'
                      '</text>']
        self.axes()
        for colour, line in zip(COLOURS, series.values()):
            points = " ".join(f"{self.x(score):.1f},{self.y(value):.1f}" for score, value in line)
            self.parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" '
                              'stroke-width="2"/>')

    def x(self, score):
        return self.offset + LEFT + self.across.share(score) * WIDTH

    def y(self, value):
        return TOP + (1 - self.up.share(value)) * HEIGHT

    def axes(self):
        for score in self.across.ticks():
            x = f"{self.x(score):.1f}"
            self.parts.append(f'<line x1="{x}" x2="{x}" y1="{TOP}" y2="{TOP + HEIGHT}" '
                              f'stroke="#ddd"/><text x="{x}" y="{TOP + HEIGHT + 18}" '
                              f'text-anchor="middle">{score:.5g}</text>')
        for value in self.up.ticks():
            y = self.y(value)
            self.parts.append(f'<line x1="{self.offset + LEFT}" x2="{self.offset + LEFT + WIDTH}" '
                              f'y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
                              f'<text x="{self.offset + LEFT - 6}" y="{y + 4:.1f}" '
                              f'text-anchor="end">{value:.5g}{self.unit}</text>')
        self.parts.append(f'<text x="{self.offset + LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 38}" '
                          'text-anchor="middle">SSIMULACRA2 (100: identical)</text>')


def shares(rate):
    """{encoder: [(score, percent of cjpeg's bytes)]}, over the pictures that all reach."""
    lines = {}
    for name in rate.encoders:
        logs = ((score, rate.differences(name, [score])) for score in SCORES)
        lines[name] = [(score, 100 + curves.percent(found)) for score, found in logs
                       if len(found) == len(rate.pictures)]
    return lines


def bits(rate):
    """{encoder: [(score, bits a pixel)]}, geometric means over the pictures that all reach."""
    lines = {}
    for name in rate.encoders:
        lines[name] = []
        for score in SCORES:
            sizes = [curves.cheapest(rate.curves_of(picture, name, "ssimulacra2"), score)
                     for picture in range(len(rate.points))]
            if None in sizes:
                continue
            logs = [size - math.log(source.megapixels * 1e6 / 8)
                    for size, source in zip(sizes, rate.pictures)]
            lines[name].append((score, math.exp(sum(logs) / len(logs))))
    return lines


def write(rate, path, title):
    panels = (Panel(0, "bytes, in percent of cjpeg -optimize -progressive", " %", shares(rate)),
              Panel(WIDTH + 2 * LEFT, "bits a pixel", "", bits(rate)))
    legend = "".join(
        f'<rect x="{LEFT + 160 * i}" y="{TOP + HEIGHT + 54}" width="12" height="12" '
        f'fill="{colour}"/><text x="{LEFT + 18 + 160 * i}" y="{TOP + HEIGHT + 65}">{escape(name)}'
        "</text>" for i, (colour, name) in enumerate(zip(COLOURS, rate.encoders)))
    body = "\n".join(part for panel in panels for part in panel.parts)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * (WIDTH + 2 * LEFT)}" '
        f'height="{TOP + HEIGHT + 84}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n'
        f'<text x="{LEFT}" y="28" font-size="17">{escape(title)}: means of {len(rate.pictures)} '
        f'pictures, {" or ".join(rate.samplings)}</text>\n{body}\n{legend}\n</svg>\n')
