"""The status file: what an administrator's own tools may read of this installation, and nothing that anybody did.

It says that ergobreak is there and works: version, policy, back ends. It has no name, no count, no break, and no time
finer than a day; ``packaging/telemetry/inventory/status.schema.json`` is its whole list. It is written when something
in it changes (start, new policy, end), never while nothing happens, and nothing here sends it anywhere. A policy can
switch it off; then it is taken away.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ergobreak import __version__, paths

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

SCHEMA = 1
RUNNING, STOPPED = "running", "stopped"
OFF, INVENTORY, AGGREGATE = "off", "inventory", "aggregate"
LONGEST_LABEL = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """What a policy says about reporting.

    Args:
        hash: names the policy in force; empty for none.
        errors: how many of its values could not be used.
        reporting: ``off``, ``inventory`` (this file) or ``aggregate`` (the weekly number as well).
        url: where the weekly number goes.
        group: the label of the group it is counted in; may be empty.
        group_size: how many people that group has, as the organisation says.
    """

    hash: str = ""
    errors: int = 0
    reporting: str = INVENTORY
    url: str = ""
    group: str = ""
    group_size: int = 0


def organisation(snapshot: object) -> Organisation:
    """The part of a snapshot that only an organisation can set. What has the wrong shape counts as not said."""
    policy = _mapping(getattr(snapshot, "policy", None))
    said = _mapping(policy.get("organisation"))
    reporting = said.get("reporting", INVENTORY)
    group = _text(said.get("report_group")).strip()
    return Organisation(
        hash=_text(policy.get("hash")),
        errors=_number(policy.get("errors")),
        reporting=reporting if reporting in {INVENTORY, AGGREGATE} else OFF,
        url=_text(said.get("report_url")).strip(),
        group=group if group.isprintable() else "",
        group_size=_number(said.get("report_group_size")),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    return max(0, value) if isinstance(value, int) and not isinstance(value, bool) else 0


def status_file() -> Path:
    """Where the file lies, for this person on this machine.

    Raises:
        DesktopError: the runtime folder is not safe to use.
    """
    if sys.platform in {"win32", "darwin"}:
        return paths.state_folder().parent / "status.json"
    return paths.runtime_folder() / "status.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The whole file.

    Args:
        service: ``running`` or ``stopped``: what ergobreak said last. A crash leaves ``running``.
        backends: which back end serves ``tray``, ``idle`` and ``notices``.
        last_start_day: ISO date.
    """

    policy_hash: str = ""
    policy_errors: int = 0
    service: str = RUNNING
    backends: Mapping[str, str] = field(default_factory=dict)
    package_type: str = "checkout"
    last_start_day: str = ""

    def to_json(self) -> str:
        """The text of the file."""
        told = {
            "schema": SCHEMA,
            "app_version": __version__,
            "policy_hash": self.policy_hash,
            "policy_errors": self.policy_errors,
            "service": self.service,
            "backends": {name: self.backends.get(name, "none") for name in ("tray", "idle", "notices")},
            "package_type": self.package_type,
            "last_start_day": self.last_start_day,
        }
        return json.dumps(told, indent=1) + "\n"


class StatusFile:
    """Keeps the file as it is to be, with as few writes as there are changes.

    Args:
        day: of this start.
        backends: as in ``Inventory``.
    """

    def __init__(self, path: Path, day: date, backends: Mapping[str, str], package_type: str) -> None:
        self._path, self._day, self._backends, self._package = path, day, dict(backends), package_type
        self._text: str | None = None

    def tell(self, organisation: Organisation, service: str = RUNNING) -> bool:
        """Bring the file up to date; whether anything had to be done.

        Raises:
            OSError: it cannot be written.
        """
        if organisation.reporting == OFF:
            was, self._text = self._text, ""
            if was == "" or not self._path.exists():
                return False
            self._path.unlink(missing_ok=True)
            return True
        text = Inventory(
            policy_hash=organisation.hash,
            policy_errors=organisation.errors,
            service=service,
            backends=self._backends,
            package_type=self._package,
            last_start_day=self._day.isoformat(),
        ).to_json()
        if text == self._text:
            return False
        paths.write_private(self._path, text)
        self._text = text
        return True
