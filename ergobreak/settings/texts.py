"""Values as a person types them: on the command line, in an environment variable, in the settings screen.

``parse`` accepts what people write (``on``, ``3, 10``, ``09:00-12:30``) and TOML; ``as_text`` writes what it reads.
"""

from __future__ import annotations

import json
import tomllib
from enum import Enum
from typing import TYPE_CHECKING, Any, get_origin

from pydantic import ValidationError

from ergobreak.content import as_json, in_words
from ergobreak.settings.model import adapter_of, field_of
from ergobreak.words import _

if TYPE_CHECKING:
    from pydantic import TypeAdapter

NUMBER_LISTS = frozenset({"snooze_min"})
_SWITCH = {
    "on": True, "yes": True, "true": True, "1": True,
    "off": False, "no": False, "false": False, "0": False,
}  # fmt: skip


def validate(key: str, value: object) -> Any:  # noqa: ANN401 - each key has its own type
    """The value of that key, checked alone and strictly.

    Raises:
        ValueError: it does not fit; the message says why in plain words.
    """
    return validate_with(adapter_of(key), value)


def validate_with(adapter: TypeAdapter[Any], value: object) -> Any:  # noqa: ANN401 - each key has its own type
    """The same, for whoever has a check of its own.

    Raises:
        ValueError: it does not fit; the message says why in plain words.
    """
    try:
        return adapter.validate_json(as_json(value), strict=True)
    except ValidationError as error:
        raise ValueError(" ".join(dict.fromkeys(_item(each) for each in error.errors(include_url=False)))) from None
    except RecursionError:
        raise ValueError(_("this is too deep to be read.")) from None


def _item(detail: Any) -> str:  # noqa: ANN401 - pydantic's own dictionary
    words = in_words(detail)
    numbers = [each + 1 for each in detail["loc"] if isinstance(each, int)]
    return _("item {number}: {words}").format(number=numbers[0], words=words) if numbers else words


def parse(key: str, text: str) -> Any:  # noqa: ANN401 - each key has its own type
    """The value that ``text`` means for that key.

    Raises:
        ValueError: it does not fit; the message says why in plain words.
    """
    kind = kind_of(key)
    bare = text.strip()
    if kind == "switch":
        if bare.lower() not in _SWITCH:
            raise ValueError(_("must be on or off."))
        return validate(key, _SWITCH[bare.lower()])
    if kind == "number":
        return validate(key, _number(bare))
    if kind == "list":
        return validate(key, _list(bare, numbers=key in NUMBER_LISTS))
    return validate(key, text if kind == "text" else bare)


def kind_of(key: str) -> str:
    """``switch``, ``number``, ``list``, ``choice`` or ``text``."""
    schema = field_of(key)
    kind = schema.annotation
    if kind is bool:
        return "switch"
    if kind in {int, float}:
        return "number"
    if get_origin(kind) is tuple:
        return "list"
    return "choice" if choices(key) else "text"


def choices(key: str) -> tuple[str, ...]:
    """The words a key may take, or nothing if it is not that kind of key."""
    kind: Any = field_of(key).annotation
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(str(each.value) for each in kind)
    return tuple(getattr(kind, "__args__", ())) if get_origin(kind) is not tuple else ()


def plain(value: object) -> Any:  # noqa: ANN401 - a JSON and TOML value
    """A checked value as JSON and TOML know it."""
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def as_text(value: object) -> str:
    """A checked value as ``parse`` reads it."""
    value = plain(value)
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        simple = all(isinstance(each, int) or _is_simple(each) for each in value)
        if simple and value:
            return ", ".join(map(str, value))
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML's only wish beyond JSON's
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return str(value)


def _is_simple(text: str) -> bool:
    return text == text.strip() != "" and not any(each in text for each in ",[]\"'\\") and text.isprintable()


def _number(text: str) -> int | float:
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        raise ValueError(_('needs a number, not "{text}".').format(text=text[:40])) from None


def _list(text: str, *, numbers: bool) -> list[Any]:
    if text.startswith("["):
        try:
            values = tomllib.loads(f"it = {text}")
            return list(values["it"]) if list(values) == ["it"] else [values]
        except (tomllib.TOMLDecodeError, RecursionError, ValueError, TypeError):
            raise ValueError(_("this is not a list such as [3, 10].")) from None
    items = [each.strip() for each in text.split(",") if each.strip()]
    return [_number(each) for each in items] if numbers else items
