"""The command line: the verbs, their groups, and the exit codes.

Exit codes are a contract: 0 all is well, 1 a problem was found, 2 the command or its input is wrong, 3 ergobreak is not
running. A verb imports what it needs when it is called; the ones a person waits for need ``socket`` and ``json`` alone.
"""

from __future__ import annotations

import os
import sys

from ergobreak.errors import ErgobreakError

OK, PROBLEM, USAGE, NOT_RUNNING = 0, 1, 2, 3
QUICK = frozenset({"status", "why", "resume", "skip"})  # verbs with at most one known flag need no parser


def main(arguments: list[str]) -> int:
    """Run one command; returns its exit code. Nothing but ``SystemExit`` of the parser escapes."""
    _mend_streams()
    try:
        code = _quick(arguments)
        if code is None:
            from ergobreak.cli.parser import run  # noqa: PLC0415 - the quick verbs do without it

            code = run(arguments)
    except ErgobreakError as error:
        return complain(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return OK
    else:
        return code


def _mend_streams() -> None:
    """Windows has programs without a console, and consoles without some letters: neither may end a command."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - as long as the process
        elif getattr(stream, "errors", "") == "strict":
            stream.reconfigure(errors="replace")


def complain(error: ErgobreakError) -> int:
    """Say what is wrong on standard error; returns the exit code that belongs to it."""
    sys.stderr.write(f"ergobreak: {error.title}\n")
    if error.hint:
        sys.stderr.write(f"{error.hint}\n")
    return error.exit_code


def _quick(arguments: list[str]) -> int | None:
    if arguments in ([], ["run"]):
        from ergobreak.cli import start  # noqa: PLC0415 - see above

        return start.daemon(headless=False, log="warning")
    if arguments[0] not in QUICK or arguments[1:] not in ([], ["--json"]):
        return None
    from ergobreak.cli import daily  # noqa: PLC0415 - see above

    return daily.quick(arguments[0], as_json=len(arguments) > 1)
