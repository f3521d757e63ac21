"""macOS: sample profiles, the manifest for profile editors, and the form for Jamf Pro. None of it was run on a Mac.

A profile forces its values. What an organisation only recommends stands in the same payload in a dictionary named
``Recommended``, where the program looks for it. Identifiers are made from names (uuid5), so that a newer profile
replaces the older one.
"""

from __future__ import annotations

import plistlib
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from ergobreak.desktop.autostart.macos import LABEL
from ergobreak.settings.policy_model import Policy, by_name
from ergobreak.settings.policy_schema import rules_of

from .catalogue import (
    DEFAULTS_HELP,
    DEFAULTS_TITLE,
    DOMAIN,
    HOME_PAGE,
    MADE,
    RECOMMENDED,
    Entry,
    Words,
    entries,
    explained,
    halves,
    options,
    shape,
    title,
)

_SPACE = uuid5(NAMESPACE_DNS, DOMAIN)
_CHANGED = datetime(2026, 11, 22, tzinfo=UTC).replace(tzinfo=None)  # raise both when the manifest changes
_VERSION = 1
_PLIST_KINDS = {"switch": "boolean", "choice": "string", "text": "string", "list": "array", "numbers": "array"}
_PAYLOAD_KEYS = (
    ("PayloadDescription", "string", "Payload description", "What this payload does.", "ergobreak policies"),
    ("PayloadDisplayName", "string", "Payload name", "The name shown for this payload.", "ergobreak"),
    ("PayloadIdentifier", "string", "Payload identifier", "Unique for this payload.", DOMAIN),
    ("PayloadType", "string", "Payload type", "The preference domain.", DOMAIN),
    ("PayloadUUID", "string", "Payload UUID", "Unique for this payload.", ""),
    ("PayloadVersion", "integer", "Payload version", "The version of this payload's form.", 1),
    ("PayloadOrganization", "string", "Organisation", "Who made this payload.", ""),
)


def stable_id(name: str) -> str:
    """The same identifier at every run."""
    return str(uuid5(_SPACE, name)).upper()


def profiles(managed: dict[str, Any], recommended: dict[str, Any]) -> dict[str, bytes]:
    """The sample profiles."""
    rules = [
        {"RuleType": "BundleIdentifier", "RuleValue": DOMAIN, "Comment": "ergobreak itself"},
        {"RuleType": "Label", "RuleValue": LABEL, "Comment": "its agent that starts it at login"},
    ]
    notices = {
        "BundleIdentifier": DOMAIN, "NotificationsEnabled": True, "AlertType": 1, "BadgesEnabled": False,
        "CriticalAlertEnabled": False, "ShowInLockScreen": False, "ShowInNotificationCenter": True,
        "SoundsEnabled": False,
    }  # fmt: skip
    return {
        "macos/ergobreak.mobileconfig": _profile(
            "policies", DOMAIN, "ergobreak policies",
            "Settings of ergobreak, a break reminder: fixed and recommended ones.",
            {**named(managed), RECOMMENDED: named(recommended)},
        ),
        "macos/servicemanagement.mobileconfig": _profile(
            "servicemanagement", "com.apple.servicemanagement", "ergobreak at login",
            "Lets ergobreak start at login without a notice. macOS 13 or newer.", {"Rules": rules},
        ),
        "macos/notificationsettings.mobileconfig": _profile(
            "notificationsettings", "com.apple.notificationsettings", "ergobreak notices",
            "Allows quiet notices of ergobreak.", {"NotificationSettings": [notices]},
        ),
    }  # fmt: skip


def named(values: dict[str, Any]) -> dict[str, Any]:
    """Values under the names that profiles use."""
    return {by_name()[name].pascal: value for name, value in values.items()}


def _profile(name: str, kind: str, shown: str, about: str, content: dict[str, Any]) -> bytes:
    common = {"PayloadDescription": about, "PayloadOrganization": "ergobreak", "PayloadVersion": 1}
    payload = {
        "PayloadType": kind, "PayloadIdentifier": f"{DOMAIN}.{name}.payload",
        "PayloadUUID": stable_id(f"{name}/payload"), "PayloadDisplayName": shown, **common, **content,
    }  # fmt: skip
    whole = {
        "PayloadType": "Configuration", "PayloadIdentifier": f"{DOMAIN}.{name}", "PayloadUUID": stable_id(name),
        "PayloadDisplayName": shown, "PayloadScope": "System", "PayloadRemovalDisallowed": False, **common,
        "PayloadContent": [payload],
    }  # fmt: skip
    return plistlib.dumps(whole, sort_keys=False)


