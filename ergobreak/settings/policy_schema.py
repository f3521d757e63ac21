"""The policy model as a JSON Schema: what ``ergobreak policy schema`` prints and what the policy templates ship.

One schema for both levels: an editor and ``check-jsonschema`` know every name and value with it. At which level a name
may stand is a note (``x-levels``), since the folder says the level and not the file; ``ergobreak policy show`` is
strict about it. What JSON Schema cannot say, such as two ranges of hours that overlap, only ``ergobreak policy
validate`` finds.
"""

from __future__ import annotations

import json
from typing import Any

from ergobreak.settings.policy_model import Policy, adapter_for, policies
from ergobreak.words import _

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TIME = r"\s*\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}\s*"
_RULES = ("type", "minimum", "maximum", "maxLength", "pattern", "enum", "items", "maxItems")


def policy_schema() -> dict[str, Any]:
    """The whole schema; its texts are in the language in use."""
    return {
        "$schema": DIALECT,
        "title": _("ergobreak policies"),
        "description": _("What an organisation may say: one file of it in the folder managed or recommended."),
        "type": "object",
        "additionalProperties": False,
        "properties": {each.name: _property(each) for each in policies()},
    }


def policy_schema_text() -> str:
    """The same, as it is written and printed."""
    return json.dumps(policy_schema(), indent=2, ensure_ascii=False) + "\n"


def rules_of(policy: Policy) -> dict[str, Any]:
    """What JSON Schema can say about the value of one policy: type, bounds, length, pattern, choices."""
    found = adapter_for(policy).json_schema()
    if "anyOf" in found:  # not set at all is for a policy the same as absent
        found = next(each for each in found["anyOf"] if each.get("type") != "null")
    rules = {name: found[name] for name in _RULES if name in found}
    if policy.choices:
        rules["enum"] = list(policy.choices)
    if policy.key.startswith("hours_"):
        rules["items"] = {"type": "string", "pattern": f"^{_TIME}$"}
    if policy.key == "lunch":
        rules["pattern"] = rf"^(\s*|{_TIME})$"
    return rules


def _property(policy: Policy) -> dict[str, Any]:
    about: dict[str, Any] = {"title": policy.title, "description": policy.help, **rules_of(policy)}
    usable = not policy.choices or policy.default in policy.choices
    if policy.default not in (None, "") and usable:
        about["default"] = policy.default
    about |= {"x-levels": policy.levels.value, "x-group": policy.group, "x-name": policy.pascal}
    if policy.unit:
        about["x-unit"] = policy.unit
    return about | {"x-since": policy.since}
