"""What every template needs to know about the policies: where each stands, which shape it has, and its words.

The policies themselves come from ``ergobreak/settings/policy_model.py`` and nothing is said twice here. English is the
language of the model; every other language is one table beside this file (``german.toml``), keyed by the English
sentence. So a sentence that changes in the model is both missing and stale in the table, and the check says so.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ergobreak.settings import explain, resolve
from ergobreak.settings.fields import Limit
from ergobreak.settings.model import extra_of, field_of
from ergobreak.settings.policy_model import Levels, Policy, by_name, policies
from ergobreak.settings.policy_schema import rules_of
from ergobreak.settings.texts import as_text

HERE = Path(__file__).resolve().parent
KEY = r"Software\Policies\Ergobreak"
RECOMMENDED = "Recommended"
RECOMMENDED_KEY = f"{KEY}\\{RECOMMENDED}"
DOMAIN = "io.github.ergobreak"
LINUX = "/etc/ergobreak/policies"
HOME_PAGE = "https://github.com/ergobreak/ergobreak"
DEFAULTS_TITLE = "Default settings (users can change)"
DEFAULTS_HELP = "What the organisation recommends: the person can change it."
MADE = "Made by packaging/policy/generate.py from the policy model; do not edit."


class Words:
    """Sentences in one language; it remembers which ones it was asked for and which it does not know."""

    def __init__(self, code: str, table: dict[str, str] | None = None) -> None:
        self.code = code
        self._table = table
        self._asked: set[str] = set()

    @classmethod
    def english(cls) -> Words:
        """The language of the model."""
        return cls("en-US")

    @classmethod
    def german(cls, text: str | None = None) -> Words:
        """The table beside this file, or another one."""
        source = (HERE / "german.toml").read_text(encoding="utf-8") if text is None else text
        return cls("de-DE", tomllib.loads(source)["texts"])

    def __call__(self, english: str) -> str:
        """The sentence; English where the table has none, which ``problems`` then names."""
        self._asked.add(english)
        return english if self._table is None else self._table.get(english) or english

    def problems(self) -> list[str]:
        """What is missing in the table, and what nobody asks for any more."""
        if self._table is None:
            return []
        missing = sorted(each for each in self._asked if not self._table.get(each))
        stale = sorted(set(self._table) - self._asked)
        return [f"{self.code}: not translated: {each}" for each in missing] + [
            f"{self.code}: translated, but not used any more: {each}" for each in stale
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One policy at one level: what an administrator sees as one line in a list."""

    policy: Policy
    recommended: bool

    @property
    def name(self) -> str:
        """Its identifier in every template."""
        return f"{self.policy.pascal}_Recommended" if self.recommended else self.policy.pascal

    @property
    def key(self) -> str:
        """The registry key that holds its value."""
        return RECOMMENDED_KEY if self.recommended else KEY

    @property
    def category(self) -> str:
        """Its category; the recommended ones have categories of their own."""
        return ("Recommended_" if self.recommended else "") + group_id(self.policy.group)


def may_be_fixed(policy: Policy) -> bool:
    """Whether it exists at the mandatory level."""
    return policy.levels is not Levels.RECOMMENDED


def may_be_recommended(policy: Policy) -> bool:
    """Whether it exists at the recommended level."""
    return policy.levels is not Levels.MANDATORY


def entries() -> list[Entry]:
    """Every policy at every level it has: first what is fixed, then what is recommended."""
    fixed = [Entry(policy=each, recommended=False) for each in policies() if may_be_fixed(each)]
    return fixed + [Entry(policy=each, recommended=True) for each in policies() if may_be_recommended(each)]


def group_id(group: str) -> str:
    """``When to stay quiet`` as an identifier: ``WhenToStayQuiet``."""
    return "".join(part.capitalize() for part in "".join(c if c.isalnum() else " " for c in group).split())


def halves(policy: Policy) -> list[str]:
    """The values of a number that is not whole, as text: the registry has no such type, so they are a list to choose.

    Empty for every other policy.
    """
    if policy.kind != "number" or not policy.key or field_of(policy.key).annotation is not float:
        return []
    low, high, step = policy.minimum or 0, policy.maximum or 0, float(extra_of(policy.key)["step"])
    return [as_text(low + index * step) for index in range(round((high - low) / step) + 1)]


def shape(policy: Policy) -> str:
    """``switch``, ``decimal``, ``enum``, ``text`` or ``list``: the five kinds of element in a template."""
    if policy.kind == "number":
        return "enum" if halves(policy) else "decimal"
    return {"switch": "switch", "choice": "enum", "text": "text"}.get(policy.kind, "list")


def longest(policy: Policy) -> int:
    """How many characters a form lets somebody write; the model may say less in another way."""
    return int(rules_of(policy).get("maxLength", 255))


def options(policy: Policy) -> list[tuple[str, str]]:
    """The values of an ``enum`` and their names in English."""
    if found := halves(policy):
        return [(each, each) for each in found]
    if not policy.key:
        return [(str(each), _ORGANISATION[str(each)]) for each in policy.choices]
    labels = dict(explain(policy.key, resolve(())).choices)
    return [(str(each), labels[str(each)]) for each in policy.choices]


