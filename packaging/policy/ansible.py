"""Ansible: the description of the role's variables. The rest of the role is written by hand beside it.

Ansible's own check of arguments then refuses an unknown policy or a word that is not allowed before anything is copied;
bounds are checked by ``ergobreak policy validate`` on the machine.
"""

from __future__ import annotations

import json
from textwrap import wrap
from typing import Any

from ergobreak.settings.policy_model import Policy, policies

from .catalogue import MADE, Entry, Words, explained, halves, may_be_fixed, may_be_recommended

_WIDEST = 120
_KINDS = {"switch": "bool", "choice": "str", "text": "str", "list": "list", "numbers": "list"}


def argument_specs(say: Words) -> str:
    """The text of ``meta/argument_specs.yml``."""
    options = {
        "ergobreak_state": {
            "type": "str", "default": "present", "choices": ["present", "absent"],
            "description": "Whether ergobreak and its policies are on the machine.",
        },
        "ergobreak_install": {
            "type": "bool", "default": True, "description": "Whether this role also installs or removes the package.",
        },
        "ergobreak_command": {
            "type": "str", "default": "ergobreak", "description": "The program that checks a policy file.",
        },
        "ergobreak_package": {
            "type": "str", "default": "ergobreak",
            "description": "The name of a package in a repository that the machine already has, or the path of a"
            " .deb or .rpm file that is on the machine.",
        },
        "ergobreak_package_file": {
            "type": "str", "default": "",
            "description": "A .deb or .rpm file on the controller; it is copied and installed in place of"
            " ergobreak_package.",
        },
        "ergobreak_rpm_unsigned": {
            "type": "bool", "default": False,
            "description": "Install an .rpm file that carries no signature.",
        },
        "ergobreak_policy_folder": {
            "type": "str", "default": "/etc/ergobreak/policies",
            "description": "Where policies lie; the program reads no other place.",
        },
        "ergobreak_policy_file": {
            "type": "str", "default": "50-ansible.json",
            "description": "The name of the file in each folder; later names win.",
        },
        "ergobreak_managed": {
            "type": "dict", "default": {}, "description": "What the organisation fixes.",
            "options": {each.name: _option(each, say, recommended=False) for each in policies() if may_be_fixed(each)},
        },
        "ergobreak_recommended": {
            "type": "dict", "default": {}, "description": "What the organisation recommends; the person can change it.",
            "options": {
                each.name: _option(each, say, recommended=True) for each in policies() if may_be_recommended(each)
            },
        },
    }  # fmt: skip
    whole = {
        "argument_specs": {
            "main": {
                "short_description": "Install ergobreak and set its policies",
                "description": "Installs the package, writes one policy file for each level and checks both.",
                "options": options,
            }
        }
    }
    return f"---\n# {MADE}\n" + "\n".join(_yaml(whole)) + "\n"


def _option(policy: Policy, say: Words, *, recommended: bool) -> dict[str, Any]:
    kind = ("float" if halves(policy) else "int") if policy.kind == "number" else _KINDS[policy.kind]
    found: dict[str, Any] = {"type": kind}
    if kind == "list":
        found["elements"] = "int" if policy.kind == "numbers" else "str"
    if policy.choices:
        found["choices"] = list(policy.choices)
    return found | {"description": explained(Entry(policy=policy, recommended=recommended), say).splitlines()}


def _yaml(value: dict[str, Any], indent: int = 0) -> list[str]:
    """Plain block YAML; texts are quoted as JSON does it, which YAML reads in the same way, long ones folded."""
    pad, lines = "  " * indent, []
    for key, each in value.items():
        if isinstance(each, dict) and each:
            lines += [f"{pad}{key}:", *_yaml(each, indent + 1)]
        elif isinstance(each, list):
            lines += [f"{pad}{key}:", *(line for item in each for line in _scalar(f"{pad}  -", item, indent + 2))]
        else:
            lines += _scalar(f"{pad}{key}:", each, indent + 1)
    return lines


def _scalar(head: str, value: object, indent: int) -> list[str]:
    text = json.dumps(value, ensure_ascii=False)
    if len(head) + len(text) < _WIDEST:
        return [f"{head} {text}"]
    pad = "  " * indent
    return [f"{head} >-", *(pad + line for line in wrap(str(value), _WIDEST - len(pad), break_long_words=False))]
