"""Plain sentences: each whole, none missing, none that presses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.core.plan import HoldReason, PromptKind
from ergobreak.sentences import kind_name, next_line, reason_name, span, today_line, why

CORE = Path(__file__).parent.parent / "ergobreak" / "core"
VALUES = {"minutes": 25, "seconds": 300, "sat": 50, "reasons": "microphone app", "reason": "gap"}


def decided() -> set[str]:
    """Every code that the core decides with, read from its source."""
    text = "\n".join(each.read_text(encoding="utf-8") for each in CORE.glob("*.py"))
    endings = {"taken", "shortened", "skipped", "ignored", "credited"}
    return endings | set(re.findall(r"\.decide\(\s*\"(\w+)\"", text))


def test_every_kind_and_every_reason_has_a_name() -> None:
    assert {kind_name(each.value) for each in PromptKind} & {"break"} == set()
    assert len({kind_name(each.value) for each in PromptKind}) == len(PromptKind)
    assert all(reason_name(each.value) != each.value for each in HoldReason)


def test_every_decision_has_a_sentence_of_its_own() -> None:
    codes = decided()
    assert len(codes) > 15
    said = {code: why({"code": code, "kind": "micro_break", "values": VALUES}) for code in codes}
    assert [code for code, text in said.items() if text.startswith("Something was decided")] == []
    assert len(set(said.values())) == len(said)
    for text in said.values():
        assert text[0].isupper()
        assert text.endswith(".")
        assert "{" not in text
        assert "!" not in text
        assert not re.search(r"\bshould\b|\bmust\b|\bfail", text)


def test_a_decision_of_another_version_is_still_a_sentence() -> None:
    assert why({"code": "unheard_of", "kind": None}) == "Something was decided about the break."
    assert why({"code": "waits", "kind": "micro_break", "values": {"reason": "new"}}).startswith(
        "The micro-break waits"
    )


def test_reasons_are_put_together() -> None:
    text = why({"code": "held", "kind": "movement_break", "values": {"reasons": "microphone full_screen"}})
    assert text == "The movement break was held back: microphone in use + a full-screen window."


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 s"), (0.4, "0 s"), (59.6, "60 s"), (119, "119 s"), (120, "2 min"), (3569, "59 min"), (3570, "1 h"),
        (3600, "1 h"), (4800, "1 h 20 min"), (86400, "24 h"),
    ],
)  # fmt: skip
def test_lengths_of_time(seconds: float, text: str) -> None:
    assert span(seconds) == text


@given(st.floats(min_value=-1e6, max_value=1e7))
def test_no_length_of_time_is_odd(seconds: float) -> None:
    assert re.fullmatch(r"\d+ s|[1-5]?\d min|\d+ h( [1-5]?\d min)?", span(seconds))


def test_the_count_of_the_day() -> None:
    assert [today_line({"breaks_today": n}) for n in (0, 1, 2)] == ["0 breaks today", "1 break today", "2 breaks today"]


def test_what_comes_next() -> None:
    row = {"kind": "micro_break", "seconds": 0.4, "silent": False}
    silent = {"kind": "eye_cue", "seconds": 5, "silent": True}
    assert next_line({"next": [silent, row]}) == "Next: micro-break, any moment"
    assert next_line({"next": [silent]}) == next_line({}) == "No breaks are switched on."
