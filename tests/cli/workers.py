"""How many workers a pixmill has at work, seen from outside while it runs."""

import os
import time


def running(pid):
    """How many threads but the main one have work for a processor, whether or not one is free for
    them. Who waits for a disk has none: outputs are synced beside the workers, for a long time where
    the disk is busy."""
    count = 0
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/stat", encoding="utf-8") as file:
                state = file.read().rpartition(")")[2].split()[0]
            count += thread != str(pid) and state == "R"
    except OSError:  # it ended while we looked
        return 0
    return count


def most(process, pid_of=lambda process: process.pid):
    """How many workers ran at once for a tenth of the process's time or longer: a thread that only
    starts, or wakes to find no token, has something to do as well, but not long. `pid_of` finds
    pixmill where the process is its parent; None: it does not run now."""
    seen = []
    while process.poll() is None:
        pid = pid_of(process)
        if pid is not None:
            seen.append(running(pid))
        time.sleep(0.001)
    return sorted(seen)[-len(seen) // 10] if seen else 0
