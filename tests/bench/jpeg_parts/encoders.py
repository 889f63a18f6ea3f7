"""Everybody's encoder behind one call: a source, a quality, a sampling, a file."""

import os
import shutil

from . import peers
from .processes import run

FACTORS = {"420": "2x2", "444": "1x1"}


def cjpeg(source, quality, sampling, out, program="cjpeg"):
    return run(program, "-quality", quality, "-sample", FACTORS[sampling], "-optimize",
               "-progressive", "-outfile", out, source.ppm)[1]


def jpegoptim(source, quality, sampling, out):
    """It takes JPEGs: one that is as good as the source."""
    fine = out.with_suffix(".fine.jpg")
    run("cjpeg", "-quality", 100, "-sample", FACTORS[sampling], "-outfile", fine, source.ppm)
    written, seconds = run("jpegoptim", "-q", "--stdout", "-f", "-s", "--all-progressive",
                           f"-m{quality}", fine)
    out.write_bytes(written)
    return seconds


def cjpegli(source, quality, sampling, out):
    return run("cjpegli", source.png, out, "-q", quality, f"--chroma_subsampling={sampling}")[1]


def guetzli(source, quality, sampling, out):
    """It chooses a sampling itself, and refuses qualities below 84."""
    del sampling
    return run("guetzli", "--quality", quality, source.png, out)[1]


def has_guetzli():
    return shutil.which("guetzli") is not None


def pixmill(program, effort):
    def encode(source, quality, sampling, out):
        return run(program, "one", source.png, out, "-q", quality, "--effort", effort,
                   "--subsampling", sampling, "--no-cache")[1]
    return encode


def installed(program, mozjpeg=None):
    """{name: (encode, qualities)} of those that can be run here; cjpeg, which the others are held
    against, first. The qualities reach from under SSIMULACRA2 60 to above 85."""
    found = {"cjpeg": (cjpeg, range(40, 98))}
    for effort in ("fast", "balanced", "best"):
        found[f"pixmill {effort}"] = (pixmill(program, effort), range(35, 98))
    if shutil.which("jpegoptim"):
        found["jpegoptim"] = (jpegoptim, range(40, 98))
    if shutil.which("cjpegli"):
        found["cjpegli"] = (cjpegli, range(40, 98))
    if mozjpeg:
        found["mozjpeg"] = (
            lambda source, quality, sampling, out: cjpeg(source, quality, sampling, out,
                                                         os.fspath(mozjpeg)), range(40, 98))
    elif peers.has_mozjpeg():
        found["mozjpeg"] = (peers.mozjpeg, range(40, 98))
    return found
