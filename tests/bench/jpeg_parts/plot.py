"""Bytes over SSIMULACRA2 as an SVG: each encoder's share of cjpeg's bytes, and bits a pixel."""

import math
from html import escape

from . import curves

COLOURS = ("#4d4d4d", "#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#a6761d")
SCORES = [50 + i / 2 for i in range(81)]  # up to 90
WIDTH, HEIGHT, LEFT, TOP = 560, 400, 60, 40


class Panel:
    """One diagram: where values lie, its axes, its lines."""

    def __init__(self, offset, title, series):
        self.offset = offset
        values = [value for line in series.values() for _, value in line]
        self.low, self.high = min(values, default=0), max(values, default=1)
        if self.high == self.low:
            self.high += 1
        self.parts = [f'<text x="{offset + LEFT}" y="24" font-size="15">{escape(title)}</text>']
        self.axes()
        for colour, line in zip(COLOURS, series.values()):
            points = " ".join(f"{self.x(score):.1f},{self.y(value):.1f}" for score, value in line)
            self.parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" '
                              'stroke-width="2"/>')

    def x(self, score):
        return self.offset + LEFT + (score - SCORES[0]) / (SCORES[-1] - SCORES[0]) * WIDTH

    def y(self, value):
        return TOP + (self.high - value) / (self.high - self.low) * HEIGHT

    def axes(self):
        for score in range(50, 91, 10):
            self.parts.append(f'<line x1="{self.x(score)}" x2="{self.x(score)}" y1="{TOP}" '
                              f'y2="{TOP + HEIGHT}" stroke="#ddd"/><text x="{self.x(score)}" '
                              f'y="{TOP + HEIGHT + 18}" text-anchor="middle">{score}</text>')
        for i in range(6):
            value = self.low + (self.high - self.low) * i / 5
            self.parts.append(f'<line x1="{self.x(SCORES[0])}" x2="{self.x(SCORES[-1])}" '
                              f'y1="{self.y(value):.1f}" y2="{self.y(value):.1f}" stroke="#ddd"/>'
                              f'<text x="{self.x(SCORES[0]) - 6}" y="{self.y(value) + 4:.1f}" '
                              f'text-anchor="end">{value:.3g}</text>')


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


def write(rate, path):
    panels = (Panel(0, "bytes over SSIMULACRA2, in percent of cjpeg -optimize -progressive",
                    shares(rate)),
              Panel(WIDTH + 2 * LEFT, "bits a pixel over SSIMULACRA2", bits(rate)))
    legend = "".join(
        f'<rect x="{LEFT + 160 * i}" y="{TOP + HEIGHT + 34}" width="12" height="12" '
        f'fill="{colour}"/><text x="{LEFT + 18 + 160 * i}" y="{TOP + HEIGHT + 45}">{escape(name)}'
        "</text>" for i, (colour, name) in enumerate(zip(COLOURS, rate.encoders)))
    body = "\n".join(part for panel in panels for part in panel.parts)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * (WIDTH + 2 * LEFT)}" '
        f'height="{TOP + HEIGHT + 60}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n{legend}\n</svg>\n')
