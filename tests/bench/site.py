"""The main job on a real site's pictures, as one table: first build, nothing changed, output gone,
new dates, a copy elsewhere, one change, one job against several. `./dev demo` fetches the pictures.

usage: site.py [PRESET [FOLDER]]   (classic, .demo/pictures)
"""

import json
import os
import resource
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

PIXMILL = os.environ["PIXMILL"]

# What optimize-images leaves of gimp-help-en's 1,969 pictures, and its time on two quiet cores.
PEER_BYTES = 40_475_415
PEER_SECONDS = 60.1


class Site:
    """A copy of the pictures, an output folder and a cache, below one scratch folder."""

    def __init__(self, pictures, preset, scratch):
        self.preset = preset
        self.src = scratch / "src"
        self.out = scratch / "out"
        self.cache = scratch / "cache"
        shutil.copytree(pictures, self.src)
        time.sleep(2.2)  # or their stats would not be trusted yet

    def build(self, *options, src=None, out=None, cache=None):
        """(wall seconds, CPU seconds, counters)"""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        done = subprocess.run(
            [PIXMILL, "build", src or self.src, "-o", out or self.out, "--cache-dir",
             cache or self.cache, "--preset", self.preset, "--json", "--stats", *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in (0, 1):
            sys.exit(f"pixmill ended with {done.returncode}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return wall, cpu, json.loads(done.stdout.splitlines()[-1])["stats"]

    def manifest(self):
        return json.loads((self.out / "pixmill-manifest.json").read_bytes())


def contents(folder):
    return {path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}


def row(name, measured, note):
    wall, cpu, stats = measured
    print(f"{name:24} {wall:8.3f} {cpu:8.3f} {stats['images_read']:7} {stats['encodes']:7} "
          f"{stats['outputs_written']:7}  {note}")


def same(left, right):
    return "identical" if left == right else "DIFFERENT"


def first_build(site):
    measured = site.build()
    manifest = site.manifest()
    larger = sum(output["bytes"] > image["source_bytes"] for image in manifest["images"]
                 for output in image.get("outputs", []))
    failed = sum(image["status"] == "failed" for image in manifest["images"])
    totals = manifest["totals"]
    row("first build", measured,
        f"{totals['images']} images, {totals['source_bytes']} -> {totals['output_bytes']} bytes, "
        f"{larger} larger, {failed} failed")
    print(f"{'':24} optimize-images: {PEER_BYTES} bytes in {PEER_SECONDS} s on gimp-help-en")


def nothing_changed(site):
    runs = [site.build() for _ in range(10)]
    walls = [wall for wall, _, _ in runs]
    median = statistics.median(walls)
    row("nothing changed", min(runs, key=lambda run: abs(run[0] - median)),
        f"median of 10 (least {min(walls):.3f}, most {max(walls):.3f})")


def one_change(site):
    """A comment more in one PNG: other bytes, the same picture."""
    victim = min(site.src.rglob("*.png"))
    body = b"tEXtComment\0changed"
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    data = victim.read_bytes()
    victim.write_bytes(data[:33] + chunk + data[33:])  # behind IHDR
    row("one picture changed", site.build(), "")


def travel(site, scratch, expected):
    shutil.rmtree(site.out)
    row("output folder deleted", site.build(), same(contents(site.out), expected))
    for path in site.src.rglob("*"):
        os.utime(path)
    row("every date changed", site.build(), same(contents(site.out), expected))
    shutil.copytree(site.src, scratch / "copy")
    row("copied elsewhere", site.build(src=scratch / "copy", out=scratch / "copy-out"),
        same(contents(scratch / "copy-out"), expected))


def jobs(site, scratch, expected):
    one = site.build("-j", "1", out=scratch / "one", cache=scratch / "one-cache")
    row("first build, -j 1", one, same(contents(scratch / "one"), expected))


def main():
    preset = sys.argv[1] if len(sys.argv) > 1 else "classic"
    pictures = Path(sys.argv[2] if len(sys.argv) > 2 else ".demo/pictures")
    if not pictures.is_dir():
        sys.exit(f"{pictures} is missing: run ./dev demo once, or name a folder")
    with tempfile.TemporaryDirectory(prefix="pixmill-bench-") as folder:
        scratch = Path(folder)
        site = Site(pictures, preset, scratch)
        print(f"{preset + ', ' + str(os.cpu_count()) + ' cores':24}   wall s    CPU s    read "
              "encoded written")
        first_build(site)
        expected = contents(site.out)
        nothing_changed(site)
        travel(site, scratch, expected)
        jobs(site, scratch, expected)
        one_change(site)


if __name__ == "__main__":
    main()
