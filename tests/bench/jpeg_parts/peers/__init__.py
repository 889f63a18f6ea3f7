"""Other people's encoders that Debian 12 does not carry: found in the path, or taken from npm."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ..processes import run

HERE = Path(__file__).parent
INSTALLED = Path("build/bench/peers")


def install():
    """The npm packages of package.json, whose versions are fixed there, with the npm settings of
    whoever runs this. They ship their programs compiled, so no script of theirs is run."""
    if not shutil.which("npm"):
        sys.exit("--peers needs npm (Debian's package npm)")
    INSTALLED.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "package.json", INSTALLED)
    done = subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund",
                           "--no-package-lock", "--loglevel=error"], cwd=INSTALLED,
                          stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        sys.exit("--peers: npm could not install them; its own words stand above")


def has_mozjpeg():
    return (INSTALLED / "node_modules" / "sharp").is_dir() and shutil.which("node") is not None


def _mozjpeg(*arguments):
    """CPU seconds of mozjpeg's work alone."""
    return float(run("node", HERE / "mozjpeg.mjs", INSTALLED.resolve(), *arguments)[0])


def mozjpeg(source, quality, sampling, out):
    return _mozjpeg("encode", quality, sampling, source.png, out)


def mozjpeg_transcode(pairs):
    """[(JPEG, where to write)], as mozjpeg's jpegtran would: no metadata, scans searched for."""
    return _mozjpeg("transcode", *(os.fspath(path) for pair in pairs for path in pair))


def describe_missing(mozjpeg_program=None):
    """In words, what cannot be compared with here, and how it could be."""
    if not (mozjpeg_program or has_mozjpeg()):
        print("Not compared: mozjpeg (./dev bench jpeg --peers installs it from npm, below "
              f"{INSTALLED}).")
    if not shutil.which("cjpegli"):
        print("Not compared: jpegli (neither Debian 12 nor npm has it; a cjpegli in the path is "
              "used).")
    for program in ("jpegoptim", "guetzli", "butteraugli"):
        if not shutil.which(program):
            print(f"Not compared: {program} (Debian's package {program}).")
