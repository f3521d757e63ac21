"""Intune: the table of settings for whoever takes the template in by hand (ADMX ingestion) and sets single values.

The form of addresses and values follows Microsoft's page on policies for Win32 apps; nobody could try it with Intune
here, and the page says so.
"""

from __future__ import annotations

from html import escape

from .catalogue import KEY, MADE, Entry, entries, example, shape
from .windows import DEFAULTS_CATEGORY, ROOT_CATEGORY

APP = "ergobreak"
INSTALL = f"./Device/Vendor/MSFT/Policy/ConfigOperations/ADMXInstall/{APP}/Policy/{APP}"
_BETWEEN = "&#xF000;"  # Microsoft's separator inside a list: number, value, number, value

_HEAD = f"""# ergobreak in Intune, by OMA-URI

<!-- {MADE} -->

Intune can also import `ergobreak.admx` with a language file and then shows every policy in a form. This table is for
custom profiles that set single values. It was made by rule and has not been tried with Intune.

## 1. Take the template in, once for each version

| field | value |
|---|---|
| OMA-URI | `{INSTALL}` |
| Data type | String |
| Value | the whole text of `ergobreak.admx` |

The registry key is `{KEY}`, which ingestion allows.

## 2. Set what you need

The data type is always *String*. `./Device` is for the machine; write `./User` in its place for one person.
`<disabled/>` in place of the value is the state "Disabled": it sets a switch to off where that is allowed, and removes
everything else. Removing the whole line from the profile is "Not configured". A list is numbers and values in turn,
with the character U+F000 between them.
"""


def path(entry: Entry) -> str:
    """The address of one policy."""
    middle = f"{DEFAULTS_CATEGORY}~" if entry.recommended else ""
    return f"./Device/Vendor/MSFT/Policy/Config/{APP}~Policy~{ROOT_CATEGORY}~{middle}{entry.category}/{entry.name}"


def value(entry: Entry) -> str:
    """An example of what to write there."""
    policy, kind, sample = entry.policy, shape(entry.policy), example(entry.policy)
    if kind == "switch":
        return "<enabled/>"
    if kind == "list":
        text = _BETWEEN.join(f"{index}{_BETWEEN}{escape(str(each))}" for index, each in enumerate(sample, 1))
    else:
        text = escape(f"{sample:g}" if isinstance(sample, float) else str(sample))
    return f'<enabled/><data id="{policy.pascal}" value="{text}"/>'


def table() -> str:
    """The whole page."""
    parts = [_HEAD]
    for recommended, heading in ((False, "Fixed"), (True, "Recommended")):
        parts.append(f"\n### {heading}\n\n| OMA-URI | example of a value |\n|---|---|\n")
        parts += [f"| `{path(each)}` | `{value(each)}` |\n" for each in entries() if each.recommended is recommended]
    return "".join(parts)
