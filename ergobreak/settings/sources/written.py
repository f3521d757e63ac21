"""A policy file as written: JSON or TOML, names and values flat, each with its line; or the line that is wrong.

Values are not judged here, only read. A name that stands twice in a JSON file says two things at once: it is told, and
left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak.content import Problem, parse_toml
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

BIGGEST = 256 * 1024
SUFFIXES = frozenset({".json", ".toml"})
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:]|\n')


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a file says.

    Args:
        broken: why nothing could be read at all.
        faults: names that cannot be used although the rest can.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    broken: tuple[Problem, ...] = ()
    faults: tuple[Problem, ...] = ()


def written(raw: bytes, path: Path | str) -> Written:
    """The bytes of a policy file, read by its suffix; without one, by its first letter. Never raises."""
    if len(raw) > BIGGEST:
        return _broken(path, 0, _("the file is too big to be read."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _broken(path, error.object[: error.start].count(b"\n") + 1, _("this is not UTF-8 text."))
    suffix = Path(path).suffix.lower()
    if suffix == ".json" or (suffix not in SUFFIXES and text.lstrip()[:1] in {"{", "["}):
        return _json(text, path)
    toml = parse_toml(text, Path(path))
    lines = {str(key[0]): line for key, line in toml.lines.items() if len(key) == 1}
    return Written(values=toml.values, lines=lines, broken=toml.problems)


def _json(text: str, path: Path | str) -> Written:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        return _broken(path, error.lineno, _("this is not JSON: {reason}.").format(reason=reason))
    except (RecursionError, ValueError):
        return _broken(path, 1, _("a value is too deep or too long to be read."))
    if not isinstance(found, dict):
        return _broken(path, 1, _("this is not a JSON object with names and values."))
    lines: dict[str, int] = {}
    faults = []
    for name, line in _names(text):
        if name in lines:
            message = _("this name stands twice (line {line}); it is not used.").format(line=lines[name])
            faults.append(Problem(file=str(path), line=line, key=name, message=message))
            found.pop(name, None)
        else:
            lines[name] = line
    return Written(values=found, lines=lines, faults=tuple(faults))


def _names(text: str) -> Iterator[tuple[str, int]]:
    """The outermost names of a JSON object and their lines. Only for text that has been read already: it finds."""
    depth, line, last = 0, 1, ""
    for token in _TOKEN.finditer(text):
        said = token[0]
        if said == "\n":
            line += 1
        elif said in "{[":
            depth += 1
        elif said in "}]":
            depth -= 1
        elif said == ":":
            if depth == 1:
                yield json.loads(last), line
        else:
            last = said


def _broken(path: Path | str, line: int, message: str) -> Written:
    return Written(broken=(Problem(file=str(path), line=line, key="", message=message),))
