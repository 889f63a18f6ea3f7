"""The quality search over a folder of JPEGs: how often it lands near its target, what it chooses,
what it costs, and what it saves against one quality for all."""

import json
import os
import shutil
import statistics
from pathlib import Path

from .processes import in_parallel, run
from .pictures import below, spread

BELOW, ABOVE = 0.5, 1.5  # what is promised around the target
COARSE = 6  # qualities at once, in looking for a fixed one
REACHED_BY = 0.9  # of the pictures, at the fixed quality that the search is held against


def five(numbers, digits=1):
    """Least, quartiles, greatest."""
    numbers = sorted(numbers)
    if len(numbers) < 2:
        return " ".join(f"{number:.{digits}f}" for number in numbers) or "none"
    middle = statistics.quantiles(numbers, n=4, method="inclusive")
    return " / ".join(f"{n:.{digits}f}" for n in (numbers[0], *middle, numbers[-1]))


class Search:
    """Copies of the JPEGs, and what pixmill makes of them."""

    def __init__(self, options, folder, scratch):
        self.options = options
        self.folder = scratch / "jpegs"
        self.scratch = scratch
        for path in spread(below(folder, {".jpg", ".jpeg"}), options.count or 1 << 30):
            copy = self.folder / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)

    def build(self, name, *settings):
        """(manifest's JPEGs, CPU seconds)"""
        out = self.scratch / name
        _, seconds = run(self.options.program, "build", self.folder, "-o", out, "--no-cache",
                         "--quiet", *settings, allow=(0, 1))
        rows = json.loads((out / "pixmill-manifest.json").read_bytes())["images"]
        return [row for row in rows if row["format"] == "jpeg" and row["outputs"]], seconds

    def score(self, row, out):
        """Of an output against its source; None where the metric has no score."""
        text, _ = run(self.options.program, "compare", self.folder / row["source"],
                      out / row["outputs"][0]["path"], "--metric", "ssimulacra2", allow=(0, 1))
        return float(text.split()[-1]) if text else None

    def report(self):
        target = self.options.target
        rows, seconds = self.build("searched", "--preset", self.options.preset, "--target", target)
        megapixels = sum(row["width"] * row["height"] for row in rows) / 1e6
        before = sum(row["source_bytes"] for row in rows)
        after = sum(row["outputs"][0]["bytes"] for row in rows)
        lossy = [row for row in rows if row["outputs"][0].get("method") == "search"]
        scores = in_parallel(lambda row: self.score(row, self.scratch / "searched"), lossy,
                             self.options.jobs)
        told = [row["outputs"][0]["score"] for row in lossy]
        hits = sum(target - BELOW <= score <= target + ABOVE for score in scores)
        print(f"\nSearch: {self.options.preset}, SSIMULACRA2 {target}, {len(rows)} JPEGs, "
              f"{megapixels:.1f} MP")
        print(f"  bytes {before} -> {after} ({100 * after / before - 100:+.1f} %)")
        print(f"  {len(lossy)} encoded anew, {len(rows) - len(lossy)} kept or transcoded without "
              "loss")
        print(f"  in the band [{target - BELOW:g}, {target + ABOVE:g}]: {hits} of {len(lossy)} "
              f"({100 * hits / max(len(lossy), 1):.1f} %); below it: "
              f"{sum(score < target - BELOW for score in scores)}")
        print(f"  scores, recomputed: {five(scores, 2)}; furthest from the manifest's: "
              f"{max((abs(a - b) for a, b in zip(scores, told)), default=0):.6f}")
        print(f"  qualities: {five((row['outputs'][0]['quality'] for row in lossy), 0)}")
        print(f"  probes: {five((row['search']['probes'] for row in rows if 'search' in row), 0)}")
        print(f"  CPU: {seconds:.2f} s, {1000 * seconds / megapixels:.0f} ms/MP, "
              f"{1000 * seconds / len(rows):.1f} ms a picture (transcode and verification "
              "included)")
        self.compare_with_fixed(rows)

    def at_fixed_quality(self, quality):
        """(share of pictures that reach the target, bytes of all); the keep rule is the same."""
        out = f"fixed-{quality}"
        rows, _ = self.build(out, "-q", quality)
        scores = in_parallel(lambda row: self.score(row, self.scratch / out), rows,
                             self.options.jobs)
        shutil.rmtree(self.scratch / out)
        known = [score for score in scores if score is not None]
        reached = sum(score >= self.options.target - BELOW for score in known) / len(known)
        return reached, sum(row["outputs"][0]["bytes"] for row in rows)

    def compare_with_fixed(self, rows):
        """With the least quality at which most pictures reach the target, as everybody who has no
        search would set it."""
        searched = sum(row["outputs"][0]["bytes"] for row in rows)
        for start in range(50, 98, COARSE):
            if self.at_fixed_quality(start)[0] >= REACHED_BY:
                break
        for quality in range(start - COARSE + 1, 98):
            reached, size = self.at_fixed_quality(quality)
            if reached >= REACHED_BY:
                print(f"  at quality {quality} for all, {100 * reached:.0f} % reach the target, in "
                      f"{size} bytes; the search leaves {100 * searched / size - 100:+.1f} %")
                return
        print(f"  no quality for all brings {100 * REACHED_BY:.0f} % of them to the target")
