"""Structural checks of the Group Policy template, with the standard library alone, so that they run everywhere.

They hold what Microsoft's schema says about names and numbers, and what no schema can say: every reference resolves in
every language, every control has its element, nothing is left over, and nothing writes outside our own registry key.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from typing import TYPE_CHECKING

from .catalogue import KEY
from .windows import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ID = re.compile(r"[A-Za-z0-9_]+")
_REFERENCE = re.compile(r"\$\((string|presentation)\.([^)]*)\)")
_N = f"{{{NAMESPACE}}}"
_LIMIT = 2**32 - 1
# Which control of a form may stand for which element.
_CONTROLS = {
    "decimal": {"decimalTextBox"}, "enum": {"dropdownList"}, "text": {"textBox"}, "list": {"listBox"},
    "boolean": {"checkBox"},
}  # fmt: skip


def problems(template: str, languages: Mapping[str, str]) -> list[str]:
    """Everything that is wrong with the template and its languages, one sentence each.

    Args:
        template: the text of the ADMX file.
        languages: the text of each ADML file by the name of its language.
    """
    try:
        admx = ET.fromstring(template)  # noqa: S314 - our own file
        adml = {name: ET.fromstring(text) for name, text in languages.items()}  # noqa: S314 - our own file
    except ET.ParseError as error:
        return [f"not well-formed XML: {error}"]
    if admx.tag != _N + "policyDefinitions":
        return [f"the template's root is {admx.tag}, not {_N}policyDefinitions"]
    found = [*_names(admx), *_categories(admx), *_keys(admx), *_numbers(admx)]
    for name, root in adml.items():
        if root.tag != _N + "policyDefinitionResources":
            found.append(f"{name}: the root is {root.tag}")
            continue
        found += [f"{name}: {each}" for each in _language(admx, root)]
    return found


def _names(admx: ET.Element) -> Iterator[str]:
    named = [each for each in admx.iter() if each.tag in {_N + "policy", _N + "category", _N + "definition"}]
    for each in named:
        if not _ID.fullmatch(each.get("name", "")):
            yield f"the name {each.get('name')!r} has other characters than letters, digits and _"
    for each in admx.iterfind(f".//{_N}elements/*"):
        if not _ID.fullmatch(each.get("id", "")):
            yield f"the element id {each.get('id')!r} has other characters than letters, digits and _"
    for tag in ("policy", "category", "definition"):
        counted = Counter(each.get("name", "").lower() for each in admx.iter(_N + tag))
        yield from (f"two of {tag} are called {name}" for name, count in counted.items() if count > 1)


def _categories(admx: ET.Element) -> Iterator[str]:
    categories = {each.get("name") for each in admx.iter(_N + "category")}
    supported = {each.get("name") for each in admx.iter(_N + "definition")}
    used = Counter(each.get("ref") for each in admx.iter(_N + "parentCategory"))
    for each in (*admx.iter(_N + "policy"), *admx.iter(_N + "category")):
        parent = each.find(_N + "parentCategory")
        if parent is not None and parent.get("ref") not in categories:
            yield f"{each.get('name')} stands in the category {parent.get('ref')}, which is not there"
        if each.tag == _N + "policy" and parent is None:
            yield f"the policy {each.get('name')} stands in no category"
    for policy in admx.iter(_N + "policy"):
        says = policy.find(_N + "supportedOn")
        if says is None or says.get("ref") not in supported:
            yield f"{policy.get('name')}: supportedOn does not resolve"
    yield from (f"the category {name} is empty" for name in sorted(filter(None, categories)) if not used[name])


def _keys(admx: ET.Element) -> Iterator[str]:
    places: Counter[tuple[str, str]] = Counter()
    for policy in admx.iter(_N + "policy"):
        key = policy.get("key", "")
        for each in (policy, *policy.iter()):
            if (other := each.get("key")) is not None and not (other == KEY or other.startswith(KEY + "\\")):
                yield f"{policy.get('name')} writes to {other}"
        if policy.get("class") != "Both":
            yield f"{policy.get('name')} is not for machines and people both"
        values = [each.get("valueName") for each in (policy, *policy.iterfind(f"{_N}elements/*"))]
        lists = [each.get("key", "").rpartition("\\") for each in policy.iterfind(f"{_N}elements/{_N}list")]
        places.update((key, value.lower()) for value in values if value)
        places.update((parent, name.lower()) for parent, _, name in lists)
    yield from (f"two policies write {name} in {key}" for (key, name), count in places.items() if count > 1)


def _numbers(admx: ET.Element) -> Iterator[str]:
    for each in admx.iter(_N + "decimal"):
        texts = [each.get(name) for name in ("value", "minValue", "maxValue") if each.get(name) is not None]
        if not all(text is not None and text.isdecimal() and int(text) <= _LIMIT for text in texts):
            yield f"{each.get('id', 'a value')}: {', '.join(map(str, texts))} are not all whole numbers"
        elif len(texts) == 2 and int(texts[0] or 0) > int(texts[1] or 0):  # noqa: PLR2004 - minimum and maximum
            yield f"{each.get('id')}: the minimum is greater than the maximum"


def _language(admx: ET.Element, adml: ET.Element) -> Iterator[str]:
    strings = [each.get("id", "") for each in adml.iter(_N + "string")]
    shown = {each.get("id", ""): each for each in adml.iter(_N + "presentation")}
    yield from (f"two strings are called {name}" for name, count in Counter(strings).items() if count > 1)
    yield from (f"the id {name!r} has other characters" for name in (*strings, *shown) if not _ID.fullmatch(name))
    yield from (f"the string {each.get('id')} is empty" for each in adml.iter(_N + "string") if not each.text)
    asked: set[tuple[str, str]] = set()
    for each in admx.iter():
        for text in each.attrib.values():
            asked |= set(_REFERENCE.findall(text))
            if text.startswith("$(") and not _REFERENCE.fullmatch(text):
                yield f"{text} is no reference"
    there = {("string", name) for name in strings} | {("presentation", name) for name in shown}
    yield from (f"$({kind}.{name}) does not resolve" for kind, name in sorted(asked - there))
    yield from (f"the {kind} {name} is used nowhere" for kind, name in sorted(there - asked))
    for policy in admx.iter(_N + "policy"):
        yield from _controls(policy, shown)


def _controls(policy: ET.Element, shown: Mapping[str, ET.Element]) -> Iterator[str]:
    elements = {each.get("id", ""): each.tag.removeprefix(_N) for each in policy.iterfind(f"{_N}elements/*")}
    reference = _REFERENCE.fullmatch(policy.get("presentation", ""))
    form = shown.get(reference[2]) if reference else None
    controls = {} if form is None else {each.get("refId", ""): each.tag.removeprefix(_N) for each in form}
    for name in sorted(elements.keys() ^ controls.keys()):
        yield f"{policy.get('name')}: {name} is only in {'the template' if name in elements else 'the form'}"
    for name in sorted(elements.keys() & controls.keys()):
        if controls[name] not in _CONTROLS.get(elements[name], set()):
            yield f"{policy.get('name')}: {name} is shown as {controls[name]}, which is not for {elements[name]}"
