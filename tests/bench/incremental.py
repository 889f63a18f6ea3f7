"""What a build costs where little or nothing is to be done, against the fastest programs that do
comparable work, by turns on the same files: the table of "a no-op at the speed of stat".

usage: incremental.py [--quick] [--small N] [--large N] [--rows N] [--site FOLDER] [--turns N]
                      [--only PART,...] [--folder SCRATCH]

PART is one of noop, large, dates, restore, one, change, rows. --quick takes 500 small, 5,000 large,
20,000 rows and 3 turns. Without --site, the pictures of `./dev demo` are taken, else made ones.
"""

import argparse
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))

from many_pictures import files_below, grow_old, make_tree, tiny_png  # noqa: E402
from paired import Program, compare, heading  # noqa: E402

PIXMILL = Path(os.environ["PIXMILL"])  # where it was built
PROGRAM = PIXMILL  # what is timed


class Tree:
    """Pictures, where they are built to, and a cache, below one folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.src, self.out, self.cache = (self.folder / name for name in ("src", "out", "cache"))

    def command(self, out=None):
        return [PROGRAM, "build", self.src, "-o", out or self.out, "--preset", "fast",
                "--cache-dir", self.cache, "--quiet"]

    def settle(self):
        """Builds until every stamp is believed."""
        for _ in range(2):
            subprocess.run(self.command(), check=True)
            grow_old()

    def noop(self):
        return Program("pixmill build", self.command())


def find_program(tree, most):
    return Program("find", ["find", tree.src, tree.out, "-type", "f", "-printf", "%s %T@ %p\\n"],
                   most=most)


def git_program(tree, most):
    """A repository of the very files that pixmill looks at: sources and outputs, all committed."""
    git = ["git", "-C", tree.folder]
    author = ["-c", "user.name=bench", "-c", "user.email=bench@localhost"]
    if not (tree.folder / ".git").exists():
        (tree.folder / ".gitignore").write_text("cache\nbuild.ninja\n.ninja*\n")
        subprocess.run([*git, "init", "-q"], check=True)
        # every file straight into one pack, instead of a file for each
        subprocess.run([*git, "-c", "core.bigFileThreshold=1", "add", "."], check=True)
        subprocess.run([*git, *author, "commit", "-q", "-m", "all"], check=True)
        grow_old()
        subprocess.run([*git, "status", "-s"], check=True)
    return Program("git status", [*git, "status", "--porcelain"], most=most)


def ninja_program(tree, most):
    """One edge a picture. `generator` spares ninja its log, which it would be slower with."""
    pairs = [(path, tree.out / Path(path).relative_to(tree.src)) for path in files_below(tree.src)]
    (tree.folder / "build.ninja").write_text(
        "rule copy\n  command = cp $in $out\n  generator = 1\n" +
        "".join(f"build {out}: copy {path}\n" for path, out in pairs))
    command = ["ninja", "-C", tree.folder]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    if b"no work to do" not in said:
        sys.exit("ninja found work to do: it is no peer of a build with nothing to do")
    return Program("ninja", command, most=most)


def noop(tree, options):
    compare(f"nothing changed, {options.small:,}", [tree.noop(), find_program(tree, 0.9)],
            options.turns)


def large_noop(tree, options):
    peers = [ninja_program(tree, 0.4), git_program(tree, 0.8), find_program(tree, 0.75)]
    compare(f"nothing changed, {options.large:,}", [tree.noop(), *peers], options.turns,
            most_mb=100)


def change(tree, options):
    """What a change may cost is a no-op, that picture alone, and a tenth."""
    victim = min(tree.src.rglob("*.png"))
    number = iter(range(options.large, 2 * options.large))
    alone = Program("the picture alone",
                    [PROGRAM, "one", victim, tree.folder / "alone.png", "--no-cache"])
    noop_program = tree.noop()
    noop_program.name, noop_program.prepare = "no-op + picture", lambda: settle_change(tree)
    noop_program.add, noop_program.most = alone, 1.1
    changed = Program("pixmill build", tree.command(),
                      prepare=lambda: victim.write_bytes(tiny_png(next(number))))
    compare(f"one of {options.large:,} changed", [changed, alone, noop_program], options.turns)


def settle_change(tree):
    grow_old()
    subprocess.run(tree.command(), check=True)


def new_dates(tree, options):
    files = files_below(tree.src)

    def touch():
        for path in files:
            os.utime(path)
        grow_old()

    compare(f"every date changed, {len(files):,}",
            [Program("pixmill build", tree.command(), prepare=touch),
             Program("xxhsum -H2", ["xxhsum", "-H2", *files], most=1.5)], options.turns)


def restore(tree, options):
    """As after a checkout on another machine: new dates, no outputs, and the cache unpacked. Each run
    writes to a folder of its own: a file system that has just deleted as many is slow to make more."""
    number = itertools.count()
    build, copy = Program("pixmill build", []), Program("cp -r", [], most=1.5)

    def check_out():
        for path in files_below(tree.src):
            os.utime(path)
        build.command = tree.command(tree.folder / f"built-{next(number)}")

    def choose_copy():
        copy.command = ["cp", "-r", tree.out, tree.folder / f"copied-{next(number)}"]

    build.prepare, copy.prepare = check_out, choose_copy
    compare("OUT empty, all in the cache", [build, copy], options.turns)


def one_hit(tree, options):
    picture = min((path for path in tree.src.rglob("*.jpg")),
                  key=lambda path: abs(path.stat().st_size - 25_000))
    out, source = tree.folder / "one.jpg", tree.folder / "empty.c"
    source.write_text("int main(void) { return 0; }\n")
    compiling = ["ccache", "gcc", "-c", source, "-o", tree.folder / "empty.o"]
    environment = {"CCACHE_DIR": str(tree.folder / "ccache")}
    command = [PROGRAM, "one", picture, out, "--cache-dir", tree.folder / "one-cache"]
    for _ in range(2):
        subprocess.run(command, check=True)
        subprocess.run(compiling, check=True, env=os.environ | environment)
        grow_old()
    turns = 10 * options.turns  # each is over in milliseconds
    for work, prepare, most in (("one, a hit, output right", lambda: None, 0.7),
                                ("one, a hit, output missing", lambda: out.unlink(True), 1.0)):
        compare(work, [Program("pixmill one", command, prepare=prepare),
                       Program("ccache", compiling, environment=environment, most=most)], turns)


def rows(options):
    program = PIXMILL.parents[1] / "tests" / "bench" / "lookup_bench"
    subprocess.run([program, options.folder / "rows", str(options.rows), str(options.turns)],
                   check=True)


def site_tree(options):
    tree = Tree(options.folder / "site")
    pictures = options.site or Path(".demo/pictures")
    if pictures.is_dir():
        shutil.copytree(pictures, tree.src)
    else:
        maker = PIXMILL.parents[1] / "tests" / "support" / "make_pictures"
        subprocess.run([maker, tree.src, "1969", "1"], check=True)
    for path in find_refused(tree):
        path.unlink()
    tree.settle()
    return tree


def find_refused(tree):
    """Pictures that are refused would be tried again by every build."""
    done = subprocess.run(tree.command(), stderr=subprocess.PIPE, check=False)
    named = [line.split(": ")[-2] for line in done.stderr.decode().splitlines() if ": " in line]
    return [tree.src / name for name in named if (tree.src / name).is_file()]


def tiny_tree(options, name, count):
    tree = Tree(options.folder / name)
    make_tree(tree.src, count)
    tree.settle()
    return tree


def parse():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--quick", action="store_true")
    for name, usual in (("small", 2_000), ("large", 100_000), ("rows", 1_000_000), ("turns", 10)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--only", default="noop,large,dates,restore,one,change,rows")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.quick:
        options.small, options.large, options.rows, options.turns = 500, 5_000, 20_000, 3
    options.only = options.only.split(",")
    return options


def run(options):
    heading()
    if "noop" in options.only:
        noop(tiny_tree(options, "small", options.small), options)
    if {"dates", "restore", "one"} & set(options.only):
        tree = site_tree(options)
        parts = (("restore", restore), ("one", one_hit), ("dates", new_dates))
        for part in [part for name, part in parts if name in options.only]:
            part(tree, options)
    if {"large", "change"} & set(options.only):
        tree = tiny_tree(options, "large", options.large)
        for part in [part for name, part in (("large", large_noop), ("change", change))
                     if name in options.only]:
            part(tree, options)
    if "rows" in options.only:
        rows(options)


def main():
    global PROGRAM
    options = parse()
    with tempfile.TemporaryDirectory(prefix="pixmill-bench-", dir=options.folder) as folder:
        options.folder = Path(folder)
        # As installed: a linker writes its output in pieces, and what the page cache holds of it
        # then makes every start 0.2 ms longer.
        PROGRAM = Path(shutil.copy(PIXMILL, options.folder))
        run(options)


if __name__ == "__main__":
    main()
