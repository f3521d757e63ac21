"""macOS: managed preferences of ``io.github.ergobreak``, as a configuration profile brings them.

Core Foundation is asked whether a key is *forced* before and after its value is copied, so that a profile that changes
meanwhile cannot pass a value of one as the other. Forced is mandatory; a key in the managed file that is not forced is
recommended, and so is everything in a dictionary ``Recommended`` of the profile. The managed files alone say whose a
key is (this person's or the machine's); they are also all there is to go by where pyobjc is missing. What somebody
wrote with ``defaults write`` is in no managed file and counts for nothing. Written from Apple's documentation, tried
with a stand-in for Core Foundation and real files, and not yet run on a Mac.
"""

from __future__ import annotations

import os
import plistlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ergobreak import trusted
from ergobreak.content import Problem
from ergobreak.settings.layers import Layer, LayerName
from ergobreak.settings.policy_model import by_name, policies
from ergobreak.settings.sources.pascal import known_name
from ergobreak.settings.sources.registry import RECOMMENDED, fitted
from ergobreak.settings.sources.written import BIGGEST
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DOMAIN = "io.github.ergobreak"
MANAGED = Path("/Library/Managed Preferences")
_TRIES = 3
_DEEPEST = 4
_LEVELS = {
    ("machine", True): LayerName.MACHINE_MANDATORY,
    ("user", True): LayerName.USER_MANDATORY,
    ("machine", False): LayerName.MACHINE_RECOMMENDED,
    ("user", False): LayerName.USER_RECOMMENDED,
}


class Preferences(Protocol):
    """The little of Core Foundation that is asked."""

    def forced(self, name: str) -> bool:
        """Whether a profile forces that key."""

    def value(self, name: str) -> object:
        """What applies, ``None`` where nothing does."""


@dataclass(slots=True, kw_only=True)
class _File:
    scope: str
    path: Path
    values: dict[str, Any] = field(default_factory=dict)
    broken: tuple[Problem, ...] = ()


def foundation() -> Preferences | None:
    """Core Foundation by way of pyobjc; ``None`` where that is missing."""
    try:
        import Foundation  # type: ignore[import-not-found, import-untyped, unused-ignore] # noqa: PLC0415 - macOS only
    except ImportError:
        return None

    class Real:
        def forced(self, name: str) -> bool:
            return bool(Foundation.CFPreferencesAppValueIsForced(name, DOMAIN))

        def value(self, name: str) -> object:
            found: object = Foundation.CFPreferencesCopyAppValue(name, DOMAIN)
            return found

    Foundation.CFPreferencesAppSynchronize(DOMAIN)
    return Real()


def layers(
    preferences: Preferences | None = None, managed: Path = MANAGED, user: str = "", owner: int = trusted.ROOT
) -> list[Layer]:
    """The layers that are there, and one that says nothing but watches the files."""
    preferences = preferences or (foundation() if managed == MANAGED else None)
    name = f"{DOMAIN}.plist"
    files = [_read("machine", managed / name, owner)]
    if person := user or os.environ.get("USER", ""):
        files.append(_read("user", managed / Path(person).name / name, owner))
    watch = [str(each) for file in files for each in (file.path, file.path.parent)]
    found = [Layer(name=LayerName.MACHINE_RECOMMENDED, source="", values={}, watch=tuple(dict.fromkeys(watch)))]
    if preferences is not None:  # it reads the files itself, with rights of its own
        return found + _asked(preferences, files)
    for file in files:
        if file.broken:
            source = str(file.path)
            found.append(Layer(name=_LEVELS[file.scope, True], source=source, values={}, broken=file.broken))
        found += _split(file.scope, str(file.path), file.values)  # what stands in a managed file is forced
    return found


