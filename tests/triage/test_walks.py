"""People who walk through the questions: whatever they press, the check-in stays kind, careful and short."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.triage.assess import assess, outcome
from ergobreak.triage.interview import next_question, next_screen, options_of, prune, screens, tick, walk
from ergobreak.triage.loader import packaged
from ergobreak.triage.model import Facts, Kind, Moves, Order, Question, Tier

TABLE = packaged()
SINGLES = [each for each in TABLE.questions if each.kind is Kind.SINGLE and each.order is Order.RISING]
MULTIS = [each for each in TABLE.questions if each.kind is Kind.MULTI]
Said = dict[str, str | int | tuple[str, ...]]


def answer(draw: st.DrawFn, question: Question, said: Said) -> str | int | tuple[str, ...]:
    if question.kind is Kind.SCALE:
        return draw(st.integers(0, 10))
    offered = [each.id for each in options_of(question, said, TABLE)]
    if question.kind is Kind.SINGLE:
        return draw(st.sampled_from(offered))
    ticked: tuple[str, ...] = ()
    for press in draw(st.lists(st.sampled_from(offered), min_size=1, max_size=3)):
        ticked = tick(question, ticked, press)
    return ticked or (offered[-1],)


@st.composite
def people(draw: st.DrawFn, *, may_stop: bool = False) -> Said:
    """Somebody who answers what is asked, and perhaps stops in the middle."""
    said: Said = {}
    left = draw(st.integers(0, 24)) if may_stop else 99
    while (question := next_question(said, TABLE)) is not None and left > 0:
        said[question.id] = answer(draw, question, said)
        left -= 1
    return said


@given(people())
def test_everybody_comes_to_an_end_after_at_most_22_questions_and_18_pages(said: Said) -> None:
    way = walk(said, TABLE)
    assert way.missing == ()
    assert way.unexpected == ()
    assert len(said) <= 22
    assert len(screens(said, TABLE)) <= 18
    assert next_screen(said, TABLE) is None


@given(people(may_stop=True))
def test_every_result_is_whole(said: Said) -> None:
    result = assess(said, Facts(), TABLE)
    assert result.deciding
    assert all(rule.tier is result.tier for rule in result.deciding)
    assert (result.within_hours is None) == (result.tier <= Tier.SELF_CARE)
    assert not result.incomplete or result.moves is Moves.NONE
    assert not result.holds_moves_back or result.moves is Moves.NONE


@given(people(may_stop=True), st.data())
def test_one_more_tick_never_lowers_the_tier_or_loosens_the_moves(said: Said, data: st.DataObject) -> None:
    ticked = [each for each in MULTIS if each.id in said]
    if not ticked:
        return
    question = data.draw(st.sampled_from(ticked))
    option = data.draw(st.sampled_from([each.id for each in question.options if not each.exclusive]))
    before = said[question.id]
    assert isinstance(before, tuple)
    more = {**said, question.id: before if option in before else tick(question, before, option)}
    no_milder(said, fill(more))


@given(people(), st.data())
def test_one_step_of_more_concern_never_lowers_the_tier_or_loosens_the_moves(said: Said, data: st.DataObject) -> None:
    rising = [each for each in SINGLES if each.id in said]
    question = data.draw(st.sampled_from(rising))
    ids = [each.id for each in question.options]
    now = ids.index(str(said[question.id]))
    if now == len(ids) - 1:
        return
    no_milder(said, fill({**said, question.id: ids[data.draw(st.integers(now + 1, len(ids) - 1))]}))


@given(people(), st.integers(0, 10))
def test_more_pain_never_lowers_the_tier(said: Said, pain: int) -> None:
    if "pain" in said:
        low, high = sorted((int(str(said["pain"])), pain))
        no_milder({**said, "pain": low}, fill({**said, "pain": high}), low_filled=fill({**said, "pain": low}))


def fill(said: Said) -> Said:
    """Answer what a changed answer has newly opened as mildly as can be."""
    while (question := next_question(said, TABLE)) is not None:
        said = {**said, question.id: mildest(question)}
    return said


def mildest(question: Question) -> str | int | tuple[str, ...]:
    if question.kind is Kind.SCALE:
        return 0
    return (question.options[-1].id,) if question.kind is Kind.MULTI else question.options[0].id


def no_milder(low: Said, high: Said, low_filled: Said | None = None) -> None:
    before = assess(low_filled or fill(low), Facts(), TABLE)
    after = assess(high, Facts(), TABLE)
    assert after.tier >= before.tier
    assert after.moves >= before.moves
    if after.tier is before.tier and before.within_hours is not None:
        assert after.within_hours is not None
        assert after.within_hours <= before.within_hours


@given(people(may_stop=True))
def test_the_same_answers_give_the_same_result(said: Said) -> None:
    assert assess(said, Facts(), TABLE) == assess(dict(reversed(said.items())), Facts(), TABLE)


@given(people())
def test_pages_hold_every_question_once_and_in_order(said: Said) -> None:
    on_pages = [each.id for page in screens(said, TABLE) for each in page.questions]
    assert on_pages == [each.id for each in walk(said, TABLE).shown if not each.optional]


@given(people(), st.sampled_from(["good", "skip", "bit_stiff", "something"]))
def test_going_back_to_the_first_question_leaves_no_stale_answer(said: Said, overall: str) -> None:
    kept = prune({**said, "overall": overall}, TABLE)
    assert walk(kept, TABLE).unexpected == ()
    assert prune(kept, TABLE) == kept
    if overall in {"good", "skip"}:
        assert kept == {"overall": overall}


@given(people(may_stop=True), st.dates(max_value=date(9000, 1, 1)))
def test_the_plan_learns_only_the_outcome(said: Said, today: date) -> None:
    result = assess(said, Facts(), TABLE)
    learnt = outcome(result, today)
    assert set(learnt.__slots__) == {"tier", "moves", "avoid", "until", "quiet_today"}
    assert (learnt.until is None) == (result.tier >= Tier.URGENT)
    assert learnt.quiet_today == (result.tier is Tier.EMERGENCY)


# The lengths that people were promised.


@pytest.mark.parametrize(
    ("who", "said", "questions", "pages"),
    [
        ("well", {"overall": "good"}, 1, 1),
        ("usual stiffness", {"overall": "bit_stiff", "extra_signs": ("none",), "region": ("neck",)}, 3, 3),
        ("a chest sign", {"overall": "something", "now_signs": ("chest",)}, 2, 2),
        (
            "back ache with a seat-area sign",
            {
                "overall": "something",
                "now_signs": ("none",),
                "region": ("lower_back",),
                "feel": ("ache",),
                "saddle": ("numb_saddle",),
            },
            5,
            5,
        ),
    ],
)
def test_short_paths_stay_short(who: str, said: Said, questions: int, pages: int) -> None:
    assert next_question(said, TABLE) is None, who
    assert len(walk(said, TABLE).shown) == questions
    assert len(screens(said, TABLE)) == pages


def test_the_second_question_of_a_page_opens_under_the_first() -> None:
    said: Said = {"overall": "something", "now_signs": ("none",), "region": ("other",)}
    page = next_screen(said, TABLE)
    assert page is not None
    assert [each.id for each in page.questions] == ["duration"]
    page = next_screen({**said, "duration": "gt_6w"}, TABLE)
    assert page is not None
    assert [each.id for each in page.questions] == ["duration", "seen_before"]


def test_lines_of_the_health_list_are_offered_only_where_they_matter() -> None:
    background = TABLE.question("background")
    assert background is not None
    eyes: Said = {"overall": "something", "now_signs": ("none",), "region": ("head_eyes",), "head_eye": ("tired_eyes",)}
    offered = {each.id for each in options_of(background, eyes, TABLE)}
    assert "cancer" not in offered
    assert "cancer" in {each.id for each in options_of(background, {**eyes, "head_eye": ("new_bad",)}, TABLE)}


def test_none_of_these_clears_the_others_and_is_cleared_by_them() -> None:
    signs = TABLE.question("now_signs")
    assert signs is not None
    assert tick(signs, ("chest", "unsure"), "none") == ("none",)
    assert tick(signs, ("none",), "breath") == ("breath",)
    assert tick(signs, ("chest", "breath"), "chest") == ("breath",)
