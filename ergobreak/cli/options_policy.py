"""The options of ``ergobreak policy``, for whoever manages machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.cli.options_content import json_option, verb_of
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import ArgumentParser

FOLDERS = ("managed", "recommended")


def policy(parser: ArgumentParser) -> None:
    """``policy show | validate | schema | export | reload``."""
    verbs = parser.add_subparsers(metavar=_("WHAT"), required=True)
    json_option(verb_of(verbs, "policy show", _("every policy that is set, by whom, and what is wrong"), "policy:show"))
    check = verb_of(verbs, "policy validate", _("everything that is wrong with a policy file, by line"), "policy:check")
    check.add_argument("file", nargs="+", metavar=_("FILE"), help=_("a policy file (JSON or TOML)"))
    words = _("for that folder; by the file's own folder if left out")
    check.add_argument("--level", choices=FOLDERS, help=words)
    json_option(check)
    verb_of(verbs, "policy schema", _("the JSON Schema of a policy file"), "policy:schema")
    export = verb_of(verbs, "policy export", _("what holds here, as a file for another machine"), "policy:export")
    export.add_argument("--level", choices=FOLDERS, default="managed", help=_("for that folder; managed if left out"))
    json_option(export)
    reload = verb_of(verbs, "policy reload", _("read the policies again, then show them"), "policy:reload")
    json_option(reload)