def _asked(preferences: Preferences, files: Sequence[_File]) -> list[Layer]:
    seen = [name for file in files for name in file.values]
    names = dict.fromkeys([*(each.pascal for each in policies()), RECOMMENDED, *seen])
    said: dict[tuple[str, bool], dict[str, Any]] = {}
    faults: dict[str, list[Problem]] = {}
    for name in names:
        file = next((each for each in reversed(files) if name in each.values), files[0])
        for _attempt in range(_TRIES):
            before = preferences.forced(name)
            value = plain(preferences.value(name))
            if preferences.forced(name) is before:
                break
        else:
            message = _("it changes while it is being read; it is not used.")
            faults.setdefault(file.scope, []).append(
                Problem(file=str(file.path), line=0, key=known_name(name), message=message)
            )
            continue
        if before and value is not None:
            said.setdefault((file.scope, True), {})[name] = value
        elif name in file.values:
            said.setdefault((file.scope, False), {})[name] = file.values[name]
    found = []
    for file in files:
        wrong = tuple(faults.get(file.scope, ()))
        forced = said.get((file.scope, True), {})
        found += _split(file.scope, str(file.path), forced, wrong)
        if loose := said.get((file.scope, False)):
            loose.pop(RECOMMENDED, None)
            found.append(_layer(_LEVELS[file.scope, False], str(file.path), loose))
    return found


def _split(scope: str, source: str, values: Mapping[str, Any], faults: tuple[Problem, ...] = ()) -> list[Layer]:
    """The forced keys, and what the profile only recommends."""
    found = []
    fixed = {name: value for name, value in values.items() if name != RECOMMENDED}
    if fixed or faults:
        found.append(_layer(_LEVELS[scope, True], source, fixed, faults))
    soft = values.get(RECOMMENDED)
    if isinstance(soft, dict):
        found.append(_layer(_LEVELS[scope, False], source, soft))
    elif soft is not None:
        problem = Problem(file=source, line=0, key=RECOMMENDED, message=_("this is not a dictionary."))
        found.append(Layer(name=_LEVELS[scope, False], source=source, values={}, broken=(problem,)))
    return found


def _layer(name: LayerName, source: str, values: Mapping[str, Any], faults: tuple[Problem, ...] = ()) -> Layer:
    tidy = {}
    for given, raw in values.items():
        if given.startswith(("Payload", "PFC_")):  # the profile's own bookkeeping
            continue
        known = known_name(given)
        tidy[known] = fitted(by_name()[known], raw) if known in by_name() else raw
    return Layer(name=name, source=source, values=tidy, faults=faults, pascal=True)


def plain(value: object, depth: int = 0) -> Any:  # noqa: ANN401 - a property list's value
    """A value of Core Foundation as Python has it; what is no such value becomes text."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return str(value) if isinstance(value, str) else value
    if depth < _DEEPEST and not isinstance(value, (bytes, bytearray)):
        if hasattr(value, "keys") and hasattr(value, "__getitem__"):
            return {str(each): plain(value[each], depth + 1) for each in value.keys()}  # noqa: SIM118 - an NSDictionary
        if hasattr(value, "__iter__"):
            return [plain(each, depth + 1) for each in value]
    return repr(value)


def _read(scope: str, path: Path, owner: int) -> _File:
    try:
        with trusted.folder(path.parent, owner) as opened:
            raw = opened.read(path.name, BIGGEST)
    except trusted.Missing:
        return _File(scope=scope, path=path)
    except trusted.UntrustedError as error:
        return _broken(scope, path, _("refused: {reason}").format(reason=error.title))
    return _loaded(scope, path, raw)


def _loaded(scope: str, path: Path, raw: bytes) -> _File:
    try:
        found = plistlib.loads(raw) if len(raw) <= BIGGEST else None
    except Exception as error:  # noqa: BLE001 - plistlib lets through whatever its parsers raise
        return _broken(scope, path, _("this is no property list: {reason}").format(reason=str(error)[:80]))
    if not isinstance(found, dict):
        return _broken(scope, path, _("this is no property list with names and values."))
    return _File(scope=scope, path=path, values={str(name): plain(value) for name, value in found.items()})


def _broken(scope: str, path: Path, message: str) -> _File:
    return _File(scope=scope, path=path, broken=(Problem(file=str(path), line=0, key="", message=message),))
