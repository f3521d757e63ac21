"""Reads questions and rules from the packaged TOML with the standard library alone: the safety path with few parts.

It is all or nothing. A table that lost one rule would judge too mildly without anybody noticing, so any fault raises a
``ContentError`` that names file, item and fault, and the screen shows the built-in emergency sentence instead. Every
sentence passes ``words`` once, here, so that the judging modules never touch a translation.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak.errors import ContentError
from ergobreak.triage.conditions import (
    ALWAYS,
    STOPPED_EARLY,
    STOPPED_EARLY_NAME,
    AllOf,
    AnyOf,
    Condition,
    Found,
    leaves,
    questions_of,
)
from ergobreak.triage.model import Kind, Moves, Option, Order, Question, Review, Rule, Table, Tier
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HERE = Path(__file__).parent
RULE_FILES = ("emergency", "today_or_soon", "visit", "self_care", "moves")
NUMBER_FACTS = (
    "hist_days_same_region",
    "hist_checkins_same_region",
    "hist_pain_rise",
    "hist_episodes_90d",
    "hist_prev_tier",
    "hist_prev_age_days",
)
WORD_FACTS: Mapping[str, tuple[str, ...]] = {
    "hist_recent": ("no", "yes"),
    "hist_new_limb": ("no", "yes"),
    "hist_cleared": ("yes", "no"),
}
_SCALE = tuple(range(1, 11))
# What a row may hold is what its shape holds, with the condition written as "all" or "any".
_CONDITION = {"all", "any"}
_QUESTION_KEYS = {each.name for each in fields(Question)} - {"when", "options"} | _CONDITION | {"option"}
_OPTION_KEYS = {each.name for each in fields(Option)} - {"shown_when"} | _CONDITION
_RULE_KEYS = {each.name for each in fields(Rule)} - {"when", "review"} | _CONDITION


def read(path: Path, *top: str) -> dict[str, Any]:
    """One TOML file, with only these top-level tables (``review`` is always needed).

    Raises:
        ContentError: the file is missing, broken, or holds something else.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        msg = f"{path.name}: {fault}"
        raise ContentError(msg) from fault
    if top:
        only(raw, {"review", *top}, path.name)
        for each in top:
            if each not in raw:
                msg = f"{path.name}: [{each}] is missing"
                raise ContentError(msg)
    return raw


def only(item: Mapping[str, Any], allowed: set[str], where: str) -> None:
    """Nothing but these keys.

    Raises:
        ContentError: there is another key.
    """
    if unknown := sorted(set(item) - allowed):
        msg = f"{where}: unknown key {unknown[0]!r}"
        raise ContentError(msg)


def review_of(raw: Mapping[str, Any], where: str) -> Review:
    """Who stands behind this file."""
    try:
        given = raw["review"]
        when = given["date"]
        review = Review(status=given["status"], date=when, reviewer=given.get("reviewer", ""))
    except (KeyError, TypeError) as fault:
        msg = f"{where}: [review] needs a status and a date"
        raise ContentError(msg) from fault
    if not isinstance(when, date) or not review.status:
        msg = f"{where}: [review] needs a status in words and a date"
        raise ContentError(msg)
    return review


class Vocabulary:
    """Known findings and their bits, filled while questions are read; then it turns rows into conditions."""

    def __init__(self) -> None:
        self.bits: dict[tuple[str, str | int], int] = {}
        self.numbers = {"pain": _SCALE} | dict.fromkeys(NUMBER_FACTS, ())
        self.names: dict[str, Condition] = {}
        self.raw_names: dict[str, Any] = {}
        for name, words in WORD_FACTS.items():
            for each in words:
                self.add(name, each)

    def add(self, question: str, option: str | int) -> int:
        """The bit of a finding, a new one if need be. Bit 0 is "stopped early"."""
        return self.bits.setdefault((question, option), 2 << len(self.bits))

    def condition(self, row: Mapping[str, Any], where: str) -> Condition:
        """The condition in the ``all`` and ``any`` of a row; a row with neither always holds."""
        parts: list[Condition] = []
        if "all" in row:
            parts.append(AllOf(parts=tuple(self._part(each, where) for each in row["all"])))
        if "any" in row:
            parts.append(AnyOf(parts=tuple(self._part(each, where) for each in row["any"])))
        if not parts:
            return ALWAYS
        whole = parts[0] if len(parts) == 1 else AllOf(parts=tuple(parts))
        if isinstance(whole, (AllOf, AnyOf)) and len(whole.parts) == 1:
            return whole.parts[0]
        return whole

    def _part(self, part: object, where: str) -> Condition:
        if isinstance(part, str):
            return self._named(part, where)
        if isinstance(part, dict):
            if set(part) <= {"all", "any"} and part:
                return self.condition(part, where)
            return self._leaf(part, where)
        msg = f"{where}: {part!r} is not a condition"
        raise ContentError(msg)

    def _named(self, name: str, where: str) -> Condition:
        if name == "always":
            return ALWAYS
        if name == STOPPED_EARLY_NAME:
            return Found(question=name, options=("yes",), mask=STOPPED_EARLY)
        if name not in self.names:
            if name not in self.raw_names:
                msg = f"{where}: no condition is called {name!r}"
                raise ContentError(msg)
            row = self.raw_names.pop(name)
            only(row, {"about", "all", "any"}, f"conditions.toml, {name}")
            self.names[name] = self.condition(row, f"conditions.toml, {name}")
        return self.names[name]

    def _leaf(self, part: Mapping[str, Any], where: str) -> Found:
        at_least = part.get("at_least", 1)
        pairs = [each for each in part.items() if each[0] != "at_least"]
        if len(pairs) != 1 or not isinstance(at_least, int):
            msg = f"{where}: a finding names one question: {dict(part)!r}"
            raise ContentError(msg)
        question, wanted = pairs[0]
        if isinstance(wanted, int) and question in self.numbers:
            return Found(question=question, options=(wanted,), mask=self.add(question, wanted))
        if isinstance(wanted, list) and wanted:
            for each in wanted:
                if (question, each) not in self.bits:
                    msg = f"{where}: question {question!r} has no answer {each!r}"
                    raise ContentError(msg)
            options = tuple(sorted(wanted, key=lambda each: self.bits[question, each]))
            mask = sum(self.bits[question, each] for each in set(options))
            return Found(question=question, options=options, mask=mask, at_least=at_least)
        msg = f"{where}: no such question or number: {question!r}"
        raise ContentError(msg)


