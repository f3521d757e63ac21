"""Options of the verbs about routines, the desk and content files, and of the verbs that open a window."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

PLACES = ("chair", "standing", "floor")


def json_option(parser: ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def routine(parser: ArgumentParser) -> None:
    """``routine list | show | start | choose | plan | log``."""
    verbs = parser.add_subparsers(metavar=_("WHAT"), required=True)
    _list(verbs)
    _show(verbs)
    _start(verbs)
    _choose(verbs)
    _plan(verbs)
    _log(verbs)


def verb_of(verbs: _SubParsersAction[ArgumentParser], prog: str, words: str, do: str) -> ArgumentParser:
    """One verb below another, with its function."""
    verb = verbs.add_parser(prog.rpartition(" ")[2], help=words, description=words)
    verb.prog = f"ergobreak {prog}"
    verb.set_defaults(do=do)
    return verb


def _list(verbs: _SubParsersAction[ArgumentParser]) -> None:
    verb = verb_of(verbs, "routine list", _("every routine, or those that fit"), "routines:show_all")
    verb.add_argument("--region", metavar=_("REGION"), help=_("for that part of the body, such as neck or low-back"))
    verb.add_argument("--place", choices=PLACES, help=_("possible there"))
    verb.add_argument("--max-seconds", type=float, metavar="N", help=_("at most that long"))
    verb.add_argument("--tag", metavar=_("MOVEMENT"), help=_("that movement is in it, such as overhead"))
    verb.add_argument("--discreet", action="store_true", help=_("nobody in an open office would notice"))
    json_option(verb)


def _show(verbs: _SubParsersAction[ArgumentParser]) -> None:
    verb = verb_of(verbs, "routine show", _("one routine in full, as text, JSON or picture"), "routines:show")
    verb.add_argument("routine_id", metavar="ID", help=_("such as cat-camel"))
    form = verb.add_mutually_exclusive_group()
    form.add_argument(
        "--svg", nargs="?", const="-", metavar=_("FILE"), help=_("its figure as SVG, printed or into a file")
    )
    form.add_argument("--json", action="store_true", help=_("print JSON"))


def _start(verbs: _SubParsersAction[ArgumentParser]) -> None:
    verb = verb_of(verbs, "routine start", _("open the player"), "player:start")
    verb.add_argument("routine_id", nargs="?", metavar="ID", help=_("such as cat-camel; what fits now if left out"))
    verb.add_argument("--surprise", action="store_true", help=_("what fits now (the same as no ID)"))
    verb.add_argument("--region", metavar=_("REGION"), help=_("what fits now for that part of the body"))
    verb.add_argument(
        "--or-library", action="store_true", help=_("if it may not be done now, say why in the library's window")
    )


def _choose(verbs: _SubParsersAction[ArgumentParser]) -> None:
    verb = verb_of(verbs, "routine choose", _("what would be offered, and why not the others"), "choosing:choose")
    verb.add_argument("--seconds", type=float, default=60.0, metavar="N", help=_("length of the slot; 60 if left out"))
    verb.add_argument(
        "--kind",
        choices=("micro", "movement", "asked"),
        default="micro",
        help=_("for which break; asked: by hand, when an open office does not count"),
    )
    verb.add_argument("--place", choices=PLACES, help=_("where the person can be"))
    verb.add_argument("--privacy", choices=("open", "private"), help=_("whether others can see"))
    verb.add_argument("--region", metavar=_("REGION"), help=_("the part of the body asked for"))
    verb.add_argument("--sat", type=float, default=0.0, metavar=_("MINUTES"), help=_("how long the person has sat"))
    for name, words in (
        ("avoid", _("a movement to leave out, such as overhead; may be repeated")),
        ("condition", _("what is true for the person, such as pregnancy; may be repeated")),
        ("pattern", _("a pattern that stands, such as P01; may be repeated")),
    ):
        metavar = _("TAG") if name == "avoid" else "ID"
        verb.add_argument(f"--{name}", nargs="+", action="extend", default=[], metavar=metavar, help=words)
    verb.add_argument(
        "--seed", type=int, metavar="N", help=_("the number that the draw depends on; the day's if left out")
    )
    verb.add_argument("--at", metavar="YYYY-MM-DDTHH:MM", help=_("as if it were then"))
    verb.add_argument("--no-history", action="store_true", help=_("as if nothing had been done yet"))
    json_option(verb)


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _plan(verbs: _SubParsersAction[ArgumentParser]) -> None:
    plan = verbs.add_parser("plan", help=_("plans over weeks: see them, take one up, let it rest, stop it"))
    plan.prog = "ergobreak routine plan"
    every = plan.add_subparsers(metavar=_("WHAT"), required=True)
    for name, words, do in (
        ("list", _("every plan there is"), "show_all"),
        ("show", _("where your plans stand"), "show"),
        ("accept", _("take a plan up, from today on"), "accept"),
        ("pause", _("let a plan rest; its weeks do not run on"), "rest"),
        ("resume", _("go on with a plan where it was left"), "resume"),
        ("stop", _("stop a plan"), "stop"),
    ):
        verb = verb_of(every, f"routine plan {name}", words, f"plans:{do}")
        if name == "show":
            verb.add_argument("plan_id", nargs="?", metavar="ID", help=_("such as two-minute-shoulder"))
        elif name != "list":
            verb.add_argument("plan_id", metavar="ID", help=_("such as two-minute-shoulder"))
        if name == "accept":
            verb.add_argument(
                "--days", nargs="+", type=_weekday, metavar=_("DAY"), help=_("only on these days, such as mon wed fri")
            )
        json_option(verb)


def _weekday(text: str) -> int:
    name = text.strip().lower()[:3]
    if name not in WEEKDAYS:
        raise ArgumentTypeError(_("{day} is no day; known: {days}").format(day=repr(text), days=", ".join(WEEKDAYS)))
    return WEEKDAYS.index(name)


def _log(verbs: _SubParsersAction[ArgumentParser]) -> None:
    verb = verb_of(verbs, "routine log", _("when a routine was done, to take along to a visit"), "logs:log")
    verb.add_argument("routine_id", metavar="ID", help=_("a prescribed routine, or any other"))
    verb.add_argument("--days", type=int, default=28, metavar="N", help=_("how many days back; 28 if left out"))
    form = verb.add_mutually_exclusive_group()
    form.add_argument("--html", metavar=_("FILE"), help=_("write it as a page for print"))
    form.add_argument("--json", action="store_true", help=_("print JSON"))


def workstation(parser: ArgumentParser) -> None:
    """What to do with the workstation review."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--text", action="store_true", help=_("print the action list, fit for a mail"))
    form.add_argument("--html", metavar=_("FILE"), help=_("write the action list as a page for print"))
    form.add_argument("--json", action="store_true", help=_("print every question, answer and fix, private ones too"))
    form.add_argument("--forget", action="store_true", help=_("delete the answers"))
    form.add_argument("--changed", action="store_true", help=_("my desk has changed: go through it again"))


def content(parser: ArgumentParser) -> None:
    """``content check``."""
    verbs = parser.add_subparsers(metavar=_("WHAT"), required=True)
    verb = verb_of(verbs, "content check", _("everything that is wrong with routine files, by line"), "content:check")
    verb.add_argument("file", nargs="+", metavar=_("FILE"), help=_("a routine file (TOML)"))
