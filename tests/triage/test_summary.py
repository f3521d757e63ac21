"""The page for a health professional."""

from __future__ import annotations

from datetime import date

from ergobreak.triage.assess import assess
from ergobreak.triage.extras import summary_words
from ergobreak.triage.loader import packaged
from ergobreak.triage.model import Answers, Facts
from ergobreak.triage.summary import Summary, summary, to_html, to_text
from ergobreak.triage.wording import packaged_wording

WORDS = summary_words()
FOOT: dict[str, str | int | tuple[str, ...]] = {
    "overall": "something",
    "now_signs": ("none",),
    "region": ("hip_leg",),
    "feel": ("weak",),
    "leg_side": "one",
    "weak_kind": "drop",
    "weak_onset": "weeks",
    "saddle": ("none",),
    "leg_swell": "no",
    "duration": "lt_1w",
    "trend": "better",
    "night": "no",
    "effect": "some",
    "pain": 3,
    "background": ("over_50",),
}


def page(answers: Answers, *, include_private: bool = False) -> Summary:
    result = assess(answers, Facts(), packaged())
    today = date(2026, 11, 22)
    return summary(answers, result, packaged(), packaged_wording(), WORDS, today, include_private=include_private)


def row(one: Summary, label: str) -> str:
    return next((value for name, value in one.rows if name == WORDS[label]), "")


def test_the_rows_come_in_the_order_a_clinician_reads() -> None:
    labels = [name for name, _ in page(FOOT).rows]
    order = [
        "date", "onset", "site", "character", "side", "duration", "trend", "night", "effect", "score",
        "affirmed", "denied", "not_asked", "result",
    ]  # fmt: skip
    assert labels == [WORDS[each] for each in order]


def test_a_weak_foot_reads_at_a_glance() -> None:
    one = page(FOOT)
    assert row(one, "site") == "hip, bottom, leg or foot"
    assert row(one, "side") == "in one leg or foot"
    assert row(one, "score") == "3"
    assert row(one, "result") == "Get checked soon (today)"


def test_signs_that_were_asked_and_not_ticked_are_listed() -> None:
    assert "chest pain" in row(page(FOOT), "denied")
    assert row(page(FOOT), "affirmed") == "none"


def test_private_answers_are_in_it_only_when_the_person_says_so() -> None:
    closed, opened = to_text(page(FOOT)), to_text(page(FOOT, include_private=True))
    assert "over 50" not in closed
    assert "leaking pee" not in closed
    assert "seat area" not in closed
    assert "Private answers are left out." in closed
    assert row(page(FOOT, include_private=True), "affirmed") == "over 50 and never had this before"
    assert "leaking pee" in opened


def test_not_sure_is_never_turned_into_a_no() -> None:
    unsure = {**FOOT, "saddle": ("unsure",)}
    one = page(unsure, include_private=True)
    assert "leaking pee" not in row(one, "denied")
    assert "not sure about the private signs" in row(one, "not_said")
    rather_not = page({**FOOT, "now_signs": ("prefer_not",)}, include_private=True)
    assert "chest pain" not in row(rather_not, "denied")


def test_what_was_not_asked_is_said_so() -> None:
    topics = row(page({"overall": "something", "now_signs": ("chest",)}), "not_asked")
    assert "pain number" in topics
    assert "safety signs" not in topics
    assert row(page({"overall": "something", "now_signs": ("chest",)}), "result") == "Get help now (now)"


def test_an_unanswered_question_counts_as_not_asked() -> None:
    assert "place" in row(page({"overall": "something", "now_signs": ("none",)}), "not_asked")


def test_weeks_are_given_in_days() -> None:
    back = {**FOOT, "feel": ("ache",), "duration": "w2_6", "trend": "same"}
    assert row(page(back), "result") == "Book a visit (within 14 days)"


def test_it_says_that_nobody_examined_anybody() -> None:
    assert page(FOOT).footer[-1].startswith("Self-reported, not examined. ergobreak rules 2026-11-22, draft")


def test_the_printed_page_is_whole_safe_and_loads_nothing() -> None:
    hostile = Summary(title="<b>", rows=(("a", "<script>"),), footer=("&",))
    text = to_html(hostile)
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    printed = to_html(page(FOOT), "de")
    assert printed.startswith('<!DOCTYPE html><html lang="de">')
    assert "http" not in printed
    assert "src=" not in printed
