"""The parser: every verb with its options and its help, in three groups."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, NoReturn

from ergobreak.cli import USAGE, options_content, options_policy
from ergobreak.cli.near import near
from ergobreak.words import _

Adder = Callable[[argparse.ArgumentParser], None]
MAIN = "ergobreak"


class Parser(argparse.ArgumentParser):
    """Errors in one line, with the nearest word there is and the way to the help."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401 - as argparse has it
        """As argparse does, but what a command does not know is told by that command, which knows its own options."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(_("unrecognized arguments: {words}").format(words=" ".join(unknown)))
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """Say it and leave with the code for wrong use."""
        message = re.sub("|".join(f", '?{name}'?" for name in HIDDEN), "", message)
        sys.stderr.write(f"{self.prog}: {message}\n")
        if meant := self._meant(message):
            sys.stderr.write(_("Did you mean {word}?").format(word=meant) + "\n")
        sys.stderr.write(_("See: {command} --help").format(command=self.prog) + "\n")
        raise SystemExit(USAGE)

    def _meant(self, message: str) -> str:
        """The word nearest to the one that argparse does not take; empty where none is near."""
        if choice := re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)$", message, re.DOTALL):
            given, known = choice[1], re.findall(r"[\w-]+", choice[2])
        elif option := re.search(r"unrecognized arguments: (?:.* )?(--?[^\s=]+)", message):
            given, known = option[1], [each for each in self._option_string_actions if each.startswith("--")]
        else:
            return ""
        return "".join(near(given, known, 1))


def run(arguments: list[str]) -> int:
    """Parse and do."""
    options = build().parse_args(arguments)
    if getattr(options, "do", None) is None:
        options = build().parse_args(["run", *arguments])
    module, name = options.do.split(":")
    do = getattr(import_module(f"ergobreak.cli.{module}"), name)
    return int(do(options))


def build() -> Parser:
    """The whole parser."""
    parser = Parser(
        prog=MAIN,
        description=_("A calm break reminder. With no command it starts and stays in the tray."),
        epilog=_("Exit codes: 0 fine, 1 a problem was found, 2 wrong use or input, 3 not running."),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=_version())
    verbs = parser.add_subparsers(metavar=_("COMMAND"), title=_("commands"))
    for name, (words, do, add) in VERBS().items():
        options: dict[str, Any] = {"prog": f"{MAIN} {name}", "description": words}
        verb = verbs.add_parser(name, **options) if name in HIDDEN else verbs.add_parser(name, help=words, **options)
        verb.set_defaults(do=do)
        if add is not None:
            add(verb)
    return parser


def _version() -> str:
    from ergobreak import __version__  # noqa: PLC0415 - as everywhere here

    return f"{MAIN} {__version__}"


# -- options -----------------------------------------------------------------------------------------------------------


_json = options_content.json_option


def _run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--headless", action="store_true", help=_("use the terminal even if there is a display"))
    parser.add_argument("--log", metavar=_("LEVEL"), default="warning", choices=("debug", "info", "warning", "error"))


def _pause(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("length", nargs="?", metavar=_("LENGTH"), help=_("such as 30m or 2h; 30m if left out"))
    parser.add_argument("--until", metavar="HH:MM", help=_("until that time of day"))
    parser.add_argument("--tomorrow", action="store_true", help=_("until tomorrow morning"))
    parser.add_argument("--until-call-ends", action="store_true", help=_("until the call that goes on now ends"))
    parser.add_argument("--forever", action="store_true", help=_("until 'ergobreak resume'"))
    parser.add_argument("--keep-counting", action="store_true", help=_("count on, only do not prompt"))


def _break(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", nargs="?", choices=("micro", "movement", "weight_shift"), help=_("which break"))
    parser.add_argument("--offer", action="store_true", help=_("show the offer, do not start at once"))


def _snooze(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("length", nargs="?", metavar=_("LENGTH"), help=_("such as 3m or 10m"))


def _simulate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", metavar=_("PROFILE"), help=_("one of the profiles; the one in force if left out"))
    parser.add_argument("--policy", metavar=_("FILE"), help=_("settings to lay over it (TOML)"))
    parser.add_argument("--days", type=int, default=1, metavar="N", help=_("how many working days, 1 to 31"))
    parser.add_argument("--life", default="office", metavar=_("FILE|NAME"), help=_("a named day, or a TOML file"))
    parser.add_argument("--person", default="pauses", choices=("pauses", "starts", "skips", "ignores"))
    parser.add_argument("--start", metavar="YYYY-MM-DDTHH:MM", help=_("when the first day begins"))
    _json(parser)
    parser.add_argument("--svg", metavar=_("FILE"), help=_("draw the timeline into this file"))


def _settings(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("WHAT"), required=True)
    show = verbs.add_parser("show", help=_("every key with its value and where it comes from"))
    show.add_argument("--all", action="store_true", help=_("also what nobody has changed"))
    _json(show)
    explain = verbs.add_parser("explain", help=_("one key: value, layer, bounds"))
    explain.add_argument("key", metavar=_("KEY"))
    _json(explain)
    change = verbs.add_parser("set", help=_("set a key in your file"))
    change.add_argument("key", metavar=_("KEY"))
    change.add_argument("value", metavar=_("VALUE"))
    unset = verbs.add_parser("unset", help=_("take a key out of your file"))
    unset.add_argument("key", metavar=_("KEY"))
    path = verbs.add_parser("path", help=_("where your file is"))
    screen = verbs.add_parser("open", help=_("open the settings window"))
    screen.prog = f"{MAIN} settings open"
    screen.set_defaults(do="screens:settings_open")
    for verb, name in ((show, "show"), (explain, "explain"), (change, "change"), (unset, "unset"), (path, "path")):
        verb.prog = f"{MAIN} settings {name if name != 'change' else 'set'}"
        verb.set_defaults(do=f"settings:{name}")


def _autostart(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("on", "off", "status"))
    _json(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help=_("comma-separated values"))
    form.add_argument("--json", action="store_true", help=_("JSON (the default)"))
    form.add_argument("--check-ins", action="store_true", help=_("your check-ins, and nothing else, as JSON"))
    parser.add_argument("--since", metavar="YYYY-MM-DD", help=_("from that day on"))
    parser.add_argument("--out", metavar=_("FILE"), help=_("write to a file, for its owner only"))


def _check_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--because", choices=("hurt",), help=_("what it is about: a routine hurt"))


def _red_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--text", action="store_true", help=_("print them"))


def _triage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", metavar=_("FILE"), required=True, help=_("a file of answer sets, or - for the input"))


def _forget(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check-ins", action="store_true", help=_("earlier check-ins and what stands from the last"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


def _completion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish", "powershell"))


def _report(parser: argparse.ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--dry-run", action="store_true", help=_("print what would go as JSON, to the last byte"))
    way.add_argument("--open", action="store_true", help=_("show the same in a window"))


def _support_bundle(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", metavar=_("FILE"), help=_("where to write it; a name with today's date if left out")
    )
    parser.add_argument("--log", metavar=_("FILE"), action="append", default=[], help=_("a log to put in, redacted"))


HIDDEN = frozenset({"screen"})


def VERBS() -> dict[str, tuple[str, str, Adder | None]]:  # noqa: N802 - a table whose words are translated when asked for
    """Name -> help, ``module:function``, options. Daily, then information, then administration."""
    return {
        "run": (_("start (the same as no command)"), "start:run", _run),
        "status": (_("what is going on, and when the next break comes"), "options:status", _json),
        "why": (_("why breaks came, or did not, and what comes next"), "options:why", _json),
        "pause": (_("no prompts for a while"), "daily:pause", _pause),
        "resume": (_("end the pause"), "options:resume", _json),
        "break": (_("take a break now"), "daily:take_break", _break),
        "skip": (_("skip the break that stands, or the next one"), "options:skip", _json),
        "snooze": (_("postpone the break that stands, or the next one"), "daily:snooze", _snooze),
        "quit": (_("stop ergobreak"), "daily:stop", None),
        "routine": (_("list, show, start and choose routines"), "routines:show_all", options_content.routine),
        "library": (_("open the library of routines"), "screens:library", None),
        "posture": (_("the next posture check, now"), "desk:posture", _json),
        "workstation": (_("look over your workstation"), "desk:workstation", options_content.workstation),
        "today": (_("open your day"), "screens:today", _json),
        "welcome": (_("open the first steps"), "screens:welcome", None),
        "simulate": (_("what a profile does to a day, without waiting for it"), "simulation:run", _simulate),
        "check-in": (_("how are you? A short check-in that stays on this computer"), "check_in:check_in", _check_in),
        "red-flags": (_("signs that need help fast"), "check_in:red_flags", _red_flags),
        "doctor": (_("what works on this machine, and what does not"), "doctor:run", _json),
        "export": (_("your breaks as CSV or JSON"), "data:export", _export),
        "forget": (_("delete what is stored about your breaks"), "data:forget", _forget),
        "version": (_("the version"), "options:version", _json),
        "triage": (_("judge sets of check-in answers from a file, for reviewers"), "check_in:triage", _triage),
        "settings": (_("show, explain and change settings"), "settings:show", _settings),
        "policy": (_("what your organisation has set, and checks for its files"), "policy:show", options_policy.policy),
        "content": (_("check routine files of your own"), "content:check", options_content.content),
        "autostart": (_("start at log-in: on, off, status"), "system:autostart", _autostart),
        "report": (_("the weekly number: what it is, and why it goes or does not"), "report:report", _report),
        "support-bundle": (_("pack what a help desk needs, and nothing personal"), "support:bundle", _support_bundle),
        "completion": (_("the completion script for your shell"), "completion:run", _completion),
        "screen": (_("paint one screen (used by ergobreak itself)"), "start:screen", None),
    }
