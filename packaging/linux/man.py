"""The manual page, made from the command line's own parser, so that it says what the program does.

``python3 packaging/linux/man.py`` prints it.
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
for _place in (ROOT, ROOT / "packaging"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import tree  # noqa: E402 - found through the line above

from ergobreak.cli.parser import HIDDEN, build  # noqa: E402 - the same
from ergobreak.words import use_language  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = r"""
.SH DESCRIPTION
ergobreak sits in the tray, counts the time you really work, and at a good moment offers a short, drawn move or a walk.
With no command it starts and stays in the tray; a second start shows the status of the first.
.PP
It gives general information. It is no medical device and makes no diagnosis.
"""
_TAIL = r"""
.SH ENVIRONMENT
.TP
.B ERGOBREAK_HOME
moves all of a person's folders into this one, for a portable copy or a trial; never the policy folders.
.TP
.BI ERGOBREAK_ KEY
sets one key of the settings, such as
.BR ERGOBREAK_THEME=dark .
.SH FILES
.TP
.I ~/.config/ergobreak/config.toml
your settings; every key is optional
.TP
.I ~/.config/ergobreak/routines/
routines of your own, one TOML file each
.TP
.I ~/.local/state/ergobreak/
the journal of your breaks, readable by you only
.TP
.I /etc/ergobreak/policies/managed/*.json
what an organisation has fixed
.TP
.I /etc/ergobreak/policies/recommended/*.json
what an organisation recommends; your own settings win
.TP
.I /etc/xdg/autostart/ergobreak.desktop
starts it when you log in;
.B ergobreak autostart off
switches that off for you
.SH EXIT STATUS
.TP
.B 0
all is well
.TP
.B 1
a problem was found
.TP
.B 2
the command or its input is wrong
.TP
.B 3
ergobreak is not running
.SH SEE ALSO
.BR systemctl (1)
for the user unit
.IR ergobreak.service ,
which is there and not switched on.
"""


def page(version: str, when: int) -> str:
    """The whole page.

    Args:
        version: of ergobreak.
        when: the date on the page, in seconds since 1970.
    """
    use_language("en")
    parser = build()
    day = datetime.fromtimestamp(when, UTC).date().isoformat()
    head = f'.TH ERGOBREAK 1 "{day}" "ergobreak {roff(version)}" "User Commands"\n'
    head += ".SH NAME\nergobreak \\- a calm break reminder for people who work at a desk\n.SH SYNOPSIS\n"
    head += ".B ergobreak\n.RI [ COMMAND ]\n.RI [ OPTIONS ]"
    commands = "".join(_command(name, words, verb) for name, words, verb in verbs(parser))
    return f"{head}{_HEAD}.SH COMMANDS\n{commands}{_TAIL.lstrip()}"


def verbs(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """Each command that is shown to people: its name, its help and its own parser."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no public way to look at itself
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - see above
            helps = {each.dest: each.help or "" for each in action._choices_actions}  # noqa: SLF001 - see above
            for name, verb in action.choices.items():
                if name not in HIDDEN:
                    yield name, helps.get(name, ""), verb


def _command(name: str, words: str, verb: argparse.ArgumentParser, before: str = "") -> str:
    called = f"{before} {name}".strip()
    line = f".TP\n\\fB{roff(called)}\\fR{_after(verb)}\n{roff(words)}\n"
    options = [each for each in verb._actions if each.dest != "help" and each.help]  # noqa: SLF001 - see above
    named = [each for each in options if not isinstance(each, argparse._SubParsersAction)]  # noqa: SLF001 - see above
    if named:
        line += ".RS\n" + "".join(f".TP\n{_name(each)}\n{roff(_help(each))}\n" for each in named) + ".RE\n"
    return line + "".join(_command(below, text, child, called) for below, text, child in verbs(verb))


def _after(verb: argparse.ArgumentParser) -> str:
    """What may stand behind a command, as its usage line has it."""
    usage = re.sub(r"\s+", " ", verb.format_usage()).strip()
    words = usage.partition(f"{verb.prog} ")[2].replace("[-h]", "").strip()
    return f" {roff(words)}" if words else ""


def _name(action: argparse.Action) -> str:
    if action.option_strings:
        given = "" if action.nargs == 0 else f" \\fI{roff(_value(action))}\\fR"
        return f"\\fB{roff(', '.join(action.option_strings))}\\fR{given}"
    return f"\\fI{roff(_value(action))}\\fR"


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    return "|".join(map(str, action.choices)) if action.choices else action.dest.upper()


def _help(action: argparse.Action) -> str:
    return (action.help or "").replace("%%", "%")


def roff(text: str) -> str:
    """Plain text as roff writes it."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace("'", "\\(aq")
    safe = safe.replace("“", "\\(lq").replace("”", "\\(rq").replace("’", "\\(cq")  # noqa: RUF001 - typographic marks
    return f"\\&{safe}" if safe.startswith(".") else safe


if __name__ == "__main__":
    sys.stdout.write(page(tree.version(), tree.epoch()))
