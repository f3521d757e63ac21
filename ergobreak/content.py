"""The gate for files that people write: a TOML file becomes frozen dataclasses, or a list of the lines that are wrong.

Values are taken strictly (``"40"`` is not 40, ``true`` is not 1) and unknown keys are errors. All faults of a file are
told at once, each with file, line, key and plain words. TOML dates may fill text fields; they arrive as ``YYYY-MM-DD``.

pydantic is imported at the first use only: packaged content is checked when ergobreak is built and tested, so a
screen that reads a checked file need not load it.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ergobreak.errors import ContentError
from ergobreak.toml_lines import key_lines, line_of
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

Lines = dict[tuple[str | int, ...], int]
_BIGGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a file (or another place that holds values) that cannot be used.

    Args:
        file: the file, or the name of the place (``environment``).
        line: from 1; 0 where there are no lines.
        key: dotted, with array items by number from 1; empty for the whole file.
        message: what is wrong, in plain words.
    """

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toml:
    """A TOML file as read: the raw values and where they stand. ``values`` is empty if there are ``problems``."""

    values: dict[str, Any]
    lines: Lines
    problems: tuple[Problem, ...] = ()


T = TypeVar("T")


def load(path: Path, type_: type[T]) -> T:
    """The file as a ``type_``: a frozen dataclass, or anything pydantic can build from a table.

    Raises:
        ContentError: it cannot be read, or anything in it is wrong; all faults at once.
    """
    value, problems = _read(path, type_)
    if problems:
        raise ContentError("\n".join(map(str, problems)), _("Mend these lines, or take the file away."))
    return cast("T", value)


def check(path: Path, type_: type[object]) -> list[Problem]:
    """Everything that is wrong with the file; empty when ``load`` would give a value."""
    return list(_read(path, type_)[1])


def _read(path: Path, type_: type[T]) -> tuple[T | None, tuple[Problem, ...]]:
    toml = read_toml(path)
    if toml.problems:
        return None, toml.problems
    from pydantic import ValidationError  # noqa: PLC0415 - see the module's docstring

    try:
        return cast("T", _adapter(cast("Any", type_)).validate_json(as_json([toml.values]), strict=True)[0]), ()
    except ValidationError as error:
        details = [(each, each["loc"][1:]) for each in error.errors(include_url=False)]
        return None, tuple(problems_of(str(path), toml, details))


def read_toml(path: Path) -> Toml:
    """The file's raw values, or why it cannot be read at all. Never raises."""
    try:
        raw = path.read_bytes()
        if len(raw) > _BIGGEST_FILE:
            return _unreadable(path, 0, _("the file is too big to be read."))
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return _unreadable(path, line, _("this is not UTF-8 text."))
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        return _unreadable(path, 0, _("cannot be read: {reason}.").format(reason=reason))
    return parse_toml(text, path)


def parse_toml(text: str, path: Path) -> Toml:
    """As ``read_toml``, for text already in hand."""
    try:
        values = tomllib.loads(text)
        as_json(values)
        return Toml(values=values, lines=key_lines(text.replace("\r\n", "\n")))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        reason = re.sub(r" \(at .*\)$", "", str(error))
        return _unreadable(path, line, _("this is not TOML: {reason}.").format(reason=reason))
    except (RecursionError, ValueError):
        return _unreadable(path, 1, _("a value is too deep or too long to be read."))


def as_json(value: object) -> str:
    """TOML values as JSON, which is what the strict checks read; dates become text."""
    return json.dumps(value, default=_plain, ensure_ascii=True)


def problems_of(
    file: str, toml: Toml, details: Iterable[tuple[ErrorDetails, tuple[str | int, ...]]]
) -> Iterable[Problem]:
    """Each of pydantic's faults as a line of the file; a union's tries of one place are told once."""
    seen: set[tuple[str, str]] = set()
    for detail, given in details:
        path = _real_path(toml.values, given)
        key = ".".join(str(each + 1) if isinstance(each, int) else each for each in path)
        message = in_words(detail)
        if (key, message) not in seen:
            seen.add((key, message))
            yield Problem(file=file, line=line_of(toml.lines, path), key=key, message=message)


def in_words(detail: Mapping[str, Any]) -> str:
    """What one of pydantic's faults means, for the person who wrote the file."""
    kind, about = str(detail["type"]), cast("dict[str, Any]", detail.get("ctx", {}))
    words = {
        "missing": _("this key is missing."),
        "extra_forbidden": _("there is no such key."),
        "unexpected_keyword_argument": _("there is no such key."),
        "greater_than_equal": _("must be at least {ge}."),
        "greater_than": _("must be more than {gt}."),
        "less_than_equal": _("must be at most {le}."),
        "less_than": _("must be less than {lt}."),
        "literal_error": _("must be one of {expected}."),
        "enum": _("must be one of {expected}."),
        "too_short": _("needs at least {min_length} items."),
        "too_long": _("may have at most {max_length} items."),
        "string_too_long": _("may have at most {max_length} letters."),
        "string_too_short": _("needs at least {min_length} letters."),
        "string_pattern_mismatch": _("does not have the right form."),
        "finite_number": _("must be an ordinary number."),
        "value_error": "{error}",
    }
    if kind in words:
        return words[kind].format(**about)
    for start, needs in _KINDS:
        if kind.startswith(start):
            return _("needs {kind}, not {given}.").format(kind=_(needs), given=_shown(detail.get("input")))
    return str(detail["msg"]).rstrip(".") + "."


def _N(text: str) -> str:  # noqa: N802 - the usual name for "translate this later"
    return text


_KINDS = (
    ("int_", _N("a whole number")),
    ("float_", _N("a number")),
    ("bool_", _N("true or false")),
    ("string_", _N("text in quotes")),
    ("date_", _N("a date such as 2025-01-31")),
    ("list_", _N("a list in square brackets")),
    ("tuple_", _N("a list in square brackets")),
    ("frozen_set_", _N("a list in square brackets")),
    ("set_", _N("a list in square brackets")),
    ("dict_", _N("a table")),
    ("mapping_", _N("a table")),
    ("dataclass_", _N("a table")),
    ("model_", _N("a table")),
)


@lru_cache(maxsize=64)
def _adapter(type_: type[Any]) -> TypeAdapter[list[Any]]:
    """Wrapped in a list, since pydantic hands a configuration to dataclasses inside, but not to an outermost one."""
    from pydantic import ConfigDict, TypeAdapter  # noqa: PLC0415 - see the module's docstring

    wrapped: Any = list[type_]  # type: ignore[valid-type] # a type only known when running
    return TypeAdapter(wrapped, config=ConfigDict(extra="forbid"))


def _real_path(values: object, path: Iterable[str | int]) -> tuple[str | int, ...]:
    """The steps of ``path`` that are in the file; pydantic puts names of its own (of a union's branch) between them."""
    steps = list(path)
    real: list[str | int] = []
    here = values
    for index, step in enumerate(steps):
        if (isinstance(here, dict) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        ):
            here = cast("Any", here)[step]
            real.append(step)
        elif index == len(steps) - 1 and isinstance(here, dict):  # a missing key
            real.append(step)
    return tuple(real)


def _shown(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}..."  # noqa: PLR2004 - one short line


def _plain(value: object) -> str:
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    raise ValueError(type(value).__name__)


def _unreadable(path: Path, line: int, message: str) -> Toml:
    problem = Problem(file=str(path), line=line, key="", message=message)
    return Toml(values={}, lines={}, problems=(problem,))
