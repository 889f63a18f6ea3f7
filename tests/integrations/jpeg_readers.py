"""What pixmill makes of JPEGs opens in the programs that people open JPEGs with: libjpeg-turbo's
djpeg, libvips, Pillow, ImageMagick and Chromium, each as Debian has it. Sizes and pixels are held
against those of the source and against one another."""

import base64
import hashlib
import html
import json
import random
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from support import PixmillTest, main

# How far the samples of two readers may lie apart on average (here not at all, but another version may
# round differently), and a result's from its source's.
READERS_AGREE = 0.5
LIKE_ITS_SOURCE = 9.0

VARIANTS = {
    "classic": ("-q", "75", "--effort", "classic"),
    "fast": ("-q", "75", "--effort", "fast"),
    "balanced": ("-q", "75", "--effort", "balanced"),
    "best": ("-q", "75", "--effort", "best"),
    "baseline": ("-q", "75", "--no-progressive"),
    "full-chroma": ("-q", "75", "--subsampling", "444"),
    "lossless": ("--preset", "lossless"),
    "searched": ("--preset", "balanced"),
}

# Arguments of cjpeg and sizes. Odd sizes leave every kind of block unfinished.
SOURCES = {
    "plain": (("-sample", "2x2"), 120, 88),
    "odd": (("-sample", "2x2"), 61, 47),
    "narrow": (("-sample", "2x2"), 3, 131),
    "one": (("-sample", "2x2"), 1, 1),
    "wide": (("-sample", "2x2"), 65500, 3),
    "restart": (("-sample", "2x2", "-restart", "2B"), 75, 50),
    "restart-progressive": (("-sample", "2x2", "-restart", "1", "-progressive"), 75, 50),
    "grey": (("-grayscale",), 63, 41),
    "422": (("-sample", "2x1"), 67, 43),
    "440": (("-sample", "1x2"), 67, 43),
    "411": (("-sample", "4x1"), 67, 43),
    "444": (("-sample", "1x1"), 67, 43),
    "rgb": (("-rgb",), 67, 43),
    "progressive": (("-progressive", "-sample", "2x2"), 90, 70),
}


