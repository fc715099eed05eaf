"""How much of the machine a file may take (seconds, memory). Knows processes; nothing of PDF.

The library that reads PDF is written in C++, and may ask for a gigabyte because a file says so. A Python program cannot
keep it from that; the system can, for a process of its own. So a file is read by a child process, which has limits.
"""

from __future__ import annotations

import signal

MEMORY = 144_000_000
"""Bytes of a process's own data. With the code of Python and its libraries that stays below 200 MB."""
LARGEST_FILE = 256_000_000
SECONDS = 1.5
"""Of computing, for a small file. That the machine is busy is not held against it."""
SMALL = 250_000
SECONDS_PER_MEGABYTE = 4.0
"""More, for what is larger: there is more to read. What grows when it is unpacked is found out by its growth."""
MOST_SECONDS = 60.0
PATIENCE = 6
"""Times as long is waited by the clock: and ten seconds more."""


def seconds(size: int) -> float:
    """What a file of so many bytes may take."""
    return min(MOST_SECONDS, SECONDS + SECONDS_PER_MEGABYTE * max(0, size - SMALL) / 1_000_000)


def patience(size: int) -> float:
    return 10 + PATIENCE * seconds(size)


def bind(size: int) -> None:
    """Put the limits on the process at hand, where the system has such limits (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (("RLIMIT_DATA", MEMORY), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0)):
        number = getattr(resource, kind, None)
        if number is not None:
            _, hard = resource.getrlimit(number)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(number, (most, most))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # which ends the process, in whatever it is
    signal.setitimer(signal.ITIMER_PROF, seconds(size))
