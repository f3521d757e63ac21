"""Settings from the command line. These verbs may take a moment: they check everything with pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.cli import OK, PROBLEM, daily
from ergobreak.errors import ErgobreakError
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace


def show(options: Namespace) -> int:
    """Every key in force; without ``--all`` only what somebody has set. 1 when something in a file is wrong."""
    from ergobreak import settings  # noqa: PLC0415 - only here

    loaded = settings.load()
    rows = settings.rows(loaded)
    if getattr(options, "json", False):
        problems = [each.as_dict() for each in loaded.problems]
        daily.out_json({"version": 1, "settings": rows, "problems": problems})
    else:
        daily.out(_("profile: {name}").format(name=loaded.profile.name))
        for each in rows:
            if each["key"] != "profile" and (options.all or each["layer"] not in {"default", "profile"}):
                daily.out(f"{each['key']} = {each['text']}   ({each['layer_words']})")
        for problem in loaded.problems:
            daily.out(f"! {problem}")
    return PROBLEM if loaded.problems else OK


def explain(options: Namespace) -> int:
    """One key: what it does, its value, the layer that has the word, its bounds."""
    from ergobreak import settings  # noqa: PLC0415 - only here

    found = settings.explain(options.key)
    if options.json:
        from dataclasses import asdict  # noqa: PLC0415 - as above

        daily.out_json(asdict(found))
        return OK
    daily.out(f"{found.key} = {found.text}")
    daily.out(f"{found.title}. {found.description}")
    daily.out(_("From: {layer}, {source}").format(layer=found.layer_words, source=found.source))
    if found.bounds:
        daily.out(
            _("Between {low} and {high} {unit}").format(
                low=found.bounds.get("min", "-"), high=found.bounds.get("max", "-"), unit=found.unit
            )
        )
    if found.choices:
        daily.out(_("One of: {names}").format(names=", ".join(name for name, _label in found.choices)))
    if found.limited:
        daily.out(_("Limited by your organisation: {limit}").format(limit=found.limited))
    if found.locked:
        daily.out(_("Managed by your organisation. {reason}").format(reason=found.reason))
    for problem in found.problems:
        daily.out(f"! {problem}")
    return PROBLEM if found.problems else OK


def change(options: Namespace) -> int:
    """Set a key and tell the daemon."""
    from ergobreak import settings  # noqa: PLC0415 - only here

    settings.set_value(options.key, options.value)
    daily.out(_("{key} = {value}").format(key=options.key, value=settings.explain(options.key).text))
    _tell_the_daemon()
    return OK


def unset(options: Namespace) -> int:
    """Take a key out of the person's file."""
    from ergobreak import settings  # noqa: PLC0415 - only here

    settings.unset(options.key)
    found = settings.explain(options.key)
    daily.out(_("{key} = {value} again ({layer})").format(key=options.key, value=found.text, layer=found.layer_words))
    _tell_the_daemon()
    return OK


def path(_options: Namespace) -> int:
    """Where the file is."""
    from ergobreak.paths import config_file  # noqa: PLC0415 - only here

    daily.out(str(config_file()))
    return OK


def _tell_the_daemon() -> None:
    try:
        daily.ask("reload")
    except ErgobreakError:
        return  # nobody runs, or it will notice by itself
