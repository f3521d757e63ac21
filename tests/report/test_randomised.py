"""The randomised answer: what it hides about one person, and what it still tells about many."""

from __future__ import annotations

import math
import secrets
from collections import Counter
from itertools import product
from pathlib import Path
from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ergobreak.report import randomised
from ergobreak.report.randomised import (
    BUCKETS,
    EPSILON,
    KEEP,
    SWAP,
    K,
    bucket_of,
    draw_table,
    estimate,
    is_table,
    respond,
    standard_error,
    system_chance,
)
from tests.report.office import die

TRUE = (0.10, 0.15, 0.30, 0.25, 0.20)
DATA = Path(__file__).parents[2] / "packaging" / "telemetry" / "DATA.md"


def test_the_chances_are_those_of_the_definition() -> None:
    assert pytest.approx(1.0) == KEEP + (K - 1) * SWAP
    chance = {(true, said): KEEP if true == said else SWAP for true, said in product(range(K), repeat=2)}
    for said, one, other in product(range(K), repeat=3):
        assert chance[one, said] <= math.exp(EPSILON) * chance[other, said] * (1 + 1e-12)


@pytest.mark.parametrize("true", range(K))
def test_answers_come_as_often_as_they_are_to(true: int) -> None:
    draws = 40_000
    dice = die(true)
    seen = Counter(respond(true, dice) for _each in range(draws))
    for said in range(K):
        expected = KEEP if said == true else SWAP
        sigma = math.sqrt(expected * (1 - expected) / draws)
        assert abs(seen[said] / draws - expected) < 4 * sigma


def test_a_large_group_can_be_counted_all_the_same() -> None:
    people, groups, dice = 1000, 200, die()
    truth = [bucket for bucket, share in enumerate(TRUE) for _each in range(round(share * people))]
    found = []
    for _group in range(groups):
        said = Counter(draw_table(dice)[bucket] for bucket in truth)
        found.append(estimate([said[bucket] for bucket in range(K)]))

    for bucket, share in enumerate(TRUE):
        told = [each[bucket] for each in found]
        by_theory = standard_error(people, share)
        assert abs(fmean(told) - share) < 4 * by_theory / math.sqrt(groups), "unbiased"
        # with the truth fixed, the spread is a little below that of a group drawn at random
        assert 0.75 * by_theory < pstdev(told) < 1.15 * by_theory
    assert all(sum(each) == pytest.approx(1.0) for each in found)


def test_a_year_of_answers_says_no_more_than_the_first_one() -> None:
    table = draw_table(die())
    year = {table[bucket_of(7, 10)] for _week in range(52)}
    assert len(year) == 1


@given(st.lists(st.integers(min_value=0, max_value=400), min_size=K, max_size=K).filter(any))
def test_the_estimate_always_adds_up(counts: list[int]) -> None:
    assert sum(estimate(counts)) == pytest.approx(1.0)


@given(st.integers(min_value=1, max_value=500), st.data())
def test_every_share_has_its_fifth(offered: int, data: st.DataObject) -> None:
    taken = data.draw(st.integers(min_value=0, max_value=offered))
    low, high = map(int, BUCKETS[bucket_of(taken, offered)].split("-"))
    assert low <= 100 * taken / offered <= high


@pytest.mark.parametrize("damaged", [None, "01234", [0, 1, 2], [0, 1, 2, 3, 5], [0, 1, 2, 3, -1]])
def test_a_damaged_table_is_none(damaged: object) -> None:
    assert not is_table(damaged)
    assert is_table(list(draw_table(die())))


def test_the_real_thing_asks_the_system_for_chance() -> None:
    assert isinstance(system_chance(), secrets.SystemRandom)


def test_the_table_of_errors_in_the_data_sheet_is_computed() -> None:
    text = DATA.read_text(encoding="utf-8")
    for people in (200, 500, 1000, 5000, 10_000):
        points = 100 * standard_error(people)
        assert f"| {people:,} | {points:.1f} | {2 * points:.0f} |" in text
    assert f"{100 * KEEP:.0f} %" in text
    assert f"{100 * SWAP:.0f} %" in text


def test_nobody_can_make_the_answers_truer() -> None:
    from ergobreak.settings import KEYS  # noqa: PLC0415 - only here

    assert not [key for key in KEYS if "epsilon" in key or "keep" in key.split("_")]
    assert pytest.approx(1.0) == randomised.EPSILON