@cache
def packaged() -> Table:
    """The table that ships with the program, read once."""
    return load(HERE)


def load(folder: Path) -> Table:
    """Questions, conditions and rules from a folder.

    Raises:
        ContentError: anything at all is wrong with them.
    """
    vocabulary = Vocabulary()
    vocabulary.raw_names = read(folder / "conditions.toml")
    raw = read(folder / "questions.toml", "question")
    asked = review_of(raw, "questions.toml")
    for item in raw["question"]:
        for option in item.get("option", ()):
            vocabulary.add(item.get("id", ""), option.get("id", ""))
    questions = tuple(_question(item, vocabulary) for item in raw["question"])
    rules = tuple(each for name in RULE_FILES for each in _rules(folder, name, vocabulary))
    _unique((each.id for each in questions), "questions.toml")
    _unique((each.id for each in rules), "rules")
    if not any(rule.when == ALWAYS for rule in rules):
        msg = "rules: one rule has to hold always, so that there is always a result"
        raise ContentError(msg)
    steps: dict[str, list[int]] = {}
    for rule in rules:
        for leaf in leaves(rule.when):
            steps.setdefault(leaf.question, []).extend(each for each in leaf.options if isinstance(each, int))
    watched = [(rule, questions_of(rule.when)) for rule in rules if rule.tier >= Tier.URGENT]
    newest = max([asked.date, *(rule.review.date for rule in rules)])
    return Table(
        questions=questions,
        rules=rules,
        bits=vocabulary.bits,
        steps={name: tuple(sorted(set(values))) for name, values in steps.items() if values},
        watch={each.id: tuple(rule for rule, of in watched if each.id in of) for each in questions},
        version=newest.isoformat(),
    )


def _unique(ids: Iterator[str], where: str) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            msg = f"{where}: {each!r} is there twice"
            raise ContentError(msg)
        seen.add(each)


def _question(item: dict[str, Any], vocabulary: Vocabulary) -> Question:
    where = f"questions.toml, {item.get('id', '?')}"
    only(item, _QUESTION_KEYS, where)
    options = []
    for each in item.get("option", ()):
        place = f"{where}, {each.get('id', '?')}"
        only(each, _OPTION_KEYS, place)
        try:
            options.append(
                Option(
                    id=each["id"],
                    text=_(each["text"]),
                    short=_(each.get("short", each["text"])),
                    red=each.get("red", False),
                    exclusive=each.get("exclusive", False),
                    shown_when=vocabulary.condition(each, place),
                ),
            )
        except KeyError as fault:
            msg = f"{place}: {fault} is missing"
            raise ContentError(msg) from fault
    try:
        return Question(
            id=item["id"],
            kind=Kind(item["kind"]),
            topic=_(item["topic"]),
            text=_(item["text"]),
            hint=_(item["hint"]) if "hint" in item else "",
            options=tuple(options),
            order=Order(item.get("order", "free")),
            pairs=tuple((low, high) for low, high in item.get("pairs", ())),
            when=vocabulary.condition(item, where),
            while_tier=Tier(item.get("while_tier", Tier.EMERGENCY)),
            screen=item.get("screen", ""),
            optional=item.get("optional", False),
            sensitive=item.get("sensitive", False),
            kept=item.get("kept", False),
        )
    except (KeyError, ValueError) as fault:
        msg = f"{where}: {fault}"
        raise ContentError(msg) from fault


def _rules(folder: Path, name: str, vocabulary: Vocabulary) -> Iterator[Rule]:
    path = folder / "rules" / f"{name}.toml"
    raw = read(path, "each", "rule")
    review = review_of(raw, path.name)
    for row in raw["rule"]:
        item = {**raw["each"], **row}
        where = f"rules/{path.name}, {row.get('id', '?')}"
        only(item, _RULE_KEYS, where)
        if "all" not in row and "any" not in row:
            msg = f"{where}: a rule needs 'all' or 'any'"
            raise ContentError(msg)
        try:
            rule = Rule(
                id=item["id"],
                when=vocabulary.condition(item, where),
                tier=Tier(item["tier"]),
                moves=Moves[item["moves"].upper()],
                ask_again_days=item["ask_again_days"],
                within_hours=item.get("within_hours"),
                avoid=tuple(item["avoid"]),
                advice=_(item["advice"]) if item.get("advice") else "",
                block=item.get("block", ""),
                who=item.get("who", "usual"),
                shows_signs=item.get("shows_signs", False),
                changes_result=item.get("changes_result", True),
                sources=tuple(item["sources"]),
                review=review,
            )
        except (KeyError, ValueError, TypeError) as fault:
            msg = f"{where}: {fault}"
            raise ContentError(msg) from fault
        if rule.tier >= Tier.URGENT and rule.moves is not Moves.NONE:
            msg = f"{where}: tier {rule.tier} with moves"
            raise ContentError(msg)
        if rule.tier >= Tier.VISIT and rule.within_hours is None:
            msg = f"{where}: tier {rule.tier} without a time"
            raise ContentError(msg)
        yield rule
