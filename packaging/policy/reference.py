"""The page for people: every policy, its name on each system, and what it does."""

from __future__ import annotations

from itertools import groupby

from ergobreak.settings.policy_model import Levels, Policy, policies

from .catalogue import (
    DOMAIN,
    KEY,
    LINUX,
    MADE,
    RECOMMENDED,
    RECOMMENDED_KEY,
    Words,
    about,
    allowed,
    default_text,
    title,
)

_HEAD = f"""# Every policy

<!-- {MADE} -->

A policy is a default, a bound or a fixed value; most settings can only be recommended, because they are the person's.
No policy can hide the signs that need help, force a break over a call, switch on the firm style, read anything about
health, or keep a person from taking more breaks.

| | mandatory | recommended |
|---|---|---|
| what it means | in force, greyed in the settings | a default that the person can change |
| Windows, in `HKLM` or `HKCU` | `{KEY}` | `{RECOMMENDED_KEY}` |
| macOS, domain `{DOMAIN}` | a key of the profile | the same key in its dictionary `{RECOMMENDED}` |
| Linux | `{LINUX}/managed/*.json` | `{LINUX}/recommended/*.json` |

Names: `snake_case` in files on Linux, `PascalCase` in the registry and in profiles.

| kind | registry | profile | file |
|---|---|---|---|
| switch | REG_DWORD `1` or `0` | boolean | `true` or `false` |
| whole number | REG_DWORD | integer | number |
| number with halves | REG_SZ, such as `0.5` | real | number |
| choice, text | REG_SZ | string | text |
| list | a subkey with the policy's name that holds REG_SZ values `1`, `2`, ..., or one REG_MULTI_SZ | array | list |

An empty list (a day off, for example) is an empty subkey or an empty REG_MULTI_SZ; the list box of Group Policy
cannot write one, a registry item of Group Policy Preferences can.
"""
_LEVELS = {Levels.BOTH: "mandatory or recommended", Levels.MANDATORY: "mandatory only",
           Levels.RECOMMENDED: "recommended only"}  # fmt: skip
_COLUMNS = "| policy | registry, profile | values | level | default | what it does | since |\n"


def page(say: Words) -> str:
    """The whole page."""
    parts = [_HEAD]
    for group, members in groupby(policies(), key=lambda each: each.group):
        parts.append(f"\n## {group}\n\n{_COLUMNS}|---|---|---|---|---|---|---|\n")
        parts += [_row(each, say) for each in members]
    return "".join(parts)


def _row(policy: Policy, say: Words) -> str:
    cells = (
        f"`{policy.name}`", f"`{policy.pascal}`", allowed(policy, say), _LEVELS[policy.levels],
        _default(policy, say), f"**{title(policy, say)}.** {about(policy, say)}", policy.since,
    )  # fmt: skip
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _default(policy: Policy, say: Words) -> str:
    if policy.default is None:
        return "no limit" if policy.key else "the person decides"
    return default_text(policy, say)
