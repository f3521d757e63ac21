"""``ergobreak triage --json``: many answer sets in, many judgements out, nothing kept."""

from __future__ import annotations

import io
import json
import random
import time
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.triage.command import run, run_file
from tests.triage.people import stories
from tests.triage.test_oracle import somebody

if TYPE_CHECKING:
    from pathlib import Path


def judged(items: object) -> tuple[int, Any, str]:
    out, err = io.StringIO(), io.StringIO()
    code = run(io.StringIO(items if isinstance(items, str) else json.dumps(items)), out, err)
    return code, json.loads(out.getvalue()) if out.getvalue() else None, err.getvalue()


def test_one_answer_set_gives_one_whole_row() -> None:
    code, rows, err = judged([{"id": "A1", "answers": {"overall": "something", "now_signs": ["chest"]}}])
    assert (code, err) == (0, "")
    assert rows == [
        {
            "id": "A1",
            "tier": 4,
            "tier_name": "Get help now",
            "within_hours": 0,
            "moves": "none",
            "avoid": [],
            "rules": ["E01_chest"],
            "all_rules": ["E01_chest", "S00_something", "F00_any"],
            "follow_up_days": 1,
            "incomplete": False,
            "asked": ["overall", "now_signs"],
            "unexpected": [],
        },
    ]


def test_rows_come_back_in_order_and_ids_as_they_were() -> None:
    _, rows, _ = judged([{"id": each, "answers": {"overall": "good"}} for each in ("b", 7, "a")])
    assert [row["id"] for row in rows] == ["b", 7, "a"]
    assert rows[0]["within_hours"] is None


def test_half_a_check_in_is_said_to_be_incomplete() -> None:
    _, rows, _ = judged([{"id": 1, "answers": {"overall": "something", "now_signs": ["none"]}}])
    assert rows[0]["incomplete"]
    assert rows[0]["moves"] == "none"
    assert "region" in rows[0]["asked"]


def test_answers_to_questions_that_were_not_asked_are_named_and_left_out() -> None:
    _, rows, _ = judged([{"id": 1, "answers": {"overall": "good", "pain": 9}}])
    assert rows[0]["tier"] == 0
    assert rows[0]["unexpected"] == ["pain"]


def test_history_may_come_with_the_answers() -> None:
    answers = {"overall": "good", "hist_prev_tier": 4, "hist_prev_age_days": 2, "hist_cleared": "no"}
    _, rows, _ = judged([{"id": 1, "answers": answers}])
    assert rows[0]["rules"] == ["H06_hold_recent"]
    _, rows, _ = judged([{"id": 1, "answers": answers | {"hist_cleared": "yes"}}])
    assert rows[0]["tier"] == 0


@pytest.mark.parametrize(
    ("items", "named"),
    [
        ("{", "not JSON"),
        ({"id": 1}, "list"),
        ([{"id": 1}], "Answer set 1"),
        ([{"answers": {}}], "Answer set 1"),
        ([{"id": "A1", "answers": {"overal": "good"}}], "'overal'"),
        ([{"id": "A1", "answers": {"overall": "fine"}}], "'fine'"),
        ([{"id": "A1", "answers": {"overall": ["good", "skip"]}}], "'overall'"),
        ([{"id": "A1", "answers": {"now_signs": ["chset"]}}], "'chset'"),
        ([{"id": "A1", "answers": {"now_signs": 3}}], "'now_signs'"),
        ([{"id": "A1", "answers": {"pain": "7"}}], "'pain'"),
        ([{"id": "A1", "answers": {"pain": True}}], "'pain'"),
        ([{"id": "A1", "answers": {"pain": 11}}], "'pain'"),
        ([{"id": "A1", "answers": {"hist_recent": "maybe"}}], "'hist_recent'"),
        ([{"id": "A1", "answers": {"hist_prev_tier": "3"}}], "'hist_prev_tier'"),
    ],
)
def test_a_mistake_is_named_and_nothing_else_comes_out(items: object, named: str) -> None:
    code, rows, err = judged(items)
    assert code == 2
    assert rows is None
    assert named in err


def test_a_file_or_the_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '[{"id": 1, "answers": {"overall": "good"}}]'
    (tmp_path / "sets.json").write_text(text, encoding="utf-8")
    from_file, from_input, err = io.StringIO(), io.StringIO(), io.StringIO()
    assert run_file(str(tmp_path / "sets.json"), from_file) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert run_file("-", from_input) == 0
    assert from_file.getvalue() == from_input.getvalue() != ""
    assert run_file(str(tmp_path / "none.json"), io.StringIO(), err) == 2
    assert "none.json" in err.getvalue()


def test_a_fault_goes_to_the_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(io.StringIO("{"), io.StringIO()) == 2
    assert "not JSON" in capsys.readouterr().err


def test_all_stories_go_through_in_one_go() -> None:
    code, rows, _ = judged([{"id": case.id, "answers": case.answers} for case in stories()])
    assert code == 0
    for case, row in zip(stories(), rows, strict=True):
        assert case.tier[0] <= row["tier"] <= case.tier[1]


def test_a_thousand_answer_sets_take_less_than_a_second() -> None:
    dice = random.Random(5)  # noqa: S311 - dice for a test
    text = json.dumps([{"id": number, "answers": somebody(dice)} for number in range(1000)])
    judged([])  # the tables are read
    started = time.perf_counter()
    code, rows, _ = judged(text)
    assert time.perf_counter() - started < 2  # well under one on an idle machine; this one may be busy
    assert (code, len(rows)) == (0, 1000)
