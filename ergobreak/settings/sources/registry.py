r"""Windows: ``HKLM`` and ``HKCU`` ``Software\Policies\Ergobreak``, and ``\Recommended`` below each.

Group Policy, Intune and Configuration Manager write there, and Windows lets nobody else. Names are written LikeThis, in
any case. A number or switch is a REG_DWORD; text, a choice and a half number (0.5) are a REG_SZ; a list is a
REG_MULTI_SZ, or a subkey with numbered values, as the template's list box writes it.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Protocol

from ergobreak.content import Problem
from ergobreak.settings.layers import Layer, LayerName
from ergobreak.settings.policy_model import by_name
from ergobreak.settings.sources.pascal import known_name
from ergobreak.snapshot import POLICY_KEY
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ergobreak.settings.policy_model import Policy

RECOMMENDED = "Recommended"
LEVELS = {
    ("HKLM", ""): LayerName.MACHINE_MANDATORY,
    ("HKCU", ""): LayerName.USER_MANDATORY,
    ("HKLM", RECOMMENDED): LayerName.MACHINE_RECOMMENDED,
    ("HKCU", RECOMMENDED): LayerName.USER_RECOMMENDED,
}
_WHOLE, _PARTS = re.compile(r"[+-]?\d{1,15}"), re.compile(r"[+-]?\d{1,15}\.\d{1,15}")
_SWITCH = {"1": True, "true": True, "0": False, "false": False}


class Registry(Protocol):
    """The little of the registry that is asked. Both raise FileNotFoundError where there is no such key."""

    def values(self, hive: str, path: str) -> Sequence[tuple[str, Any]]:
        """Names and values of a key: an int, a text, or a list of texts; anything else is bytes."""

    def keys(self, hive: str, path: str) -> Sequence[str]:
        """The names of its subkeys."""


def layers(registry: Registry) -> list[Layer]:
    """One layer for each of the four keys that is there, and one that says nothing but watches them all."""
    found = []
    watch = []
    for (hive, below), name in LEVELS.items():
        path = POLICY_KEY + (f"\\{below}" if below else "")
        watch.append(f"{hive}\\{path}")
        try:
            values = list(registry.values(hive, path))
            keys = [each for each in registry.keys(hive, path) if each.lower() != RECOMMENDED.lower()]
            lists = [(each, _numbered(registry.values(hive, f"{path}\\{each}"))) for each in keys]
        except FileNotFoundError:
            continue
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            problem = Problem(
                file=f"{hive}\\{path}", line=0, key="", message=_("cannot be read: {reason}.").format(reason=reason)
            )
            found.append(Layer(name=name, source=f"{hive}\\{path}", values={}, broken=(problem,)))
            continue
        watch += [f"{hive}\\{path}\\{each}" for each in keys]
        if values or lists:
            found.append(_layer(name, f"{hive}\\{path}", [*values, *lists]))
    found.append(Layer(name=LayerName.MACHINE_RECOMMENDED, source="", values={}, watch=tuple(watch)))
    return found


def _layer(name: LayerName, source: str, pairs: Iterable[tuple[str, Any]]) -> Layer:
    values: dict[str, Any] = {}
    faults = []
    for given, raw in pairs:
        if not given:  # the key's own unnamed value
            continue
        known = known_name(given)
        if known in values:
            message = _("this name stands twice, as a value and as a key; it is not used.")
            faults.append(Problem(file=source, line=0, key=known, message=message))
            continue
        if isinstance(raw, bytes):
            message = _("this kind of registry value is not understood.")
            faults.append(Problem(file=source, line=0, key=known, message=message))
            continue
        values[known] = fitted(by_name()[known], raw) if known in by_name() else raw
    for each in faults:
        values.pop(each.key, None)
    return Layer(name=name, source=source, values=values, faults=tuple(faults), pascal=True)


def fitted(policy: Policy, raw: object) -> Any:  # noqa: ANN401 - as the policy has it
    """The value as the policy's kind has it, where that is beyond doubt; else as it is, for the check to refuse."""
    if policy.kind == "switch":
        if raw in (0, 1):
            return bool(raw)
        return _SWITCH.get(raw.strip().lower(), raw) if isinstance(raw, str) else raw
    if policy.kind == "number":
        return _number(raw)
    if policy.kind == "numbers" and isinstance(raw, list):
        return [_number(each) for each in raw]
    if policy.kind in {"choice", "text"} and isinstance(raw, int):
        return str(raw)
    return raw


def _number(raw: object) -> object:
    if isinstance(raw, str):
        text = raw.strip()
        if _WHOLE.fullmatch(text):
            return int(text)
        if _PARTS.fullmatch(text):
            return float(text)
    return raw


def _numbered(values: Iterable[tuple[str, Any]]) -> list[Any]:
    """The values of a list's subkey, in the order of their numbers."""

    def rank(pair: tuple[str, Any]) -> tuple[int, str]:
        return (int(pair[0]) if pair[0].isascii() and pair[0].isdigit() else sys.maxsize, pair[0])

    return [value for name, value in sorted(values, key=rank) if name]


if sys.platform == "win32":
    import winreg

    _HIVES = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
    _PLAIN = frozenset({
        winreg.REG_DWORD, winreg.REG_QWORD, winreg.REG_SZ, winreg.REG_EXPAND_SZ, winreg.REG_MULTI_SZ,
    })  # fmt: skip

    class WindowsRegistry:
        """The real one, in its 64-bit view whatever Python this is."""

        def values(self, hive: str, path: str) -> list[tuple[str, Any]]:
            """See the port."""
            with self._open(hive, path) as key:
                count = winreg.QueryInfoKey(key)[1]
                found = [winreg.EnumValue(key, index) for index in range(count)]
            return [(name, value if kind in _PLAIN else b"") for name, value, kind in found]

        def keys(self, hive: str, path: str) -> list[str]:
            """See the port."""
            with self._open(hive, path) as key:
                return [winreg.EnumKey(key, index) for index in range(winreg.QueryInfoKey(key)[0])]

        @staticmethod
        def _open(hive: str, path: str) -> winreg.HKEYType:
            return winreg.OpenKey(_HIVES[hive], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
