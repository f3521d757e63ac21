"""Write what follows from the settings model: ``docs/settings.md`` and the snapshot for a first start.

Run from the checkout after a key or a profile has changed; ``--check`` writes nothing and fails where a file is stale.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ergobreak.planning import snapshot_of  # noqa: E402 - found through ROOT
from ergobreak.settings import KEYS, Explanation, explain, profiles, resolve  # noqa: E402 - the same
from ergobreak.settings.model import extra_of, field_of  # noqa: E402 - the same
from ergobreak.settings.texts import as_text  # noqa: E402 - the same
from ergobreak.words import use_language  # noqa: E402 - the same

_HEAD = """# Settings

<!-- Made by packaging/settings_reference.py from the settings model; do not edit. -->

Every key is optional. A key that you leave out has the number of your profile, or else its default.
Change one with `ergobreak settings set KEY VALUE`, in the settings window, or in your settings file:

| system | your settings file |
|---|---|
| Linux | `$XDG_CONFIG_HOME/ergobreak/config.toml`, usually `~/.config/ergobreak/config.toml` |
| Windows | `%APPDATA%\\ergobreak\\config.toml` |
| macOS | `~/Library/Application Support/ergobreak/config.toml` |

```toml
profile = "gentle"
micro_every_min = 30
snooze_min = [5, 15]
hours_monday = ["09:00-12:30", "13:15-17:30"]
lunch = "12:30-13:15"
theme = "dark"
```

## Who has the word

The strongest layer that sets a key wins, key by key; a list is replaced whole. From weak to strong:

1. the built-in default
2. your profile
3. your organisation's recommendation for the machine, then for you; a profile that you chose yourself goes before it
4. your settings file
5. an environment variable: `ERGOBREAK_` and the key in capitals, such as `ERGOBREAK_THEME=dark`
6. the command line
7. what your organisation has fixed for you, then for the machine

A wrong value never stops ergobreak: it is told with file, line and key, and only that key falls back, to its last good
value or to the next layer below. While the whole file cannot be read, your last good settings stay in force.
`ergobreak settings explain KEY` says what is in force and why.

`ERGOBREAK_HOME` moves all of ergobreak's own folders into one folder, for a portable copy or a trial. A locked screen,
sleep and your own pause always hold prompts back and have no key.

The column *organisation* says what a policy may do: *yes* (recommend or fix), *recommend* but not fix, *only* the
values named, or *no*, because the key is the person's own. Where it says *bound*, a policy may also set `KEY_at_most`
or `KEY_at_least`: the number stays yours inside that bound, which points towards more, longer or gentler breaks.
"""


def reference() -> str:
    """The text of ``docs/settings.md``."""
    loaded = resolve(())
    found = [explain(key, loaded) for key in KEYS]
    parts = [_HEAD]
    for group, members in groupby(found, key=lambda each: each.group):
        parts.append(
            f"\n## {group}\n\n"
            "| key | what it is | values | default | organisation | a change |\n|---|---|---|---|---|---|\n"
        )
        parts.extend(_row(each) for each in members)
    parts.append(_profiles())
    return "".join(parts)


def _row(each: Explanation) -> str:
    default = _shown(each.default, each.unit)
    about = f"**{each.title}.** {field_of(each.key).description}"  # without the range, which has its own column
    cells = (f"`{each.key}`", about, _values(each), default, _policy(each), each.effect)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _values(each: Explanation) -> str:
    if each.choices:
        return ", ".join(f"`{value}`" for value, _label in each.choices)
    if each.bounds:
        unit = f" {each.unit}" if each.unit else ""
        return f"{as_text(each.bounds['min'])} to {as_text(each.bounds['max'])}{unit}"
    return {"switch": "`true`, `false`", "list": "list", "text": "text"}[each.kind]


def _shown(value: object, unit: str) -> str:
    if value in ("", []):
        return "none"
    if isinstance(value, list):
        return ", ".join(map(str, value)) + (f" {unit}" if unit else "")
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if isinstance(value, str) else as_text(value) + (f" {unit}" if unit else "")


def _policy(each: Explanation) -> str:
    extra = extra_of(each.key)
    named = ", ".join(f"`{str(value).lower()}`" for value in extra.get("policy_values", ()))
    if each.policy == "listed":
        return f"only {named}"
    bound = f"; bound `{extra['limit']}`" if extra["limit"] != "none" else ""
    return f"{each.policy} {named}".rstrip() + bound


def _profiles() -> str:
    found = profiles()
    keys = [key for key in KEYS if any(key in each.numbers for each in found.values())]
    lines = ["\n## Profiles\n"]
    lines += [
        f"\n- **{each.title}** (`{each.name}`): {each.line} {each.why} *{each.source}*" for each in found.values()
    ]
    lines.append("\n\nThe numbers; an empty field keeps the default above.\n")
    lines.append("\n| key | " + " | ".join(f"`{name}`" for name in found) + " |\n|---|" + "---|" * len(found) + "\n")
    for key in keys:
        cells = [_cell(each.numbers[key]) if key in each.numbers else "" for each in found.values()]
        lines.append(f"| `{key}` | " + " | ".join(cells) + " |\n")
    return "".join(lines)


def _cell(value: object) -> str:
    return (
        str(value).lower() if isinstance(value, bool) else as_text(tuple(value) if isinstance(value, list) else value)
    )


def default_snapshot() -> str:
    """The text of ``ergobreak/default_snapshot.json``: the same on every machine and every day."""
    made = snapshot_of(resolve(()), inputs={}, environment={})
    return replace(made, app="", made_at=0.0, profile=made.profile | {"since": ""}).to_json()


def outputs() -> dict[Path, str]:
    """Each file and what belongs in it, in English whatever the environment says."""
    use_language("en")
    return {
        ROOT / "docs" / "settings.md": reference(),
        ROOT / "ergobreak" / "default_snapshot.json": default_snapshot(),
    }


def main(arguments: list[str]) -> int:
    """Write the files, or only compare them."""
    stale = [path for path, text in outputs().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is out of date: run packaging/settings_reference.py")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(outputs()[path], encoding="utf-8", newline="\n")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
