"""A policy file by itself: judged line by line before it is installed, and written from what holds here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ergobreak.content import Problem
from ergobreak.errors import UsageError
from ergobreak.settings.policy_check import check_policy
from ergobreak.settings.policy_model import Levels
from ergobreak.settings.sources.written import BIGGEST, written
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDERS = {"managed": Levels.MANDATORY, "recommended": Levels.RECOMMENDED}


def validate_file(path: Path, level: Levels | None = None) -> list[Problem]:
    """Everything that is wrong with a policy file, by line; empty when all of it would be used.

    Args:
        level: where it is to be installed; when not given, the name of its folder says so, else any level will do.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(BIGGEST + 1)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UsageError(_("{path} cannot be read: {reason}.").format(path=path, reason=reason)) from error
    level = level or FOLDERS.get(path.absolute().parent.name, Levels.BOTH)
    found = written(raw, path)
    problems = [*found.broken, *found.faults]
    for name, value in found.values.items():
        try:
            check_policy(name, value, level)
        except ValueError as error:
            problems.append(Problem(file=str(path), line=found.lines.get(name, 0), key=name, message=str(error)))
    return sorted(problems, key=lambda each: each.line)


def as_toml(values: Mapping[str, Any], head: str) -> str:
    """A policy file with these values, ``head`` above them as a comment."""
    import tomlkit  # noqa: PLC0415 - only here

    document = tomlkit.document()
    document.add(tomlkit.comment(head))
    for name, value in values.items():
        document.add(name, tomlkit.item(value))
    return tomlkit.dumps(document)


def as_json(values: Mapping[str, Any]) -> str:
    """The same as JSON."""
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"
