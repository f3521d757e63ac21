"""The workstation questions: over many sittings, to a list that says who can act."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from ergobreak import content
from ergobreak.posture.model import HERE, Answer, QuestionFile, Who, questions
from ergobreak.posture.workstation import (
    actions,
    answered,
    as_dict,
    as_html,
    as_text,
    by_who,
    from_stored,
    needs_fix,
    next_question,
    parts,
    to_store,
)
from ergobreak.routines.tables import sources

ALL = questions()
BY_ID = {each.id: each for each in ALL}
TODAY = date(2026, 11, 23)
GOOD = {each.id: each.good for each in ALL}
ANSWERS = st.dictionaries(st.sampled_from(sorted(BY_ID)), st.sampled_from(Answer))


def test_there_are_forty_one_in_ten_parts_each_sourced() -> None:
    assert content.load(HERE / "workstation.toml", QuestionFile).question == ALL
    assert len(BY_ID) == 41
    assert {each.name: len(each.questions) for each in parts(ALL, {})} == {
        "Chair": 7, "Screen": 7, "Keyboard": 4, "Mouse": 3, "Laptop and phone": 3, "Desk and space": 5, "Room": 4,
        "Work pattern": 4, "Eyes": 2, "You": 2,
    }  # fmt: skip
    assert Counter(each.who for each in ALL) == {
        Who.ME: 21, Who.FACILITIES: 11, Who.IT: 6, Who.EYE_TEST: 2, Who.OCCUPATIONAL_HEALTH: 1
    }  # fmt: skip
    for each in ALL:
        assert set(each.sources) <= sources().keys()
        assert each.ask.endswith("?")
        assert each.fix.endswith(".")
        assert "!" not in each.ask + each.fix
        assert "should" not in (each.ask + each.fix).replace("shoulder", "")


def test_one_can_stop_and_go_on_another_day() -> None:
    today = answered({}, BY_ID["A1"], Answer.YES)
    tomorrow = from_stored(json.loads(json.dumps(to_store(today))), ALL)

    assert tomorrow == today
    assert next_question(ALL, tomorrow) is BY_ID["A2"]
    assert next_question(ALL, tomorrow, "Eyes") is BY_ID["I1"]
    assert next_question(ALL, GOOD) is None
    assert all(each.done for each in parts(ALL, GOOD))


def test_an_answer_can_be_changed_and_taken_back() -> None:
    once = answered({}, BY_ID["A1"], Answer.NO)

    assert answered(once, BY_ID["A1"], Answer.YES) == {"A1": Answer.YES}
    assert answered(once, BY_ID["A1"], None) == {}
    assert once == {"A1": Answer.NO}


def test_an_old_or_odd_file_still_opens() -> None:
    assert from_stored({"A1": "yes", "Z9": "yes", "A2": "perhaps", "A3": 4}, ALL) == {"A1": Answer.YES}
    assert from_stored("nonsense", ALL) == {}


def test_what_is_good_or_does_not_apply_needs_nothing() -> None:
    assert actions(ALL, GOOD) == ()
    assert not needs_fix(BY_ID["J2"], Answer.NO)
    assert needs_fix(BY_ID["J2"], Answer.YES)
    assert not needs_fix(BY_ID["A1"], Answer.NOT_APPLICABLE)
    assert needs_fix(BY_ID["A1"], Answer.NOT_SURE)


def test_the_list_says_who_can_act_oneself_first() -> None:
    todo = {"A1": Answer.NO, "B2": Answer.NO, "A3": Answer.NOT_SURE, "I1": Answer.NO}
    text = as_text(ALL, GOOD | todo, TODAY)

    assert [who for who, _row in by_who(actions(ALL, todo))] == [Who.ME, Who.IT, Who.FACILITIES, Who.EYE_TEST]
    assert text.startswith("Workstation action list, 2026-11-23\n===")
    assert "39 of 39 questions answered. 4 things to do." in text
    assert "[ ] Report a damaged base, castor or gas lift, and swap the chair." in text
    assert text.index("You\n---") < text.index("IT\n--") < text.index("Manager or facilities")


def test_nothing_to_do_is_said_too() -> None:
    assert "Nothing to do." in as_text(ALL, GOOD, TODAY)
    assert "0 of 39 questions answered." in as_html(ALL, {}, TODAY)


@given(ANSWERS)
def test_what_is_private_never_leaves(answers: dict[str, Answer]) -> None:
    private = [each for each in ALL if each.private]

    for page in (as_text(ALL, answers, TODAY), as_html(ALL, answers, TODAY)):
        for each in private:
            assert each.ask not in page
            assert each.fix not in page
            assert "pregnan" not in page.lower()


def test_what_is_private_is_on_the_screen_and_pain_opens_the_check_in() -> None:
    rows = {row["id"]: row for part in as_dict(ALL, {"J1": Answer.NO})["parts"] for row in part["questions"]}

    assert rows["J1"]["private"]
    assert rows["J1"]["needs_fix"]
    assert rows["J1"]["opens"] == "check_in"
    assert rows["J2"]["answer"] == ""


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.items = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "img", "link"}
        assert not any(name in {"src", "href"} for name, _value in attrs)
        self.items += tag == "li"
        if tag not in {"br", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(ANSWERS)
def test_the_page_is_whole_and_has_one_line_for_each_thing_to_do(answers: dict[str, Answer]) -> None:
    page = _Page()
    page.feed(as_html(ALL, answers, TODAY))

    assert page.open == []
    assert page.items == sum(not each.question.private for each in actions(ALL, answers))
