"""A compiler launcher for a test that builds pixmill within another project, which would take minutes
to compile what lies compiled in the build under test. Where the command is the same but for the build
folder, the sources are preprocessed, so that every include must be found, and the object is taken from
there. Any other command is run as it is.

usage: known_objects.py BUILD_FOLDER OTHER_FOLDER COMPILER ARGUMENT...

BUILD_FOLDER is pixmill's under test, OTHER_FOLDER the one that pixmill has in the other project.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

_DEPFILE_OPTIONS = {"-MD": 1, "-MT": 2, "-MF": 2}  # with how many words each takes


def without_depfile(arguments):
    """The options that name a depfile are no part of compile_commands.json."""
    kept, position = [], 0
    while position < len(arguments):
        words = _DEPFILE_OPTIONS.get(arguments[position], 0)
        kept += [] if words else [arguments[position]]
        position += words or 1
    return kept


def known_object(build, other, arguments):
    """The object that the same command made in the build under test, or None."""
    wanted = [argument.replace(f"{other}/", f"{build}/") for argument in without_depfile(arguments)]
    if "-o" not in wanted:
        return None
    output = wanted.index("-o") + 1
    inside = os.path.relpath(os.path.abspath(arguments[arguments.index("-o") + 1]), other)
    wanted[output] = inside
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        if shlex.split(entry["command"]) == wanted:
            return build / inside
    return None


def main():
    build, other, *command = sys.argv[1:]
    known = known_object(Path(build), Path(other), command)
    if not known:
        return subprocess.run(command, check=False).returncode
    output = command.index("-o") + 1
    preprocess = [*command[:output], os.devnull, *command[output + 1:]]
    preprocess[preprocess.index("-c")] = "-E"
    shutil.copyfile(known, command[output])
    return subprocess.run(preprocess, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