def manifest(say: Words) -> bytes:
    """The manifest that iMazing Profile Editor, ProfileCreator and others read."""
    payload = [
        {
            "pfm_name": name, "pfm_type": kind, "pfm_title": shown, "pfm_description": about, "pfm_require": "always",
            **({"pfm_default": default} if default != "" else {}),
        }
        for name, kind, shown, about, default in _PAYLOAD_KEYS
    ]  # fmt: skip
    payload[-1].pop("pfm_require")
    soft = {
        "pfm_name": RECOMMENDED, "pfm_type": "dictionary", "pfm_title": say(DEFAULTS_TITLE),
        "pfm_description": say(DEFAULTS_HELP),
        "pfm_subkeys": [_subkey(each, say) for each in entries() if each.recommended],
    }  # fmt: skip
    whole = {
        "pfm_title": "ergobreak",
        "pfm_description": f"What an organisation may set in ergobreak, a break reminder. {MADE}",
        "pfm_domain": DOMAIN,
        "pfm_app_url": HOME_PAGE,
        "pfm_documentation_url": HOME_PAGE,
        "pfm_format_version": 1,
        "pfm_version": _VERSION,
        "pfm_last_modified": _CHANGED,
        "pfm_platforms": ["macOS"],
        "pfm_targets": ["system", "user"],
        "pfm_interaction": "combined",
        "pfm_unique": False,
        "pfm_subkeys": [*payload, *(_subkey(each, say) for each in entries() if not each.recommended), soft],
    }
    return plistlib.dumps(whole, sort_keys=False)


def plist_kind(policy: Policy) -> str:
    """Its type in a property list."""
    if policy.kind == "number":
        return "real" if halves(policy) else "integer"
    return _PLIST_KINDS[policy.kind]


def _about(entry: Entry, say: Words) -> str:
    return explained(entry, say).replace("\n", " ")


def _subkey(entry: Entry, say: Words) -> dict[str, Any]:
    policy = entry.policy
    found: dict[str, Any] = {
        "pfm_name": policy.pascal, "pfm_type": plist_kind(policy), "pfm_title": title(policy, say),
        "pfm_description": _about(entry, say), "pfm_app_min": policy.since,
    }  # fmt: skip
    if policy.minimum is not None and policy.kind == "number":
        found |= {"pfm_range_min": policy.minimum, "pfm_range_max": policy.maximum}
    if policy.kind == "number" and policy.unit:
        found["pfm_value_unit"] = say(policy.unit)
    if policy.kind == "switch" and policy.choices:
        found["pfm_range_list"] = list(policy.choices)
    elif shape(policy) == "enum" and policy.kind == "choice":
        found["pfm_range_list"] = [value for value, _name in options(policy)]
        found["pfm_range_list_titles"] = [say(name) for _value, name in options(policy)]
    if plist_kind(policy) == "array":
        item = "integer" if policy.kind == "numbers" else "string"
        found["pfm_subkeys"] = [{"pfm_name": f"{policy.pascal}Item", "pfm_type": item, "pfm_title": title(policy, say)}]
    return found


def jamf_schema(say: Words) -> dict[str, Any]:
    """The form that Jamf Pro shows under "Application & Custom Settings"; nothing is set until somebody sets it."""
    fixed = [each for each in entries() if not each.recommended]
    soft = [each for each in entries() if each.recommended]
    recommended = {
        "title": say(DEFAULTS_TITLE),
        "description": say(DEFAULTS_HELP),
        "type": "object",
        "property_order": (len(fixed) + 1) * 5,
        "options": {"remove_empty_properties": True},
        "properties": _jamf_properties(soft, say),
    }
    return {
        "title": f"ergobreak ({DOMAIN})",
        "description": f"What an organisation may set in ergobreak, a break reminder. {MADE}",
        "__version": str(_VERSION),
        "__feedback": HOME_PAGE,
        "type": "object",
        "options": {"remove_empty_properties": True},
        "properties": {**_jamf_properties(fixed, say), RECOMMENDED: recommended},
    }


def _jamf_properties(chosen: list[Entry], say: Words) -> dict[str, Any]:
    return {each.policy.pascal: _jamf_property(each, order * 5, say) for order, each in enumerate(chosen, 1)}


def _jamf_property(entry: Entry, order: int, say: Words) -> dict[str, Any]:
    policy = entry.policy
    value: dict[str, Any] = {"title": "Configured", **rules_of(policy)}
    if policy.kind == "choice":
        value["options"] = {"enum_titles": [say(name) for _value, name in options(policy)]}
    return {
        "title": title(policy, say),
        "description": _about(entry, say),
        "property_order": order,
        "anyOf": [{"type": "null", "title": "Not configured"}, value],
    }
