"""What the tests of Today, Settings and Welcome stand on: a day, the settings, and a runner that remembers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ergobreak.screens.card import Look
from ergobreak.screens.settings_runner import Outcome
from ergobreak.views import settings_data

PARTS = ("neck and shoulders", "upper back", "low back", "hips and legs", "hands and arms", "eyes")


def status(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - plain JSON values
    coming = [{"kind": "movement_break", "seconds": 720, "at": "2026-11-20T14:36:00+00:00", "silent": False}]
    usual = {"state": "running", "mode": "normal", "present": True, "outside_hours": False, "profile": "balanced"}
    return {**usual, "pause": None, "prompt": None, "next": coming, "holds": [], **values}


def mark(begin: float, end: float, kind: str, outcome: str = "taken") -> dict[str, Any]:
    return {"from": begin, "to": end, "kind": kind, "outcome": outcome}


def full_day(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - plain JSON values
    week = (14, 16, 11, 15, 9, 0, 0)
    return {
        "now": 864.0,
        "day": {
            "date": "2026-11-20",
            "spans": [[510, 565], [570, 618], [624, 714], [765, 816], [823, 864]],
            "marks": [
                mark(540, 541, "micro_break"),
                mark(565, 570, "movement_break"),
                mark(618, 624, "movement_break", "shortened"),
                mark(685, 686, "micro_break", "credited"),
                mark(714, 765, "natural_break", "natural_break"),
            ],
            "holds": [{"from": 651, "to": 681, "reason": "call"}],
            "done": {"movement_break": 2, "micro_break": 2},
            "screen_min": 285,
            "away_min": 58,
            "still_min": 38,
            "still_call": True,
        },
        "planned": [{"at": 876, "kind": "movement_break"}],
        "week": [
            {"date": "", "weekday": day, "breaks": done, "today": day == 4, "coming": day > 4}
            for day, done in enumerate(week)
        ],
        "moves": [
            {"name": words, "words": words, "done": done} for words, done in zip(PARTS, (2, 2, 1, 2, 0, 2), strict=True)
        ],
        "welcome_back": False,
        "status": status(),
        "library": True,
        **values,
    }


def first_minutes(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - plain JSON values
    nothing = {"spans": [[540, 545]], "marks": [], "holds": [], "done": {}, "screen_min": 5, "away_min": 0}
    coming = [{"kind": "micro_break", "seconds": 1500, "at": "2026-11-16T09:30:00+00:00", "silent": False}]
    made = full_day(
        now=545.0,
        day={"date": "2026-11-16", **nothing, "still_min": 5, "still_call": False},
        planned=[],
        status=status(next=coming),
        **values,
    )
    made["week"] = [each | {"breaks": 0} for each in made["week"]]
    made["moves"] = [each | {"done": 0} for each in made["moves"]]
    return made


@cache
def _settings() -> dict[str, Any]:
    return settings_data()


def look_of(**values: Any) -> Look:  # noqa: ANN401 - the fields of a look
    return Look(**({"theme": "light", "clock": "24"} | values))


def settings(**rows: dict[str, Any]) -> dict[str, Any]:
    """The settings screen's data; a key given by name has these values changed."""
    data = _settings()
    return {
        **data,
        "rows": [each | rows.get(each["key"], {}) for each in data["rows"]],
        "status": status(),
    }


LOCKED = {
    "locked": True,
    "layer": "machine_mandatory",
    "layer_words": "fixed for this machine by your organisation",
    "reason": "Set so that prompts stay few.",
    "source": "/etc/ergobreak/policy.toml:3",
}


@dataclass
class FakeRunner:
    """Remembers what it was asked to run, and answers when the story says so."""

    asked: list[tuple[str, ...]] = field(default_factory=list)
    started: list[tuple[str, ...]] = field(default_factory=list)
    waiting: list[Callable[[Outcome], None]] = field(default_factory=list)
    finished: int = 0

    @property
    def busy(self) -> bool:
        return bool(self.waiting)

    def run(self, arguments: Sequence[str], done: Callable[[Outcome], None]) -> None:
        self.asked.append(tuple(arguments))
        self.waiting.append(done)

    def start(self, arguments: Sequence[str]) -> bool:
        self.started.append(tuple(arguments))
        return True

    def finish(self, longest_ms: int = 0) -> None:
        self.finished += 1

    def answers(self, code: int = 0, out: str = "", err: str = "") -> None:
        self.waiting.pop(0)(Outcome(code=code, out=out, err=err))
