"""``ergobreak policy``: what the organisation says on this machine, and whether a policy file is right.

Works without a daemon. 1 means that something is wrong with a policy; 2 that the command itself cannot be used.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak.cli import OK, PROBLEM, daily
from ergobreak.errors import ErgobreakError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace

VERSION = 1


def show(options: Namespace) -> int:
    """Every policy that is set; 1 when any cannot be used. It tells nothing of what the person has chosen."""
    from ergobreak import settings  # noqa: PLC0415 - only here
    from ergobreak.settings import policies  # noqa: PLC0415 - as above

    told = policies.table(settings.load())
    if options.json:
        daily.out_json(told)
    else:
        _print(told)
    return PROBLEM if told["errors"] else OK


def reload(options: Namespace) -> int:
    """Tell the daemon, if there is one, and show what holds then."""
    with suppress(ErgobreakError):  # nobody runs: whoever starts next reads everything anyway
        daily.ask("reload")
    return show(options)


def check(options: Namespace) -> int:
    """Each fault of each file, one line each; 1 when there is any."""
    from ergobreak.settings.policy_file import FOLDERS, validate_file  # noqa: PLC0415 - only here

    level = FOLDERS[options.level] if options.level else None
    problems = [each for name in options.file for each in validate_file(Path(name), level)]
    if options.json:
        daily.out_json({"version": VERSION, "problems": [each.as_dict() for each in problems]})
    for each in () if options.json else problems:
        daily.out(str(each))
    return PROBLEM if problems else OK


def schema(_options: Namespace) -> int:
    """The JSON Schema."""
    from ergobreak.settings.policy_schema import policy_schema_text  # noqa: PLC0415 - only here

    sys.stdout.write(policy_schema_text())
    return OK


def export(options: Namespace) -> int:
    """A file for ``/etc/ergobreak/policies/managed`` or ``recommended`` of another machine."""
    from ergobreak import settings  # noqa: PLC0415 - only here
    from ergobreak.settings import policies, policy_file  # noqa: PLC0415 - as above

    loaded = settings.load()
    values = policies.effective(loaded)["mandatory" if options.level == "managed" else "recommended"]
    if options.json:
        sys.stdout.write(policy_file.as_json(values))
    else:
        head = _("ergobreak policies for the folder {folder}; hash {hash}")
        head = head.format(folder=options.level, hash=policies.policy_hash(loaded) or _("none"))
        sys.stdout.write(policy_file.as_toml(values, head))
    return OK


def _print(told: dict[str, Any]) -> None:
    if not told["policies"]:
        daily.out(_("No policy is set: nobody manages ergobreak on this machine."))
        return
    for each in told["policies"]:
        where = f"{each['source']}:{each['line']}" if each["line"] else each["source"]
        if each["error"]:
            daily.out(f"! {where}: " + (f"{each['name']}: " if each["name"] else "") + each["error"])
            continue
        lock = _("locked") if each["locked"] else _("not locked")
        daily.out(f"{each['name']} = {each['text']}   ({each['level']}, {each['scope']}, {lock}; {where})")
        if each["note"]:
            daily.out(f"    {each['note']}")
    daily.out(_("hash: {hash}").format(hash=told["hash"] or _("none")))
