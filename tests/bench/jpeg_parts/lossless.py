"""JPEGs made smaller without touching a coefficient: by pixmill, libjpeg-turbo's jpegtran and
mozjpeg's."""

from dataclasses import dataclass

from . import peers
from .pictures import below, header, spread
from .processes import in_parallel, run

JPEGS = {".jpg", ".jpeg"}
METADATA = {*range(0xE1, 0xEE), 0xEF, 0xFE}  # APP0 and APP14 tell what the samples are


@dataclass
class Result:
    sizes: list  # bytes, picture by picture
    seconds: float  # CPU


def without_metadata(jpeg):
    """Its segments but for EXIF, profiles, comments and their like, and nothing after its end; None
    of bytes that are no JPEG."""
    if jpeg[:2] != b"\xff\xd8":
        return None
    kept, at = [jpeg[:2]], 2
    while jpeg[at + 1] != 0xDA:  # the first scan
        end = at + 2 + int.from_bytes(jpeg[at + 2:at + 4], "big")
        if jpeg[at + 1] not in METADATA:
            kept.append(jpeg[at:end])
        at = end
    kept.append(jpeg[at:jpeg.index(b"\xff\xd9", at) + 2])
    return b"".join(kept)


def stripped_copies(paths, folder):
    """Sources without metadata, whose bytes are not what is compared."""
    folder.mkdir()
    copies = []
    for index, path in enumerate(paths):
        jpeg = without_metadata(path.read_bytes())
        if jpeg is None:
            print(f"Left out, for it is no JPEG: {path}")
            continue
        copies.append(folder / f"{index:04}.jpg")
        copies[-1].write_bytes(jpeg)
    return copies


def jpegtran(source, out, *options):
    return run("jpegtran", "-copy", "none", *options, "-outfile", out, source)[1]


class Lossless:
    """What each transcoder makes of one folder."""

    def __init__(self, options, folder, scratch):
        self.options = options
        self.folder = folder
        self.scratch = scratch
        self.sources = stripped_copies(spread(below(folder, JPEGS), options.count or 1 << 30),
                                       scratch / "sources")
        self.megapixels = sum(header(path, "width") * header(path, "height")
                              for path in self.sources) / 1e6

    def of_each(self, transcode):
        """`transcode(source, out)` gives CPU seconds."""
        def one(source):
            out = self.scratch / f"{source.stem}-out.jpg"
            seconds = transcode(source, out)
            size = out.stat().st_size
            out.unlink()
            return size, seconds
        done = in_parallel(one, self.sources, self.options.jobs)
        return Result([size for size, _ in done], sum(seconds for _, seconds in done))

    def pixmill(self):
        out = self.scratch / "built"
        _, seconds = run(self.options.program, "build", self.scratch / "sources", "-o", out,
                         "--preset", "lossless", "--no-cache", "--quiet", "-j", 1)
        return Result([(out / source.name).stat().st_size for source in self.sources], seconds)

    def mozjpeg(self):
        pairs = [(source, self.scratch / f"{source.stem}-moz.jpg") for source in self.sources]
        seconds = peers.mozjpeg_transcode(pairs)
        return Result([out.stat().st_size for _, out in pairs], seconds)

    def results(self):
        yield "the sources", Result([path.stat().st_size for path in self.sources], 0.0)
        yield "jpegtran -optimize", self.of_each(lambda *pair: jpegtran(*pair, "-optimize"))
        yield "jpegtran -optimize -progressive", self.of_each(
            lambda *pair: jpegtran(*pair, "-optimize", "-progressive"))
        if peers.has_mozjpeg():
            yield "mozjpeg's jpegtran", self.mozjpeg()
        yield "pixmill --preset lossless", self.pixmill()

    def report(self):
        print(f"\n{self.folder}: {len(self.sources)} JPEGs, {self.megapixels:.1f} MP, transcoded "
              "without loss; metadata taken off all beforehand")
        print(f"{'':34}{'bytes':>12}{'':>9}{'ms/MP':>8}")
        found = dict(self.results())
        before = sum(found["the sources"].sizes)
        for name, result in found.items():
            size = sum(result.sizes)
            print(f"{name:34}{size:12}{100 * size / before - 100:+8.2f}%"
                  f"{1000 * result.seconds / self.megapixels:8.1f}")
        if "mozjpeg's jpegtran" in found:
            self.compare(found["pixmill --preset lossless"], found["mozjpeg's jpegtran"])
        print("ms/MP: CPU of the whole process, which for pixmill verifies what it wrote; "
              "mozjpeg's: of the work alone.")

    def compare(self, ours, theirs):
        changes = [100 * mine / other - 100 for mine, other in zip(ours.sizes, theirs.sizes)]
        larger = sum(change > 0 for change in changes)
        print(f"pixmill against mozjpeg's: {larger} of {len(changes)} larger; picture by picture "
              f"{min(changes):+.2f} to {max(changes):+.2f} %")
