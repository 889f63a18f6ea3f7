"""What JPEGs cost: the metric against its reference, bytes at equal quality against other encoders,
transcoding without loss, and the quality search over folders of JPEGs.

Parts, all of them if none is named:
  oracle       the metric against scores of its reference (if --oracle names them)
  rate         bytes at equal SSIMULACRA2, SSIM and butteraugli, encoder by encoder
  screenshots  the same on 30 screenshots that were JPEGs of quality 95; 4:4:4 is allowed to all
  guetzli      the same on one small picture, at the high qualities that guetzli makes
  lossless     bytes of transcodes without loss
  search       hit rate, qualities and cost of the search, against one quality for all

Pictures come from the folders that are named; else from Debian's packages mate-backgrounds
(photographs, shrunk to --longest) and gimp-help-en, downloaded as ./dev demo does. A quick look:
./dev bench jpeg rate --count 2 --step 15 --butteraugli 0
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from jpeg_parts import encoders, oracle, peers, pictures, plot
from jpeg_parts.lossless import Lossless
from jpeg_parts.processes import run
from jpeg_parts.rate import Rate, print_tables
from jpeg_parts.search import Search

PACKAGES = {"mate-backgrounds": "usr/share/backgrounds",
            "gimp-help-en": "usr/share/gimp/2.0/help/en/images"}
# What optimize-images leaves of gimp-help-en's JPEGs, whose scores are 18 to 100, 74 in the mean.
PEER_BYTES = 6_053_383
GUETZLI_LONGEST = 400  # pixels; it takes a minute for a megapixel, and 10 s for this


def package_folder(name):
    return pictures.package(name) / PACKAGES[name]


def numbered(path, index):
    """plot.svg, plot-2.svg, plot-3.svg"""
    return path if index == 0 else path.with_stem(f"{path.stem}-{index + 1}")


def oracle_part(options, scratch):
    return not options.oracle or oracle.report(options, scratch)


def rate_part(options, scratch):
    samplings = ("420", "444") if options.full_chroma else ("420",)
    for index, folder in enumerate(options.pictures or [package_folder("mate-backgrounds")]):
        rate = Rate(options, encoders.installed(options.program, options.mozjpeg), scratch,
                    samplings)
        rate.measure(pictures.spread(pictures.below(folder), options.count or 24))
        print_tables(rate, str(folder))
        if options.plot:
            path = numbered(options.plot, index)
            plot.write(rate, path, str(folder))
            print(f"The curves are in {path}")
    return True


def screenshots_part(options, scratch):
    """Text and line art, as it comes along: in JPEGs of high quality."""
    paths = pictures.screenshots(package_folder("gimp-help-en"), options.count or 30)
    rate = Rate(options, encoders.installed(options.program, options.mozjpeg), scratch,
                ("420", "444"), levels=(70, 75, 80, 85, 88, 90, 92))
    rate.measure([pictures.as_fine_jpeg(path, scratch) for path in paths])
    print_tables(rate, "Screenshots")
    return True


def guetzli_part(options, scratch):
    if not encoders.has_guetzli():
        return True  # said at the beginning
    picture = options.guetzli or pictures.below(package_folder("mate-backgrounds"), {".jpg"})[0]
    small = argparse.Namespace(**{**vars(options), "step": 3, "longest": GUETZLI_LONGEST})
    names = encoders.installed(options.program, options.mozjpeg)
    names = {name: names[name] for name in ("cjpeg", "pixmill balanced", "pixmill best")}
    names["guetzli"] = (encoders.guetzli, range(84, 100))
    rate = Rate(small, names, scratch, ("444",), levels=(86, 87, 88, 89, 90, 91, 92))
    rate.measure([picture])
    print_tables(rate, f"{picture}, and guetzli")
    return True


def jpeg_folders(options):
    return options.jpegs or [package_folder(name) for name in ("gimp-help-en", "mate-backgrounds")]


def lossless_part(options, scratch):
    for index, folder in enumerate(jpeg_folders(options)):
        own = scratch / f"lossless-{index}"
        own.mkdir()
        Lossless(options, folder, own).report()
    return True


def search_part(options, scratch):
    for index, folder in enumerate(jpeg_folders(options)):
        own = scratch / f"search-{index}"
        own.mkdir()
        print(f"\n{folder}", end="")
        Search(options, folder, own).report()
    if not options.jpegs and not options.count:
        print(f"optimize-images leaves {PEER_BYTES} bytes of gimp-help-en's JPEGs.")
    return True


PARTS = {"oracle": oracle_part, "rate": rate_part, "screenshots": screenshots_part,
         "guetzli": guetzli_part, "lossless": lossless_part, "search": search_part}


def arguments():
    parser = argparse.ArgumentParser(
        prog="./dev bench jpeg", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    add("--peers", action="store_true", help="first install mozjpeg from npm, in fixed versions, "
        f"into {peers.INSTALLED}; what is there already is used without this")
    add("--pictures", type=Path, action="append", help="rate: PNGs or JPEGs to encode; may be "
        "given again, for a table each")
    add("--jpegs", type=Path, action="append", help="lossless, search: JPEGs; may be given again")
    add("--count", type=int, help="at most so many pictures of each folder, evenly spread")
    add("--longest", type=int, default=1600, help="rate: longer sides are shrunk (default 1600)")
    add("--step", type=int, default=5, help="between qualities (default 5)")
    add("--full-chroma", action="store_true", help="rate: allow 4:4:4 to all, the smaller counts")
    add("--butteraugli", type=int, default=2, metavar="N",
        help="score N pictures of each folder with it too (default 2; it takes a second a file)")
    add("--mozjpeg", type=Path, metavar="CJPEG", help="mozjpeg's cjpeg, in place of npm's mozjpeg")
    add("--plot", type=Path, metavar="FILE.svg", help="rate: draw bytes over SSIMULACRA2")
    add("--preset", default="balanced", help="search: (default balanced)")
    add("--target", type=float, default=75, help="search: (default 75)")
    add("--oracle", type=Path, help="folder of ssimulacra2*.tsv: picture, cjpeg arguments, bytes, "
        "score")
    add("--oracle-pictures", type=Path, action="append", default=[], help="where those pictures "
        "lie; may be given again")
    add("--guetzli", type=Path, metavar="PICTURE", help="the picture to try guetzli on, shrunk to "
        f"{GUETZLI_LONGEST} pixels")
    add("--jobs", type=int, default=os.cpu_count(), help="processes at once")
    options = parser.parse_args()
    options.program = os.environ["PIXMILL"]
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {' '.join(sorted(unknown))}")
    if "oracle" in options.parts and not options.oracle:
        parser.error("oracle needs --oracle")
    return options


def main():
    options = arguments()
    if options.peers:
        peers.install()
    print(run(options.program, "--version")[0].decode().strip().replace("\n", "; "))
    peers.describe_missing(options.mozjpeg)
    fine = True
    with tempfile.TemporaryDirectory(prefix="pixmill-bench-") as folder:
        for name, part in PARTS.items():
            if not options.parts or name in options.parts:
                fine = part(options, Path(folder)) and fine
                sys.stdout.flush()
    sys.exit(not fine)


if __name__ == "__main__":
    main()
