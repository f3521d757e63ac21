"""The settings and the plan as one plain JSON file, so that whoever runs for days reads them with the standard library.

``planning`` writes it in a short process; the daemon, the screens and the command line read it here. It is keyed by the
state of every file that went in, by the environment and by the program's version: ``is_current`` needs a few ``stat``
calls. For the very first start there is ``default_snapshot.json`` beside this module, made when ergobreak is built.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ergobreak import __version__
from ergobreak.core.plan import (
    Basis,
    BreakPlan,
    Budget,
    DailyPlan,
    EyeMode,
    HoldPlan,
    HoldReason,
    Plan,
    Presence,
    PromptKind,
    Style,
    WorkingHours,
)
from ergobreak.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VERSION = 1
BY_HAND = frozenset({"file", "environment", "command_line"})  # the layers that only the person writes
BUILT_IN = os.path.join(os.path.dirname(__file__), "default_snapshot.json")  # noqa: PTH118, PTH120 - at each start
POLICY_KEY = r"Software\Policies\Ergobreak"  # below HKLM and HKCU; Windows alone writes there
HIVES = ("HKLM\\", "HKCU\\")
_PREFIX = "ERGOBREAK_"
_PLAIN = {"float": (int, float), "int": (int,), "bool": (bool,), "str": (str,)}

State = list[int] | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was in force when the files were last read.

    Args:
        made_at: seconds since 1970; 0 for the built-in one, which is never current.
        until: the day (ISO) from which the plan changes by itself; empty for never.
        inputs: each file or folder that was read, and its time, size and number then; ``None`` was missing.
        environment: the ``ERGOBREAK_`` settings variables as they were.
        plan: ``core.Plan`` as JSON; see ``plan_of``.
        look: the fields of ``screens.card.Look``.
        values: every setting in force, by key.
        layers: for each key, which layer has the word.
        locked: the keys that an organisation has fixed.
        own: the person's own values as far as their file was good.
        profile: what the routines need of the profile (tags to avoid and so on); ``since`` is the day it was chosen.
        problems: file, line, key and message of what could not be used.
        policy: what an organisation says: ``hash`` (empty for nothing), ``errors`` (a number), ``organisation`` (each
            of its own keys, with the default where it says nothing), ``bounds`` (by policy name) and ``sources`` (where
            each of both stands).
    """

    version: int = VERSION
    app: str = __version__
    made_at: float = 0.0
    until: str = ""
    inputs: dict[str, State] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    look: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    layers: dict[str, str] = field(default_factory=dict)
    locked: list[str] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    policy: dict[str, Any] = field(default_factory=dict)

    @property
    def sounds(self) -> bool:
        """Whether there are tones: in an open room only where the person switched them on, and nobody else."""
        by_hand = self.layers.get("sounds") in BY_HAND
        return bool(self.values.get("sounds")) and (by_hand or self.values.get("privacy", "open") != "open")

    def to_json(self) -> str:
        """The text of the file. Half a letter, as a file of strangers may hold it, becomes a question mark."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"
        return text.encode("utf-8", "replace").decode()


def read(path: Path | str) -> Snapshot | None:
    """The snapshot in that file; ``None`` if it is missing, damaged or of another version of the format."""
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - given as text, no Path needed
            raw = json.load(file)
        if not isinstance(raw, dict) or raw.get("version") != VERSION:
            return None
        found = Snapshot(**{each.name: raw[each.name] for each in fields(Snapshot)})
        if not all(
            isinstance(getattr(found, each.name), type(getattr(_SAMPLE, each.name)))
            for each in fields(Snapshot)
            if each.name != "made_at"
        ):
            return None
        plan_of(found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return found


def built_in_snapshot() -> Snapshot:
    """The defaults, for a first start with no file at all.

    Raises:
        ContentError: the installation is damaged.
    """
    found = read(BUILT_IN)
    if found is None:
        raise ContentError(f"{BUILT_IN} is missing or damaged.", "Install ergobreak again.")
    return found


def is_current(snapshot: Snapshot, environ: Mapping[str, str] | None = None) -> bool:
    """Whether nothing that went into it has changed since."""
    environ = os.environ if environ is None else environ
    if not snapshot.made_at or snapshot.app != __version__ or snapshot.version != VERSION:
        return False
    if snapshot.until and time.strftime("%Y-%m-%d") >= snapshot.until:
        return False
    if environment_of(snapshot.values, environ) != snapshot.environment:
        return False
    return all(file_state(path) == state for path, state in snapshot.inputs.items())


def environment_of(keys: Mapping[str, object], environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that set one of ``keys``."""
    return {name: environ[name] for key in keys if (name := _PREFIX + key.upper()) in environ}


def file_state(path: str) -> State:
    """What changes when a file does, or who may write to it, or a key of the registry; ``None`` when there is none."""
    if path.startswith(HIVES):
        return _registry_state(path)
    try:
        found = os.stat(path)  # noqa: PTH116 - given as text, no Path needed
    except (OSError, ValueError):
        return None
    return [found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode, found.st_uid]


def _registry_state(path: str) -> State:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - Windows only

        hive, _sep, below = path.partition("\\")
        root = winreg.HKEY_LOCAL_MACHINE if hive == "HKLM" else winreg.HKEY_CURRENT_USER
        try:
            with winreg.OpenKey(root, below, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
                keys, values, changed = winreg.QueryInfoKey(key)
        except OSError:
            return None
        return [changed, values, keys]
    return None


def plan_as_dict(plan: Plan) -> dict[str, Any]:
    """The plan as JSON knows it; ``plan_of`` turns it back."""
    raw = asdict(plan)
    raw["holds"]["enabled"] = sorted(plan.holds.enabled)
    return cast("dict[str, Any]", json.loads(json.dumps(raw)))


def plan_of(snapshot: Snapshot) -> Plan:
    """The plan as the core knows it.

    Raises:
        KeyError, TypeError, ValueError: it is damaged; never after ``read``.
    """
    raw = snapshot.plan
    hours, holds = raw["hours"], raw["holds"]
    lunch = hours["lunch"]
    return _build(
        Plan,
        raw,
        breaks=tuple(
            _build(
                BreakPlan,
                each,
                kind=PromptKind(each["kind"]),
                basis=Basis(each["basis"]),
                snooze_s=tuple(map(float, each["snooze_s"])),
            )
            for each in raw["breaks"]
        ),
        dailies=tuple(_build(DailyPlan, each, kind=PromptKind(each["kind"])) for each in raw["dailies"]),
        eye_mode=EyeMode(raw["eye_mode"]),
        budget=_build(Budget, raw["budget"]),
        hours=_build(
            WorkingHours,
            hours,
            ranges=tuple(tuple(_pair(each) for each in day) for day in hours["ranges"]),
            lunch=None if lunch is None else _pair(lunch),
        ),
        presence=_build(Presence, raw["presence"]),
        holds=_build(HoldPlan, holds, enabled=frozenset(map(HoldReason, holds["enabled"]))),
        style=Style(raw["style"]),
    )


def _pair(raw: list[int]) -> tuple[int, int]:
    start, end = raw
    return int(start), int(end)


def _build(kind: type[T], raw: dict[str, Any], /, **made: object) -> T:
    """A dataclass of the core from plain values, each of the type that the field's annotation names."""
    values = dict(made)
    for each in fields(cast("Any", kind)):
        if each.name not in made:
            value = raw[each.name]
            wanted = _PLAIN[str(each.type)]
            if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
                raise TypeError(each.name)
            values[each.name] = value
    return kind(**values)


_SAMPLE = Snapshot()
