"""Bytes over quality: the curve of one encoder on one picture, and how two such curves compare at
equal scores."""

import json
import math
from dataclasses import dataclass

from .processes import run


@dataclass
class Point:
    quality: int
    bytes: int
    scores: dict  # by metric; higher is better
    seconds: float


def measure(source, encode, quality, sampling, out, program, butteraugli):
    seconds = encode(source, quality, sampling, out)
    text, _ = run(program, "compare", source.png, out, "--metric", "ssimulacra2,ssim", "--json")
    scores = json.loads(text)
    if butteraugli:
        scores["butteraugli"] = -float(run("butteraugli", source.png, out)[0])
    point = Point(quality, out.stat().st_size, scores, seconds)
    out.unlink()
    return point


def rising(points, metric):
    """[(score, log bytes)] that rises in both: no point that another one beats."""
    pairs = sorted((point.scores[metric], math.log(point.bytes)) for point in points)
    kept = []
    for score, size in pairs:
        while kept and kept[-1][1] >= size:
            kept.pop()
        if not kept or score > kept[-1][0] + 1e-9:
            kept.append((score, size))
    return kept


def at(curve, score):
    """Log bytes at a score, interpolated; None outside."""
    for (low, small), (high, large) in zip(curve, curve[1:]):
        if low <= score <= high:
            return small + (large - small) * (score - low) / (high - low)
    return None


def cheapest(curves, score):
    """At a score, the least of several curves (of one encoder's samplings)."""
    sizes = [size for size in (at(curve, score) for curve in curves) if size is not None]
    return min(sizes, default=None)


def score_of_other_metric(points, metric, ssimulacra2):
    """What `metric` says where SSIMULACRA2 says `ssimulacra2`, on one encoder's curve."""
    pairs = sorted((point.scores["ssimulacra2"], point.scores[metric]) for point in points)
    for (low, a), (high, b) in zip(pairs, pairs[1:]):
        if low <= ssimulacra2 <= high and high > low:
            return a + (b - a) * (ssimulacra2 - low) / (high - low)
    return None


def differences(ours, base, scores):
    """Log ratios of bytes at those of the scores that both curves have."""
    found = []
    for score in scores:
        mine, other = cheapest(ours, score), cheapest(base, score)
        if mine is not None and other is not None:
            found.append(mine - other)
    return found


def percent(logs):
    """Their geometric mean as a change in percent; NaN if there are none."""
    return 100 * (math.exp(sum(logs) / len(logs)) - 1) if logs else math.nan
