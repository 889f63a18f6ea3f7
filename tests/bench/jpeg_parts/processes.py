"""Running other programs: their output, and the processor time that each took by itself."""

import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor


def run(*command, allow=(0,)):
    """(stdout, CPU seconds); the program's own words where it fails."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([*map(os.fspath, map(_text, command))],
                                   stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode not in allow:
            raise RuntimeError(f"{command}: exit {process.returncode}: "
                               f"{err.read().decode(errors='replace')}")
        return out.read(), used.ru_utime + used.ru_stime


def _text(argument):
    return argument if isinstance(argument, (str, os.PathLike)) else str(argument)


def in_parallel(function, items, jobs):
    """function(item) for each, in the items' order."""
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(function, items))