_ORGANISATION = {"off": "Off", "inventory": "Inventory", "aggregate": "Aggregate"}


def title(policy: Policy, say: Words) -> str:
    """Its name for people."""
    if policy.bound is Limit.NONE:
        return say(policy.title)
    words = "{title}: at most" if policy.bound is Limit.AT_MOST else "{title}: at least"
    return say(words).format(title=say(by_name()[policy.key].title))


def shown_title(policy: Policy, say: Words) -> str:
    """The same for a list of switches: where only one position is allowed, it says which."""
    if policy.kind == "switch" and len(policy.choices) == 1:
        words = "{title}: keep on" if policy.choices[0] else "{title}: keep off"
        return say(words).format(title=title(policy, say))
    return title(policy, say)


def allowed(policy: Policy, say: Words) -> str:
    """One sentence about the values it takes."""
    if policy.kind == "choice":
        return say("One of: {values}.").format(values=", ".join(str(each) for each in policy.choices))
    if policy.kind == "number":
        return _number_allowed(policy, say)
    if policy.kind == "text":
        most = rules_of(policy).get("maxLength")
        return say("A text of at most {most} characters.").format(most=most) if most else say("A text.")
    return _switch_allowed(policy, say) if policy.kind == "switch" else _list_allowed(policy, say)


def _switch_allowed(policy: Policy, say: Words) -> str:
    if len(policy.choices) != 1:
        return say("On or off.")
    return say("Only on can be set.") if policy.choices[0] else say("Only off can be set.")


def _list_allowed(policy: Policy, say: Words) -> str:
    most = rules_of(policy)["maxItems"]
    if policy.kind == "list":
        return say("A list of texts, at most {most}.").format(most=most)
    words = say("A list of whole numbers from {low} to {high}, at most {most}.")
    return words.format(low=_number(policy.minimum), high=_number(policy.maximum), most=most)


def _number_allowed(policy: Policy, say: Words) -> str:
    unit = f" {say(policy.unit)}" if policy.unit else ""
    if found := halves(policy):
        words = say("A number from {low} to {high}{unit}, in steps of {step}.")
        return words.format(low=found[0], high=found[-1], unit=unit, step=as_text(extra_of(policy.key)["step"]))
    words = say("A whole number from {low} to {high}{unit}.")
    return words.format(low=_number(policy.minimum), high=_number(policy.maximum), unit=unit)


def without_it(policy: Policy, say: Words) -> str:
    """One sentence about what applies when nobody says anything."""
    if policy.bound is not Limit.NONE:
        return say("Without this policy there is no such limit.")
    if policy.default is None:
        return say("Without this policy the person decides.")
    words = say("Without any policy and setting it is: {value}.")
    return words.format(value=default_text(policy, say))


def default_text(policy: Policy, say: Words) -> str:
    """The default as a person reads it."""
    if policy.default in ("", []):
        return say("empty")
    if isinstance(policy.default, bool):
        return say("on") if policy.default else say("off")
    text = ", ".join(map(str, policy.default)) if isinstance(policy.default, list) else as_text(policy.default)
    return f"{text} {say(policy.unit)}" if policy.unit else text


def at_level(entry: Entry, say: Words) -> str:
    """One sentence about what the level means for the person."""
    if entry.recommended:
        return say("This is a default: the person can change it.")
    if entry.policy.bound is not Limit.NONE or not entry.policy.key:
        return say("The person cannot change this.")
    return say('The person sees this setting greyed, with "Managed by your organisation".')


def in_a_list(policy: Policy, say: Words) -> str:
    """What to know about a list in an editor; empty for everything else."""
    return say("One value in each line.") if shape(policy) == "list" else ""


def about(policy: Policy, say: Words) -> str:
    """What it does; of a bound first what it bounds."""
    if policy.bound is Limit.NONE:
        return say(policy.help)
    return f"{say(by_name()[policy.key].help)} {say(policy.help)}"


def explained(entry: Entry, say: Words) -> str:
    """All there is to say about one policy at one level, one sentence a line."""
    policy = entry.policy
    lines = [
        about(policy, say),
        allowed(policy, say),
        in_a_list(policy, say),
        without_it(policy, say),
        at_level(entry, say),
        say("Since version {version}.").format(version=policy.since),
    ]
    return "\n".join(each for each in lines if each)


def example(policy: Policy) -> Any:  # noqa: ANN401 - each policy has its own kind
    """A value to show: the default of the setting behind it, where there is no better one."""
    found = by_name()[policy.key].default if policy.bound is not Limit.NONE else policy.default
    return _EXAMPLES.get(policy.name, found)


_EXAMPLES: dict[str, Any] = {
    "language": "de",
    "lunch": "12:00-12:45",
    "first_aider": "reception, ext. 4000",
    "occupational_health": "works doctor, ext. 4100",
    "hold_apps": ["soffice", "Blender"],
    "report_url": "https://collector.example.org/v1/metrics",
    "report_group": "Region North",
    "report_group_size": 5000,
    "managed_reason": "Agreed with the works council.",
    "support_contact": "IT service desk, ext. 5000",
}


def _number(value: float | None) -> str:
    return "" if value is None else as_text(int(value) if float(value).is_integer() else value)
