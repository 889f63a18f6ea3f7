#!/usr/bin/env python3
"""Lines and branches that the tests went through, by source, from a build with --coverage that they were run in.

    branch_coverage.py BUILD_FOLDER [--missed] PREFIX...    e.g. build/coverage cache/ engine/build/

Branches are gcov's, without those to exceptions: the compiler gives nearly every call one, and what the project
throws itself is in other branches. A branch of a function counts once for all its instances.
"""

import argparse
import collections
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Coverage:
    """How often each line and branch was taken, summed over all objects that hold it."""

    def __init__(self, prefixes):
        self.prefixes = tuple(prefixes)
        self.lines = collections.Counter()  # by (source, line)
        self.branches = collections.Counter()  # by (source, line, function, number)

    def add_object(self, data_file, build):
        """Adds what gcov says of one object's counters."""
        report = subprocess.run(
            ["gcov", "--json-format", "--branch-probabilities", "--stdout", str(data_file)],
            cwd=build, capture_output=True, text=True, check=True,
        )
        for document in filter(None, report.stdout.splitlines()):
            parsed = json.loads(document)
            for source in parsed["files"]:
                path = (pathlib.Path(parsed["current_working_directory"]) / source["file"]).resolve()
                if path.is_relative_to(ROOT) and str(path.relative_to(ROOT)).startswith(self.prefixes):
                    self.add_lines(str(path.relative_to(ROOT)), source["lines"])

    def add_lines(self, name, lines):
        for line in lines:
            place = (name, line["line_number"])
            self.lines[place] += line["count"]
            for number, branch in enumerate(line["branches"]):
                if not branch["throw"]:
                    self.branches[(*place, line.get("function_name", ""), number)] += branch["count"]

    def sources(self):
        return sorted({name for name, _ in self.lines})

    def missed_branches(self):
        """How many of each line's branches were never taken, by (source, line)."""
        return collections.Counter(key[:2] for key, count in self.branches.items() if count == 0)


def share(counts):
    taken = sum(count > 0 for count in counts)
    return f"{taken:5} of {len(counts):5} {100 * taken / max(1, len(counts)):6.1f} %"


def print_table(coverage):
    print(f"{'source':44} {'lines':>23} {'branches':>23}")
    rows = [(name, lambda key, name=name: key[0] == name) for name in coverage.sources()]
    for title, belongs in [*rows, ("all", lambda key: True)]:
        lines = [count for key, count in coverage.lines.items() if belongs(key)]
        branches = [count for key, count in coverage.branches.items() if belongs(key)]
        print(f"{title:44} {share(lines):>23} {share(branches):>23}")


def print_missed(coverage):
    for (name, number), count in sorted(coverage.missed_branches().items()):
        text = (ROOT / name).read_text().splitlines()[number - 1].strip()
        print(f"{name}:{number}: {count} not taken: {text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("prefixes", nargs="+")
    parser.add_argument("--missed", action="store_true", help="name each line with a branch that was not taken")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    coverage = Coverage(arguments.prefixes)
    for data_file in sorted(build.rglob("*.gcda")):
        coverage.add_object(data_file, build)
    print_table(coverage)
    if arguments.missed:
        print_missed(coverage)


if __name__ == "__main__":
    main()
