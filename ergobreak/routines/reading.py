"""One routine file into one ``Routine``, or the line that is wrong; the standard library alone.

Packaged files pass the same door, so there is one reader. The full check with pydantic (``ergobreak content check``)
comes on top for authors; this one keeps a bad file from ever reaching a screen.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from ergobreak.errors import ContentError
from ergobreak.routines.model import Easier, Group, Place, Routine, Side, Step
from ergobreak.words import _

if TYPE_CHECKING:
    from enum import StrEnum
    from pathlib import Path

_NEEDED = frozenset({"id", "title", "set", "purpose", "regions", "place", "steps", "frames", "status", "reviewed"})
_TEXTS = frozenset(
    {"id", "title", "purpose", "status", "space", "clothes", "dose", "easier", "seated", "stop", "prescribed_by"}
)
_LISTS = frozenset({"regions", "tags", "not_if", "sources", "times"})
_KNOWN = _NEEDED | _TEXTS | _LISTS | {"discreet"}
_STEP_TEXTS = frozenset({"say", "cue"})
_STEP_NUMBERS = frozenset({"s", "hold", "max_hold", "rs"})
_STEP_COUNTS = frozenset({"reps", "max_reps"})
_STEP_KNOWN = _STEP_TEXTS | _STEP_NUMBERS | _STEP_COUNTS | {"side", "show", "easier"}

_E = TypeVar("_E", bound="StrEnum")


LONGEST_S = 3600
Where = tuple[str | int, ...]


class BadKeyError(Exception):
    """A key holds what it may not hold; ``where`` is its path, array items by number from 0."""

    def __init__(self, where: Where, why: str) -> None:
        self.key = ".".join(str(each + 1) if isinstance(each, int) else each for each in where)
        super().__init__(f"{self.key}: {why}")
        self.where = where
        self.why = why


def read(path: Path) -> Routine:
    """The routine in ``path``.

    Raises:
        ContentError: the file cannot be read, or a key in it is wrong; the title is ``file:line: key: why``.
    """
    return parsed(path, text_of(path))


def text_of(path: Path, raw: bytes | None = None) -> str:
    """The text of the file, or of its bytes where they are in hand.

    Raises:
        ContentError: there is none.
    """
    try:
        return (path.read_bytes() if raw is None else raw).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: {error}", _("Check that the file is there and is UTF-8 text.")) from error


def parsed(path: Path, text: str) -> Routine:
    """The routine that the file's text describes.

    Raises:
        ContentError: it is not TOML, or a key in it is wrong.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path}: {error}", _("Check the TOML at that line.")) from error
    try:
        return routine_from(raw)
    except BadKeyError as wrong:
        raise at_line(path, text, wrong) from wrong


def at_line(path: Path, text: str, wrong: BadKeyError) -> ContentError:
    """The error a person can act on: file, line, key and what is expected."""
    from ergobreak.toml_lines import key_lines, line_of  # noqa: PLC0415 - only when something is wrong

    line = line_of(key_lines(text.replace("\r\n", "\n")), wrong.where)
    title = f"{path}:{line}: {wrong.key}: {wrong.why}"
    return ContentError(title, _("Mend this line. “ergobreak content check” on the file tells all its faults at once."))


def routine_from(raw: dict[str, Any]) -> Routine:
    """The routine a parsed file describes.

    Raises:
        BadKeyError: a key is missing, unknown or of the wrong kind.
    """
    for key in raw:
        if key not in _KNOWN:
            raise BadKeyError((key,), _("this key is not known"))
    for key in sorted(_NEEDED - raw.keys()):
        raise BadKeyError((key,), _("this key is missing"))
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key in _TEXTS:
            values[key] = _text((key,), value)
        elif key in _LISTS:
            values[key] = _texts((key,), value)
    if not isinstance(raw.get("discreet", False), bool):
        raise BadKeyError(("discreet",), _("true or false is expected"))
    if type(raw["reviewed"]) is not date:
        raise BadKeyError(("reviewed",), _("a date such as 2026-11-22 is expected"))
    places = tuple(_one_of(Place, ("place",), each) for each in _texts(("place",), raw["place"]))
    return Routine(
        **values,
        set=_one_of(Group, ("set",), raw["set"]),
        place=places,
        discreet=raw.get("discreet", False),
        reviewed=raw["reviewed"],
        frames=_frames(raw["frames"]),
        steps=_steps(raw["steps"]),
    )


def _frames(raw: object) -> dict[str, dict[str, Any]]:
    if not isinstance(raw, dict) or not raw:
        raise BadKeyError(("frames",), _("at least one table such as [frames.a] is expected"))
    for name, frame in raw.items():
        if not isinstance(frame, dict):
            raise BadKeyError(("frames", name), _("a table is expected"))
    return raw


def _steps(raw: object) -> tuple[Step, ...]:
    if not isinstance(raw, list) or not raw:
        raise BadKeyError(("steps",), _("at least one [[steps]] table is expected"))
    return tuple(_step(("steps", number), each) for number, each in enumerate(raw))


def _step(where: Where, raw: object) -> Step:
    if not isinstance(raw, dict):
        raise BadKeyError(where, _("a table is expected"))
    values: dict[str, Any] = {}
    for key, value in raw.items():
        at = (*where, key)
        if key in _STEP_TEXTS:
            values[key] = _text(at, value)
        elif key in _STEP_NUMBERS:
            values[key] = _number(at, value)
        elif key in _STEP_COUNTS:
            values[key] = _count(at, value)
        elif key == "side":
            values[key] = _one_of(Side, at, value)
        elif key == "show":
            values[key] = _texts(at, value)
        elif key == "easier":
            values[key] = _easier(at, value)
        else:
            raise BadKeyError(at, _("this key is not known"))
    if "say" not in values:
        raise BadKeyError((*where, "say"), _("this key is missing"))
    return Step(**values)


def _easier(where: Where, raw: object) -> Easier:
    if not isinstance(raw, dict):
        raise BadKeyError(where, _("a table is expected"))
    values: dict[str, Any] = {}
    for key, value in raw.items():
        at = (*where, key)
        if key in {"s", "rs"}:
            values[key] = _number(at, value)
        elif key == "reps":
            values[key] = _count(at, value)
        elif key == "show":
            values[key] = _texts(at, value)
        elif key == "skip":
            if not isinstance(value, bool):
                raise BadKeyError(at, _("true or false is expected"))
            values[key] = value
        else:
            raise BadKeyError(at, _("this key is not known"))
    return Easier(**values)


def _text(where: Where, value: object) -> str:
    if not isinstance(value, str):
        raise BadKeyError(where, _("text is expected"))
    return value


def _texts(where: Where, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadKeyError(where, _("a list of texts is expected"))
    return tuple(value)


def _number(where: Where, value: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 < value < LONGEST_S:
        raise BadKeyError(where, _("a number greater than 0 and less than {most} is expected").format(most=LONGEST_S))
    return value


def _count(where: Where, value: object) -> int:
    if isinstance(value, float):
        raise BadKeyError(where, _("a whole number is expected"))
    return int(_number(where, value))


def _one_of(kind: type[_E], where: Where, value: object) -> _E:
    try:
        return kind(_text(where, value))
    except ValueError:
        names = ", ".join(each.value for each in kind)
        raise BadKeyError(where, _("one of these is expected: {names}").format(names=names)) from None
