"""Group Policy: the template (ADMX), its words in each language (ADML), and a registry file to try it with.

The policies at the mandatory level stand under the name of the program; the same ones as defaults stand in a category
of their own and write to the subkey ``Recommended``. Whole numbers and switches are REG_DWORD; numbers with halves are
a list to choose from, written as text, because the registry has no such type; a list is a subkey of numbered values.
A switch of which only one position may be fixed has no value for "Disabled": that state then only removes the value.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from ergobreak.settings.policy_model import Policy, by_name, policies

from .catalogue import (
    DEFAULTS_HELP,
    DEFAULTS_TITLE,
    HOME_PAGE,
    KEY,
    MADE,
    RECOMMENDED,
    RECOMMENDED_KEY,
    Entry,
    Words,
    entries,
    explained,
    halves,
    longest,
    options,
    shape,
    shown_title,
    title,
)

NAMESPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
TARGET = "Ergobreak.Policies.Ergobreak"  # unique, as Intune wants it for each template that it takes in
REVISION = "1.0"
ROOT_CATEGORY, DEFAULTS_CATEGORY = "Ergobreak", RECOMMENDED
_HEADER = '<?xml version="1.0" encoding="utf-8"?>\n'


def supported_id(since: str) -> str:
    """The identifier of "this version or newer"."""
    return "SUPPORTED_Ergobreak_" + since.replace(".", "_")


def admx() -> str:
    """The template."""
    root = _root("policyDefinitions")
    spaces = ET.SubElement(root, "policyNamespaces")
    ET.SubElement(spaces, "target", prefix="ergobreak", namespace=TARGET)
    ET.SubElement(root, "resources", minRequiredRevision=REVISION)
    definitions = ET.SubElement(ET.SubElement(root, "supportedOn"), "definitions")
    for since in _versions():
        name = supported_id(since)
        ET.SubElement(definitions, "definition", name=name, displayName=f"$(string.{name})")
    categories = ET.SubElement(root, "categories")
    for name, parent in _categories():
        found = ET.SubElement(categories, "category", name=name, displayName=f"$(string.Category_{name})")
        if name in {ROOT_CATEGORY, DEFAULTS_CATEGORY}:
            found.set("explainText", f"$(string.Category_{name}_Help)")
        if parent:
            ET.SubElement(found, "parentCategory", ref=parent)
    listed = ET.SubElement(root, "policies")
    for entry in entries():
        _policy(listed, entry)
    return _text(root)


def adml(say: Words) -> str:
    """The words of the template in one language."""
    root = _root("policyDefinitionResources")
    ET.SubElement(root, "displayName").text = "ergobreak"
    ET.SubElement(root, "description").text = say("Policies for ergobreak, the break reminder.")
    resources = ET.SubElement(root, "resources")
    table = ET.SubElement(resources, "stringTable")
    for name, text in _strings(say).items():
        ET.SubElement(table, "string", id=name).text = text
    presentations = ET.SubElement(resources, "presentationTable")
    for policy in policies():
        if shape(policy) != "switch":
            _presentation(presentations, policy, say)
    return _text(root)


def sample_reg(managed: dict[str, Any], recommended: dict[str, Any]) -> str:
    """Both samples as a registry file, for trying policies on one machine without Group Policy."""
    lines = ["Windows Registry Editor Version 5.00", "", f"; {MADE}"]
    lines.append("; Writes for the machine; for one person write HKEY_CURRENT_USER.")
    lists: list[str] = []
    for key, values in ((KEY, managed), (RECOMMENDED_KEY, recommended)):
        lines += ["", rf"[HKEY_LOCAL_MACHINE\{key}]"]
        for name, value in values.items():
            policy = by_name()[name]
            if isinstance(value, list):
                lists += ["", rf"[HKEY_LOCAL_MACHINE\{key}\{policy.pascal}]"]
                lists += [f'"{index}"={_quoted(str(each))}' for index, each in enumerate(value, 1)]
            else:
                lines.append(f'"{policy.pascal}"={_reg_value(policy, value)}')
        lines += lists
        lists = []
    return "\n".join(lines) + "\n"


def _reg_value(policy: Policy, value: object) -> str:
    if shape(policy) in {"switch", "decimal"} and isinstance(value, int):
        return f"dword:{int(value):08x}"
    return _quoted(f"{value:g}" if isinstance(value, float) else str(value))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _root(tag: str) -> ET.Element:
    return ET.Element(tag, {"xmlns": NAMESPACE, "revision": REVISION, "schemaVersion": "1.0"})


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return f"{_HEADER}<!-- {MADE} {HOME_PAGE} -->\n" + ET.tostring(root, encoding="unicode") + "\n"


def _versions() -> list[str]:
    return list(dict.fromkeys(each.since for each in policies()))


def _categories() -> list[tuple[str, str]]:
    fixed = list(dict.fromkeys(each.category for each in entries() if not each.recommended))
    defaults = list(dict.fromkeys(each.category for each in entries() if each.recommended))
    found = [(ROOT_CATEGORY, ""), *((name, ROOT_CATEGORY) for name in fixed), (DEFAULTS_CATEGORY, ROOT_CATEGORY)]
    return found + [(name, DEFAULTS_CATEGORY) for name in defaults]


def _policy(parent: ET.Element, entry: Entry) -> None:
    policy, kind = entry.policy, shape(entry.policy)
    found = ET.SubElement(parent, "policy", {
        "name": entry.name, "class": "Both", "displayName": f"$(string.{policy.pascal})",
        "explainText": f"$(string.{entry.name}_Help)", "key": entry.key,
    })  # fmt: skip
    if kind == "switch":
        found.set("valueName", policy.pascal)
    else:
        found.set("presentation", f"$(presentation.{policy.pascal})")
    ET.SubElement(found, "parentCategory", ref=entry.category)
    ET.SubElement(found, "supportedOn", ref=supported_id(policy.since))
    if kind == "switch":
        on, *off = policy.choices or (True, False)
        ET.SubElement(ET.SubElement(found, "enabledValue"), "decimal", value=str(int(bool(on))))
        if off:
            ET.SubElement(ET.SubElement(found, "disabledValue"), "decimal", value="0")
        return
    elements = ET.SubElement(found, "elements")
    common = {"id": policy.pascal, "valueName": policy.pascal, "required": "true"}
    if kind == "decimal":
        bounds = {"minValue": str(int(policy.minimum or 0)), "maxValue": str(int(policy.maximum or 0))}
        ET.SubElement(elements, "decimal", common | bounds)
    elif kind == "enum":
        choice = ET.SubElement(elements, "enum", common)
        for index, (value, _name) in enumerate(options(policy)):
            item = ET.SubElement(choice, "item", displayName=f"$(string.{policy.pascal}_{index})")
            ET.SubElement(ET.SubElement(item, "value"), "string").text = value
    elif kind == "text":
        ET.SubElement(elements, "text", common | {"maxLength": str(longest(policy))})
    else:
        ET.SubElement(elements, "list", id=policy.pascal, key=rf"{entry.key}\{policy.pascal}", valuePrefix="")


def _strings(say: Words) -> dict[str, str]:
    found = {
        f"Category_{ROOT_CATEGORY}": "ergobreak",
        f"Category_{ROOT_CATEGORY}_Help": say("What the organisation fixes: the person sees it greyed."),
        f"Category_{DEFAULTS_CATEGORY}": say(DEFAULTS_TITLE),
        f"Category_{DEFAULTS_CATEGORY}_Help": say(DEFAULTS_HELP),
    }
    for since in _versions():
        found[supported_id(since)] = say("ergobreak {version} or newer").format(version=since)
    for entry in entries():
        found[f"Category_{entry.category}"] = say(entry.policy.group)
    for policy in policies():
        found[policy.pascal] = shown_title(policy, say)
        if shape(policy) == "enum":
            for index, (_value, name) in enumerate(options(policy)):
                found[f"{policy.pascal}_{index}"] = name if halves(policy) else say(name)
    for entry in entries():
        found[f"{entry.name}_Help"] = explained(entry, say)
    return found


def _presentation(table: ET.Element, policy: Policy, say: Words) -> None:
    found, kind, ref = ET.SubElement(table, "presentation", id=policy.pascal), shape(policy), policy.pascal
    label = title(policy, say)
    if policy.unit and say(policy.unit) not in label:
        label += f" ({say(policy.unit)})"
    if kind == "decimal":
        fallback = policy.maximum if policy.name.endswith("_at_most") else policy.minimum
        start = policy.default if policy.default is not None else fallback
        ET.SubElement(found, "decimalTextBox", refId=ref, defaultValue=str(int(start or 0))).text = label
    elif kind == "enum":
        values = [value for value, _name in options(policy)]
        box = ET.SubElement(found, "dropdownList", refId=ref, noSort="true")
        usual = f"{policy.default:g}" if isinstance(policy.default, int | float) else str(policy.default)
        box.set("defaultItem", str(values.index(usual) if usual in values else 0))
        box.text = label
    elif kind == "text":
        box = ET.SubElement(found, "textBox", refId=ref)
        ET.SubElement(box, "label").text = label
        if policy.default:
            ET.SubElement(box, "defaultValue").text = str(policy.default)
    else:
        ET.SubElement(found, "listBox", refId=ref).text = label
