"""What JPEGs cost: the metric against its reference, bytes at equal quality against other encoders,
and the quality search over folders of JPEGs.

Pictures come from the folders that are named; else from Debian's packages mate-backgrounds
(photographs, shrunk to --longest) and gimp-help-en, downloaded as ./dev demo does. A quick look:
./dev bench jpeg rate --count 2 --step 15 --butteraugli 0
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from jpeg_parts import encoders, oracle, pictures, plot
from jpeg_parts.processes import run
from jpeg_parts.rate import Rate, print_table
from jpeg_parts.search import Search

PACKAGES = {"mate-backgrounds": "usr/share/backgrounds",
            "gimp-help-en": "usr/share/gimp/2.0/help/en/images"}
# What optimize-images leaves of gimp-help-en's JPEGs, whose scores are 18 to 100, 74 in the mean.
PEER_BYTES = 6_053_383


def package_folder(name):
    return pictures.package(name) / PACKAGES[name]


def rate_part(options, scratch):
    folder = options.pictures or package_folder("mate-backgrounds")
    paths = pictures.spread(pictures.below(folder), options.count or 24)
    rate = Rate(options, encoders.installed(options.program, options.mozjpeg), scratch,
                ("420", "444") if options.full_chroma else ("420",))
    rate.measure(paths)
    print_table(rate, str(folder))
    if options.plot:
        plot.write(rate, options.plot)
        print(f"The curves are in {options.plot}")


def guetzli_part(options, scratch):
    """One picture, and few qualities: it takes 10 s and more for a tenth of a megapixel."""
    options.step = 3
    names = encoders.installed(options.program)
    names = {name: names[name] for name in ("cjpeg", "pixmill balanced", "pixmill best")}
    names["guetzli"] = (encoders.guetzli, range(84, 100))
    rate = Rate(options, names, scratch, ("444",), levels=(88, 89, 90, 91, 92, 93))
    rate.measure([options.guetzli])
    print_table(rate, f"{options.guetzli} and guetzli")


def search_part(options, scratch):
    folders = options.jpegs or [package_folder(name) for name in ("gimp-help-en",
                                                                  "mate-backgrounds")]
    for index, folder in enumerate(folders):
        own = scratch / f"search-{index}"
        own.mkdir()
        print(f"\n{folder}", end="")
        Search(options, folder, own).report()
    if not options.jpegs and not options.count:
        print(f"optimize-images leaves {PEER_BYTES} bytes of gimp-help-en's JPEGs.")


def arguments():
    parser = argparse.ArgumentParser(
        prog="./dev bench jpeg", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("parts", nargs="*", metavar="PART", help="of rate, search (default: both, and oracle and "
        "guetzli where their options are given)")
    add("--pictures", type=Path, help="PNGs or JPEGs to encode, for rate")
    add("--jpegs", type=Path, action="append", help="JPEGs for search; may be given again")
    add("--count", type=int, help="at most so many pictures of each folder, evenly spread")
    add("--longest", type=int, default=1600, help="rate: longer sides are shrunk (default 1600)")
    add("--step", type=int, default=5, help="between qualities (default 5)")
    add("--full-chroma", action="store_true", help="rate: allow 4:4:4 to all, the smaller counts")
    add("--butteraugli", type=int, default=2, metavar="N",
        help="rate: score N pictures with it too (default 2; it takes a second a file)")
    add("--mozjpeg", type=Path, metavar="CJPEG", help="mozjpeg's cjpeg")
    add("--plot", type=Path, metavar="FILE.svg", help="rate: draw bytes over SSIMULACRA2")
    add("--preset", default="balanced", help="search: (default balanced)")
    add("--target", type=float, default=75, help="search: (default 75)")
    add("--oracle", type=Path, help="folder of ssimulacra2*.tsv: picture, cjpeg arguments, bytes, "
        "score")
    add("--oracle-pictures", type=Path, action="append", default=[], help="where those pictures lie")
    add("--guetzli", type=Path, metavar="PICTURE", help="a small picture to try guetzli on")
    add("--jobs", type=int, default=os.cpu_count(), help="processes at once")
    options = parser.parse_args()
    options.program = os.environ["PIXMILL"]
    unknown = set(options.parts) - {"rate", "search"}
    if unknown:
        parser.error(f"there is no part {' '.join(sorted(unknown))}")
    return options


def main():
    options = arguments()
    named_parts = options.parts
    fine = True
    print(run(options.program, "--version")[0].decode().strip().replace("\n", "; "))
    with tempfile.TemporaryDirectory(prefix="pixmill-bench-") as folder:
        scratch = Path(folder)
        if options.oracle:
            fine = oracle.report(options, scratch)
        if "rate" in named_parts or not (named_parts or options.oracle or options.guetzli):
            rate_part(options, scratch)
        if options.guetzli:
            guetzli_part(options, scratch)
        if "search" in named_parts or not (named_parts or options.oracle or options.guetzli):
            search_part(options, scratch)
    sys.exit(not fine)


if __name__ == "__main__":
    main()
