#!/usr/bin/env python3
"""clang-tidy over a built folder's sources, each checked again only when something it depends on changed.

    run_clang_tidy.py BUILD_FOLDER [-j N]

The first run takes minutes, for every source brings the standard library along. But its verdict depends on
nothing but bytes that are at hand: the source, every file that it includes (ninja knows them, from the
compiler, once the folder is built), the flags it is compiled with, the .clang-tidy files above it and the
clang-tidy that is asked. A hash over these is written down when nothing was found; a source with a hash that
stands there is not checked again. What was found is never written down, so it is found again.

Exit code: 0 clean, 1 something was found, 2 it could not be checked.
"""

import argparse
import hashlib
import json
import os
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

CLEAN_FILE = "lint/clang-tidy-clean"  # below build/, for all presets: flags are part of the hash


class CannotCheck(Exception):
    """Something other than a finding: nothing can be said of the sources."""


def output_of(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotCheck(f"{' '.join(command)}: {error}") from error


class Contents:
    """The hashes of files, each read once; "missing" of those that are not there."""

    def __init__(self):
        self.known = {}

    def hash_of(self, path):
        if path not in self.known:
            try:
                self.known[path] = hashlib.sha256(path.read_bytes()).hexdigest()
            except FileNotFoundError:
                self.known[path] = "missing"
        return self.known[path]


def included_files(build):
    """For each object, relative to the build folder, the files that its compilation read."""
    files, current = {}, None
    for line in output_of(["ninja", "-C", str(build), "-t", "deps"]).splitlines():
        if line.startswith("    "):
            files[current].append(line.strip())
        elif ": #deps" in line:
            current = line.partition(": #deps")[0]
            if not line.endswith("(VALID)"):
                raise CannotCheck(f"{current} is older than a file it includes: build the folder first")
            files[current] = []
    return files


class Source:
    """One entry of the compilation database."""

    def __init__(self, entry, included):
        self.path = pathlib.Path(entry["directory"], entry["file"])
        self.command = entry["command"]
        self.folder = pathlib.Path(entry["directory"])
        words = self.command.split()
        self.object = words[words.index("-o") + 1]
        if self.object not in included:
            raise CannotCheck(f"{self.path}: ninja does not know what it includes; build the folder first")
        self.included = sorted(self.folder / name for name in included[self.object])

    def key(self, contents, tool):
        """A hash over all that the verdict depends on."""
        parts = [tool, self.command, str(self.path), contents.hash_of(self.path)]
        for path in self.included:
            parts += [str(path), contents.hash_of(path)]
        # "missing" counts: a file made nearer to the source replaces what was in force
        parts += [contents.hash_of(folder / ".clang-tidy") for folder in self.path.parents]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class CleanSources:
    """The keys of sources in which nothing was found."""

    def __init__(self, file):
        self.file = file
        self.keys = set(file.read_text().split()) if file.exists() else set()

    def add(self, key):
        """At once, so that a run that is stopped loses little."""
        self.keys.add(key)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a") as out:
            out.write(key + "\n")


def sources_of(build):
    included = included_files(build)
    entries = json.loads((build / "compile_commands.json").read_text())
    return [Source(entry, included) for entry in entries]


def check(source, build):
    """Returns what clang-tidy found, or nothing."""
    done = subprocess.run(
        ["clang-tidy", "-quiet", "-p", str(build), str(source.path)], capture_output=True, text=True, check=False
    )
    found = done.stdout.strip()
    if done.returncode != 0 or found:
        return found or done.stderr.strip() or f"{source.path}: clang-tidy ended with {done.returncode}"
    return ""


def show_progress(done, of):
    if sys.stderr.isatty():
        print(f"\r{done} of {of} ", end="" if done < of else "\n", file=sys.stderr, flush=True)


def check_all(pending, build, jobs, clean, tool):
    """Prints each finding once, though every source that includes its header has it. True if there was none."""
    findings = set()
    with ThreadPoolExecutor(jobs) as pool:
        runs = {pool.submit(check, source, build): key for key, source in pending.items()}
        for count, run in enumerate(as_completed(runs), 1):
            found, key = run.result(), runs[run]
            # what was edited meanwhile was not checked as its key says
            if not found and pending[key].key(Contents(), tool) == key:
                clean.add(key)
            elif found and found not in findings:
                findings.add(found)
                print(found, flush=True)
            show_progress(count, len(runs))
    return not findings


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    clean = CleanSources(build.parent / CLEAN_FILE)
    tool = output_of(["clang-tidy", "--version"])
    contents = Contents()
    sources = sources_of(build)
    # two targets may compile one source alike
    keyed = {source.key(contents, tool): source for source in sources}
    pending = {key: source for key, source in keyed.items() if key not in clean.keys}
    print(f"clang-tidy: {len(pending)} of {len(sources)} sources are new to it.", flush=True)
    return 0 if check_all(pending, build, arguments.jobs, clean, tool) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotCheck as error:
        print(f"run_clang_tidy: {error}", file=sys.stderr)
        sys.exit(2)
