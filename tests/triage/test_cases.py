"""The stories a clinician can read, the gates they have to pass, and that each rule is noticed when it is gone."""

from __future__ import annotations

import pytest

from ergobreak.triage.interview import next_question, prune
from ergobreak.triage.model import Table, Tier
from tests.triage.people import Case, cases, exactly, stories, without


@pytest.mark.parametrize("case", stories(), ids=lambda case: f"{case.id} {case.story}")
def test_the_story_is_judged_as_a_reviewer_accepts(case: Case, table: Table) -> None:
    assert case.faults(case.judged(table)) == []


@pytest.mark.parametrize("case", cases("each_rule"), ids=lambda case: case.id)
def test_the_fewest_answers_that_make_this_rule_matter(case: Case, table: Table) -> None:
    assert case.faults(case.judged(table)) == []


def test_there_are_142_stories_each_with_its_own_id() -> None:
    assert len({case.id for case in stories()}) == len(stories()) == 142


def test_no_serious_story_is_judged_lower_than_accepted(table: Table) -> None:
    serious = [case for case in stories() if case.tier[0] >= Tier.URGENT]
    lower = [case.id for case in serious if case.judged(table).tier < case.tier[0]]
    assert len(serious) > 60
    assert lower == []


def test_at_most_one_benign_story_in_twenty_is_judged_higher(table: Table) -> None:
    benign = [case for case in stories() if case.tier[1] <= Tier.SELF_CARE]
    higher = [case.id for case in benign if case.judged(table).tier > case.tier[1]]
    assert len(benign) >= 30
    assert len(higher) <= len(benign) * 0.05


def test_serious_stories_never_get_moves(table: Table) -> None:
    for case in stories():
        result = case.judged(table)
        assert result.holds_moves_back == (result.tier >= Tier.URGENT)
        assert not result.holds_moves_back or result.moves.word == "none", case.id


def test_every_story_can_be_told_by_answering_what_is_asked(table: Table) -> None:
    for case in stories():
        told = {name: value for name, value in case.answers.items() if not name.startswith("hist_")}
        said: dict[str, str | int | list[str]] = {}
        while (question := next_question(said, table)) is not None and question.id in told:
            said[question.id] = told[question.id]
        expected = set(prune(told, table)) - {"path"}
        assert expected == set(said), case.id


@pytest.mark.slow
def test_deleting_any_one_rule_is_noticed(table: Table) -> None:
    everyone = (*stories(), *cases("each_rule"))
    unnoticed = []
    for rule in table.rules:
        if rule.id == "F00_any":
            continue  # without it there is no result at all: the loader refuses such a table
        fewer = without(table, rule.id)
        if not any(case.faults(case.judged(fewer)) for case in everyone):
            unnoticed.append(rule.id)
    assert unnoticed == []


@pytest.mark.slow
def test_deleting_any_one_rule_changes_a_whole_result_somewhere(table: Table) -> None:
    everyone = (*stories(), *cases("each_rule"))
    whole = {case.id: exactly(case.judged(table)) for case in everyone}
    for rule in table.rules:
        if rule.id == "F00_any" or not rule.changes_result:
            continue
        fewer = without(table, rule.id)
        assert any(exactly(case.judged(fewer)) != whole[case.id] for case in everyone), rule.id