def made_samples(width, height):
    """Slopes, edges and some noise, the same every time."""
    noise = random.Random(width * 70_001 + height)
    for y in range(height):
        for x in range(width):
            edge = 60 if (x // 23 + y // 17) % 3 == 0 else 0
            for factor in (2, 3, 5):
                yield min(255, (x * factor + y * 3) // 4 % 160 + edge + noise.randrange(20))


def read_pnm(data):
    """(width, height, RGB samples) of a binary PGM or PPM."""
    fields, at = [], 0
    while len(fields) < 4:
        end = data.index(b"\n", at)
        line = data[at:end].split(b"#")[0]
        fields += line.split()
        at = end + 1
    assert fields[0] in (b"P5", b"P6") and fields[3] == b"255", fields
    samples = data[at:]
    if fields[0] == b"P5":
        samples = bytes(sample for sample in samples for _ in range(3))
    return int(fields[1]), int(fields[2]), samples


def mean_difference(a, b):
    step = max(1, len(a) // 30_000) | 1  # enough of it; odd, so that all channels are met
    pairs = list(zip(a[::step], b[::step]))
    return sum(abs(x - y) for x, y in pairs) / len(pairs)


def run(*command, expect=0):
    done = subprocess.run([*map(str, command)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, timeout=300)
    assert expect is None or done.returncode == expect, (command, done.stderr[-2000:])
    return done


# ---- the readers: a list of files in, {file: (width, height, samples)} out -------------------------

def by_djpeg(files):
    return {file: read_pnm(run("djpeg", "-pnm", file).stdout) for file in files}


def by_vips(files):
    found = {}
    for file in files:
        out = file.with_suffix(".ppm")
        run("vips", "colourspace", file, out, "srgb")
        found[file] = read_pnm(out.read_bytes())
        out.unlink()
    return found


def by_imagemagick(files):
    # Debian's own name for it, whatever else is called convert here
    program = shutil.which("convert-im6.q16") or shutil.which("magick") or "convert"
    return {file: read_pnm(run(program, file, "-depth", "8", "-colorspace", "sRGB",
                               "ppm:-").stdout) for file in files}


PILLOW_SCRIPT = """
import sys
from PIL import Image
for path in sys.stdin.read().splitlines():
    Image.open(path).convert("RGB").save(path + ".ppm")
"""


def by_pillow(files):
    # Debian's python3-pil belongs to Debian's python3
    for python in (sys.executable, "/usr/bin/python3"):
        if run(python, "-c", "import PIL", expect=None).returncode == 0:
            break
    subprocess.run([python, "-c", PILLOW_SCRIPT], input="\n".join(map(str, files)), text=True,
                   check=True, timeout=300)
    found = {}
    for file in files:
        out = Path(f"{file}.ppm")
        found[file] = read_pnm(out.read_bytes())
        out.unlink()
    return found


# Prints every picture's size and samples, at most SHOWN columns of them, once all are loaded.
SHOWN = 700
CHROMIUM_PAGE = """<!doctype html><meta charset="utf-8"><pre id="out"></pre><div>%s</div><script>
function look(image) {
  if (image.naturalWidth == 0) return {error: "not decoded"};
  const canvas = document.createElement("canvas");
  canvas.width = Math.min(image.naturalWidth, %d);
  canvas.height = image.naturalHeight;
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const rgba = context.getImageData(0, 0, canvas.width, canvas.height).data;
  let text = "";
  for (let i = 0; i < rgba.length; ++i) if (i %% 4 != 3) text += String.fromCharCode(rgba[i]);
  return {width: image.naturalWidth, height: image.naturalHeight, samples: btoa(text)};
}
addEventListener("load", () => {
  const found = [...document.images].map(look);
  document.querySelector("div").remove();
  document.getElementById("out").textContent = JSON.stringify(found);
});
</script>"""


def by_chromium(files):
    page = files[0].parent / "page.html"
    encoded = (base64.b64encode(file.read_bytes()).decode() for file in files)
    images = "".join(f'<img src="data:image/jpeg;base64,{data}">' for data in encoded)
    page.write_text(CHROMIUM_PAGE % (images, SHOWN))
    dom = run("chromium", "--headless", "--no-sandbox", "--disable-gpu",
              "--force-color-profile=srgb", f"--user-data-dir={page.parent / 'chromium'}",
              "--dump-dom", page.as_uri()).stdout.decode()
    text = dom.split('<pre id="out">')[1].split("</pre>")[0]
    found = {}
    for file, row in zip(files, json.loads(html.unescape(text))):
        assert "error" not in row, (file, row)
        found[file] = row["width"], row["height"], base64.b64decode(row["samples"])
    return found


def shown_columns(picture):
    """As much of it as the page shows."""
    width, height, samples = picture
    shown = min(width, SHOWN)
    rows = (samples[3 * width * y:3 * (width * y + shown)] for y in range(height))
    return width, height, b"".join(rows)


# What a reader opens from nobody: djpeg has no colour conversion for CMYK, and the policy that
# Debian gives ImageMagick ends at 16,000 columns.
REFUSED = {"djpeg": {"cmyk.jpg"}, "ImageMagick": {"wide.jpg"}}

READERS = {"djpeg": by_djpeg, "libvips": by_vips, "Pillow": by_pillow,
           "ImageMagick": by_imagemagick, "Chromium": by_chromium}


class JpegReaders(PixmillTest):
    """All sources, optimized in every way; each distinct file is looked at once."""

    def setUp(self):
        super().setUp()
        self.src.mkdir()
        for name, (arguments, width, height) in SOURCES.items():
            self.write_source(name, arguments, width, height)
        self.make_pictures(count=16, into=self.dir / "made")
        cmyk = next((self.dir / "made").glob("photos/cmyk*"))
        shutil.copyfile(cmyk, self.src / "cmyk.jpg")

    def write_source(self, name, arguments, width, height):
        ppm = self.dir / f"{name}.ppm"
        ppm.write_bytes(b"P6\n%d %d\n255\n" % (width, height) + bytes(made_samples(width, height)))
        run("cjpeg", "-quality", 97, *arguments, "-outfile", self.src / f"{name}.jpg", ppm)

    def results(self):
        """{distinct file: [what it is]}, {distinct file: its source}; the sources are among them."""
        looked_at = self.dir / "distinct"
        looked_at.mkdir()
        names, source_of, first = {}, {}, {}

        def add(path, name, source):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest not in first:
                first[digest] = looked_at / f"{len(first)}.jpg"
                shutil.copyfile(path, first[digest])
            file = first[digest]
            names.setdefault(file, []).append(name)
            source_of.setdefault(file, source or file)
            return file

        sources = {path.name: add(path, f"{path.name} itself", None)
                   for path in sorted(self.src.iterdir())}
        for variant, options in VARIANTS.items():
            out = self.dir / variant
            self.build(*options, "--set", "jpeg.reencode=always", out=out)
            for name, source in sources.items():
                add(out / name, f"{name} {variant}", source)
        return names, source_of

    def test_every_result_opens_everywhere_as_the_same_picture(self):
        names, source_of = self.results()
        kind = {file: names[source][0].split()[0] for file, source in source_of.items()}
        # a good half of all variants are files of their own, or this would test little
        self.assertGreater(len(names), len(SOURCES) * len(VARIANTS) / 2)
        reference = {}
        for reader, read in READERS.items():
            seen = read([file for file in names if kind[file] not in REFUSED.get(reader, ())])
            reference = reference or seen
            cut = shown_columns if reader == "Chromium" else lambda picture: picture
            for file, (width, height, samples) in seen.items():
                with self.subTest(reader=reader, file=names[file]):
                    of_source = seen[source_of[file]]
                    self.assertEqual((width, height), of_source[:2])
                    self.assertLess(mean_difference(samples, of_source[2]), LIKE_ITS_SOURCE)
                    if file in reference:
                        expected = cut(reference[file])
                        self.assertEqual((width, height), expected[:2])
                        self.assertLess(mean_difference(samples, expected[2]), READERS_AGREE)


if __name__ == "__main__":
    main()
