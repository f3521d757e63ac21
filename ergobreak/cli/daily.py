"""What a person asks for during the day: the verbs that go through the control door."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from ergobreak.cli import OK
from ergobreak.door import send
from ergobreak.errors import UsageError
from ergobreak.paths import door_address
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace

UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "": 60}
LONGEST_S = 7 * 86400


def out(text: str) -> None:
    """One line, or several, on standard output."""
    sys.stdout.write(text + "\n")


def out_json(value: Any) -> None:  # noqa: ANN401 - any plain value
    """JSON on standard output, indented for people, stable for programs."""
    out(json.dumps(value, ensure_ascii=False, indent=2))


def ask(do: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - plain JSON values
    """Ask the daemon.

    Raises:
        NotRunning: there is none.
        ErgobreakError: it refused.
    """
    return send(door_address(), {"do": do, **values}, timeout_s=6.0)


def quick(verb: str, *, as_json: bool) -> int:
    """The verbs that take nothing but ``--json``."""
    if verb == "status":
        return status(as_json=as_json)
    if verb == "why":
        return why(as_json=as_json)
    return tell(ask(verb), as_json=as_json)


def tell(reply: dict[str, Any], *, as_json: bool = False) -> int:
    """Say how things stand after a request."""
    if as_json:
        out_json(reply.get("status", {}))
    else:
        out(str(reply.get("said", "")))
    return OK


def status(*, as_json: bool) -> int:
    """Print the status."""
    found = ask("status")["status"]
    if as_json:
        out_json(found)
    else:
        from ergobreak.sentences import report  # noqa: PLC0415 - JSON needs no words

        out(report(found))
    return OK


def why(*, as_json: bool) -> int:
    """Print the last decisions in plain sentences, and what comes next."""
    reply = ask("why")
    reply.pop("ok", None)
    if as_json:
        out_json(reply)
        return OK
    for each in reply["decisions"]:
        out(f"{each['at'][11:16]}  {each['sentence']}")
    out(_("Now:  {line}").format(line=reply["now"]))
    if reply["next"] != reply["now"]:
        out(reply["next"])
    if reply.get("moves"):
        out(reply["moves"])
    return OK


def pause(options: Namespace) -> int:
    """Pause the reminders for a while."""
    given = [options.until, options.forever, options.tomorrow, options.until_call_ends, options.length]
    if sum(1 for each in given if each) > 1:
        raise UsageError(_("Choose one: a length, --until, --tomorrow, --until-call-ends or --forever."))
    values: dict[str, Any] = {"counting": options.keep_counting}
    if options.until:
        values["until"] = minute_of_day(options.until)
    elif options.tomorrow:
        values["tomorrow"] = True
    elif options.until_call_ends:
        values["until_call_ends"] = True
    elif not options.forever:
        values["seconds"] = seconds_of(options.length or "30m")
    reply = ask("pause", **values)
    if options.until_call_ends and reply["status"]["mode"] == "normal":
        raise UsageError(_("No call is going on that ergobreak knows of."), _("Try: ergobreak pause 1h"))
    return tell(reply)


def take_break(options: Namespace) -> int:
    """A break now."""
    reply = ask("break", start=not options.offer, **({"kind": options.kind} if options.kind else {}))
    return tell(reply)


def snooze(options: Namespace) -> int:
    """Postpone what stands, or the next break."""
    return tell(ask("snooze", seconds=seconds_of(options.length) if options.length else 0))


def stop(_options: Namespace) -> int:
    """End the daemon."""
    ask("quit")
    out(_("ergobreak has stopped."))
    return OK


def seconds_of(text: str) -> float:
    """A length of time as people write it: ``30m``, ``2h``, ``1h30m``, ``90s``; a bare number means minutes.

    Raises:
        UsageError: it is no length of time, or not between a second and a week.

    >>> seconds_of("1h30m")
    5400.0
    """
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*(h|min|m|s|)", text.strip().lower())
    written = "".join(f"{number}{unit}" for number, unit in parts)
    seconds = sum(float(number) * UNITS[unit] for number, unit in parts)
    if not parts or written != re.sub(r"\s", "", text.lower()) or not 1 <= seconds <= LONGEST_S:
        raise UsageError(
            _("{text} is not a length of time.").format(text=repr(text)), _("Write for example 30m, 2h or 1h30m.")
        )
    return seconds


def minute_of_day(text: str) -> int:
    """A time of day, ``14:00``, as minutes since midnight.

    Raises:
        UsageError: it is no time of day.
    """
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004 - the clock's own numbers
        raise UsageError(_("{text} is not a time of day.").format(text=repr(text)), _("Write for example 14:00."))
    return int(found[1]) * 60 + int(found[2])
