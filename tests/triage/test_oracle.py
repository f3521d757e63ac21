"""A second, naive judge, written from the text of the files: slow, plain sets of words, no bits. Both have to agree."""

from __future__ import annotations

import random
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.triage.assess import assess
from ergobreak.triage.command import split
from ergobreak.triage.loader import HERE, RULE_FILES
from tests.triage.people import exactly

if TYPE_CHECKING:
    from ergobreak.triage.model import Table

MOVES = ("normal", "adapted", "gentle_only", "none")


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


QUESTIONS = read("questions.toml")["question"]
NAMES = read("conditions.toml")
RULES = [{**raw["each"], **row} for name in RULE_FILES for raw in [read(f"rules/{name}.toml")] for row in raw["rule"]]


def holds(part: str | dict[str, Any], said: dict[str, Any]) -> bool:
    if part == "always":
        return True
    if part == "stopped_early":
        return bool(said.get("stopped_early"))
    if isinstance(part, str):
        return holds(NAMES[part], said)
    if "all" in part or "any" in part:
        return all(holds(each, said) for each in part.get("all", ())) and (
            "any" not in part or any(holds(each, said) for each in part["any"])
        )
    question, wanted = next(each for each in part.items() if each[0] not in {"at_least", "about"})
    given = said.get(question)
    if isinstance(wanted, int):
        return isinstance(given, int) and given >= wanted
    chosen = [given] if isinstance(given, str) else given or []
    return sum(each in wanted for each in chosen) >= int(part.get("at_least", 1))


def asked_when(question: dict[str, Any]) -> dict[str, Any]:
    return {key: question[key] for key in ("all", "any") if key in question} or {"all": []}


def naive(answers: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    asked: list[str] = []
    missing = False
    for question in QUESTIONS:
        tier = max((rule["tier"] for rule in RULES if holds(rule, said)), default=0)
        if tier > question.get("while_tier", 4) or not holds(asked_when(question), said):
            continue
        asked.append(question["id"])
        if answers.get(question["id"], []) != []:
            said[question["id"]] = answers[question["id"]]
        elif not question.get("optional"):
            missing = True
    said |= {name: value for name, value in answers.items() if name.startswith("hist_")}
    said["stopped_early"] = missing
    fired = [rule for rule in RULES if holds(rule, said)]
    top = max(rule["tier"] for rule in fired)
    times = [rule["within_hours"] for rule in fired if rule["tier"] == top and "within_hours" in rule]
    return {
        "asked": asked,
        "fired": {rule["id"] for rule in fired},
        "tier": top,
        "within_hours": min(times, default=-1),
        "moves": max((rule["moves"] for rule in fired), key=MOVES.index),
        "avoid": sorted({tag for rule in fired for tag in rule["avoid"]}),
        "ask_again_days": min(rule["ask_again_days"] for rule in fired if rule["tier"] == top),
    }


def somebody(dice: random.Random) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    forgetful = dice.random() < 0.3
    for question in QUESTIONS:
        if forgetful and dice.random() < 0.1:
            continue
        ids = [each["id"] for each in question.get("option", ())]
        none = [each["id"] for each in question.get("option", ()) if each.get("exclusive")]
        if question["kind"] == "scale":
            answers[question["id"]] = dice.randint(0, 10)
        elif question["kind"] == "single":
            answers[question["id"]] = dice.choice(ids)
        elif none and dice.random() < 0.6:
            answers[question["id"]] = none
        else:
            answers[question["id"]] = dice.sample([each for each in ids if each not in none], dice.choice([1, 1, 2, 3]))
    answers["overall"] = dice.choice(["something", "something", "bit_stiff", "good"])
    if dice.random() < 0.4:
        answers |= {
            "hist_days_same_region": dice.choice([0, 13, 14, 42]),
            "hist_checkins_same_region": dice.choice([0, 2, 3]),
            "hist_pain_rise": dice.choice([0, 1, 2]),
            "hist_episodes_90d": dice.choice([0, 2, 3]),
            "hist_prev_tier": dice.randint(0, 4),
            "hist_prev_age_days": dice.choice([0, 6, 13, 14]),
            "hist_recent": dice.choice(["yes", "no"]),
            "hist_new_limb": dice.choice(["yes", "no"]),
        }
    answers["hist_cleared"] = dice.choice(["yes", "no"])
    return answers


def compare(seed: int, people: int, table: Table) -> set[int]:
    dice = random.Random(seed)  # noqa: S311 - dice for a test
    tiers = set()
    for _ in range(people):
        answers = somebody(dice)
        expected = naive(answers)
        result = assess(*split(answers, table, "somebody"), table)
        got = exactly(result) | {"asked": list(result.asked), "fired": {rule.id for rule in result.fired}}
        assert got == expected, answers
        tiers.add(expected["tier"])
    return tiers


def test_both_judges_agree_on_a_few_hundred_people(table: Table) -> None:
    assert compare(1, 300, table) == {0, 1, 2, 3, 4}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_both_judges_agree_on_thousands_of_people(seed: int, table: Table) -> None:
    assert compare(seed, 1500, table) == {0, 1, 2, 3, 4}
