"""The command `rejoinder`: reads its arguments, prints, and returns an exit code.

The only room that prints, and the only one that looks at the clock: at SOURCE_DATE_EPOCH, that is. Without it a file
carries the letter's own date, so that the same input gives the same bytes on any day.

Exit codes: 0 when everything was set; 1 when an input was at fault, an output could not be written, or a letter is set
less well than `inspect --fail-on` asks for; 2 when the command itself was wrong; 70 when the program was at fault; 130
when it was interrupted.

argparse and not click: click alone takes 30 ms to import, an eighth of what a whole letter may take. For the same
reason the rooms are imported by the commands that need them, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from rejoinder.cli.arguments import command_line
from rejoinder.cli.saying import flush, our_fault, say, stop_writing
from rejoinder.cli.terms import AT_FAULT, INTERRUPTED, NOBODY_READS, WRONG_COMMAND
from rejoinder.diagnostics import system_reason


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code says how it went."""
    parser = command_line()
    try:
        wanted = parser.parse_args(arguments)
        if "run" not in wanted:
            parser.print_help(sys.stderr)
            return WRONG_COMMAND
        code: int = wanted.run(wanted)
        flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        stop_writing()
        return NOBODY_READS
    except OSError as problem:  # files of letters and sheets are taken care of where they are read
        stop_writing()
        say(f"rejoinder: {problem.filename or 'standard output'}: {system_reason(problem)}")
        return AT_FAULT
    except Exception as fault:
        return our_fault(fault, "")


def command() -> NoReturn:
    """The command `rejoinder`: one run of `main`, and out.

    A letter makes a hundred thousand objects that live as long as the process. Looking through them for garbage again
    and again, and taking them apart one by one at the end, would be a tenth of a cold start.
    """
    gc.set_threshold(100_000, 20, 20)
    code = main()
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)
