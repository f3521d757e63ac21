"""A card's plain data becomes a choice, and nothing on it is guessed away."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from ergobreak.routines import tables
from ergobreak.routines.adaptation import Moves
from ergobreak.routines.choose import choose
from ergobreak.routines.gate import Slot
from ergobreak.routines.history import What
from ergobreak.routines.library import load_all
from ergobreak.routines.model import Place
from ergobreak.routines.situation import Situation, situation

LIBRARY = load_all()


def data(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    plain = {
        "now": "2026-11-23T10:00:00+01:00",
        "seed": 7,
        "kind": "micro_break",
        "slot_s": 40,
        "hands_s": 300,
        "sat_s": 3120,
        "history": [
            {"at": "2026-11-23T09:35:00+01:00", "fact": "taken", "routine": "shoulder_rolls"},
            {"at": "2026-11-23T09:35:30+01:00", "fact": "rated", "routine": "shoulder_rolls", "rating": "nice"},
            {"at": "2026-11-23T09:00:00+01:00", "fact": "hurt", "routine": "side_reach"},
            {"at": "yesterday", "fact": "taken", "routine": "chin_tuck"},
            {"at": "2026-11-23T08:00:00+01:00", "fact": "from_the_future", "routine": "chin_tuck"},
        ],
        "profile": {"avoid": ["rotation"], "conditions": []},
        "settings": {"place": "standing", "privacy": "open", "conditions": ["pregnancy"], "opt_in": []},
    }
    return json.loads(json.dumps(plain | more))  # type: ignore[no-any-return] # a table went in


def made(**more: Any) -> Situation:  # noqa: ANN401 - JSON
    return situation(data(**more), tables.patterns())


def offered(now: Situation) -> str:
    choice = choose(now.request, LIBRARY, now.history, now.adaptation, now.seed, groups=tables.groups())
    return choice.offer.id if choice.offer else choice.fallback


def test_a_micro_break_after_a_long_sit() -> None:
    now = made()

    assert now.request.slot is Slot.MICRO
    assert now.request.sat_min == 52
    assert now.request.open_office
    assert now.adaptation.avoid == {"rotation"}
    assert now.adaptation.conditions == {"pregnancy"}
    assert now.history.of("shoulder_rolls").rating is What.LIKED
    assert now.history.of("side_reach").hurt is not None
    assert now.history.of("chin_tuck").done == ()
    assert now.history.last_offered == "shoulder_rolls"
    assert LIBRARY.by_id[offered(now)].discreet


def test_a_seated_person_is_never_asked_to_stand() -> None:
    now = made(profile={"avoid": ["standing"], "conditions": ["cannot_stand"]}, kind="movement_break", slot_s=300)

    assert now.request.seated_only
    assert Place.CHAIR in LIBRARY.by_id[offered(now)].place


def test_a_weight_shift_is_a_weight_shift() -> None:
    assert offered(made(kind="weight_shift", slot_s=120, settings={"place": "chair"})) == "chair_weight_shift"


def test_what_the_check_in_left_standing_stands() -> None:
    now = made(standing={"tier": 1, "moves": "adapted", "avoid": ["twist"], "places": ["neck"], "patterns": ["P07"]})

    assert now.adaptation.moves is Moves.ADAPTED
    assert now.adaptation.reported == {"neck"}
    assert now.adaptation.patterns == ("P07",)
    assert offered(made(standing={"tier": 3, "moves": "none"})) == "see_advice"
    assert offered(made(standing={"tier": 1, "moves": "none"})) == "rest"


@pytest.mark.parametrize(
    "standing", [{"tier": "x"}, {"moves": "wild"}, {"avoid": ["handstand"]}, {"tier": None}], ids=str
)
def test_a_conclusion_that_cannot_be_read_means_rest(standing: dict[str, Any]) -> None:
    assert offered(made(standing=standing)) == "rest"


def test_what_is_asked_for_by_name_does_not_mind_who_sees_it() -> None:
    now = situation(data(kind="", region="chest", slot_s=60), tables.patterns(), sit_and_type=False)

    assert now.request.on_request
    assert now.request.sat_min == 0
    assert "chest" in LIBRARY.by_id[offered(now)].regions


def test_nothing_at_all_is_an_ordinary_hour() -> None:
    now = situation({"now": "2026-11-23T10:00:00"}, tables.patterns())

    assert LIBRARY.by_id[offered(now)].seconds() <= 60


JUDGING = ("model", "adaptation", "history", "gate", "score", "chance", "choose", "plans", "progression")
NEVER = {"random", "threading", "subprocess", "socket", "asyncio", "logging", "pathlib", "pydantic", "tomllib"}


def test_what_judges_brings_no_clock_no_file_and_no_chance() -> None:
    modules = ", ".join(f"ergobreak.routines.{name}" for name in JUDGING)
    code = f"import sys, {modules}; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=tables.HERE.parents[1]
    )

    assert not set(done.stdout.split()) & NEVER


def test_loading_and_choosing_need_the_standard_library_alone() -> None:
    code = (
        "import sys; from ergobreak.routines.library import load_all; import ergobreak.routines.situation;"
        "import ergobreak.posture.rotation, ergobreak.posture.workstation; load_all(); print(' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert not {"pydantic", "PySide6", "yaml", "asyncio", "random"} & set(done.stdout.split())
