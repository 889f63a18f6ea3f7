"""Times programs by turns, so that a machine that is busy for a while is busy for all of them: only
the ratios within a turn are worth anything. Whole processes, from start to exit, seen from outside."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass, field

NOWHERE = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
           (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]


@dataclass
class Program:
    """A command with what has to be done before each run of it, which is not timed."""
    name: str
    command: list
    prepare: callable = lambda: None
    environment: dict = field(default_factory=dict)
    most: float = None  # the first program's time over this one's that is to be reached
    add: "Program" = None  # another program whose time counts as part of this one's
    runs: list = field(default_factory=list)  # (wall seconds, CPU seconds)

    def once(self):
        self.prepare()
        os.sync()  # who syncs must not pay for what another, which does not, has left to be written
        command = [os.fspath(part) for part in self.command]
        started = time.perf_counter()
        child = os.posix_spawnp(command[0], command, os.environ | self.environment,
                                file_actions=NOWHERE)
        _, status, usage = os.wait4(child, 0)
        wall = time.perf_counter() - started
        code = os.waitstatus_to_exitcode(status)
        if code != 0:
            raise SystemExit(f"{' '.join(command[:6])} ... ended with {code}")
        self.runs.append((wall, usage.ru_utime + usage.ru_stime))

    def peak_mb(self):
        """Asked of a small program that starts it: a child is charged with its parent's size, too."""
        self.prepare()
        said = subprocess.run(["/usr/bin/time", "-f", "%M", *self.command], check=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).stderr
        return int(said.split()[-1]) / 1000

    def seconds(self, column):
        own = [run[column] for run in self.runs]
        return [a + b for a, b in zip(own, self.add.seconds(column))] if self.add else own


def compare(work, programs, turns, most_mb=None):
    """One row a program; the first one's ratios to the others are the medians over the turns."""
    for program in programs:
        program.once()  # warms the page cache
        program.runs.clear()
    for _ in range(turns):
        for program in programs:
            program.once()
    ours = programs[0]
    for program in programs:
        walls = [wall * 1000 for wall in program.seconds(0)]
        cpu = statistics.median(program.seconds(1)) * 1000
        row = (f"{work:31} {program.name:16} {min(walls):9.2f} {statistics.median(walls):9.2f} "
               f"{max(walls):9.2f} {cpu:9.2f}")
        if program.most is not None:
            row += verdict(ratio(ours, program, 0), program.most)
            row += f"  (CPU {ratio(ours, program, 1):.2f}x)"
        elif program is ours and most_mb is not None:
            row += verdict(ours.peak_mb(), most_mb, "MB")
        print(row, flush=True)
        work = ""


def heading():
    print(f"{'':31} {'':16} {'min ms':>9} {'median':>9} {'max':>9} {'CPU ms':>9}  ratio, to reach")


def ratio(ours, other, column):
    pairs = zip(ours.seconds(column), other.seconds(column))
    return statistics.median(a / b for a, b in pairs if b > 0) if other.seconds(column) else 0.0


def verdict(value, most, unit="x"):
    digits = 2 if unit == "x" else 0
    good = "ok" if value <= most else "MISSED"
    return f"  {value:.{digits}f}{unit}, {most:g}{unit}: {good}"
