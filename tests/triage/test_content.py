"""What is said: sourced, dated, plain, kind, and never a verdict."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from ergobreak.errors import ContentError
from ergobreak.triage.loader import HERE, load, packaged
from ergobreak.triage.model import Kind, Moves, Order, Table, Tier
from ergobreak.triage.safety import packaged_countries, packaged_signs
from ergobreak.triage.wording import packaged_wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = sorted(HERE.rglob("*.toml"))
NOT_FOR_READERS = {
    "id",
    "sources",
    "kind",
    "order",
    "screen",
    "about",
    "code",
    "title",
    "read",
    "url",
    "status",
    "pairs",
}
NOT_SENTENCES = NOT_FOR_READERS | {"name", "block", "who", "does", "avoid", "moves", "level", "all", "any", "area"}
# A verdict, a promise or a fright. "It does not diagnose or treat" is the one line that may use these verbs.
FORBIDDEN = (
    r"\bdiagnos",
    r"\bdetect",
    r"\bmonitor",
    r"\bscreen for\b",
    r"\btreat",
    r"\bcure",
    r"\bprevent",
    r"\byou have (a|an) \w",
    r"\bpatient\b",
    r"\brisk score\b",
    r"\bdamage",
    r"\bpermanent",
    r"\bworn\b",
    r"\bwear and tear\b",
    r"\bcrushed\b",
    r"\bslipped\b",
    r"\bparalys",
    r"\bbad posture\b",
    r"\bshould\b",
    r"\bcancer is\b",
    r"!",
    r"\baspirin\b",
    r"\bibuprofen\b",
    r"\bparacetamol\b",
    r"\b\d+ ?mg\b",
)
# Names of conditions may not be a result. What people say of themselves (my migraine, a cold, cancer) is an answer.
CONDITIONS = (
    r"\b(sciatica|cauda equina|stroke|heart attack|meningitis|shingles|fracture|carpal tunnel|myelopathy|stenosis"
    r"|hernia|slipped disc|pinched nerve|trapped nerve|arthritis|glaucoma|arteritis|thrombosis|embolism|concussion"
    r"|neuropathy)"
)
ALLOWED = {"General information for adults at work. It does not diagnose or treat. It cannot see or examine you."}


def sentences(node: object, key: str = "", skip: frozenset[str] = frozenset(NOT_SENTENCES)) -> Iterator[str]:
    if isinstance(node, str):
        if key not in skip:
            yield node
    elif isinstance(node, list):
        for each in node:
            yield from sentences(each, key, skip)
    elif isinstance(node, dict):
        for name, each in node.items():
            if name not in skip and name != "review":
                yield from sentences(each, name, skip)


def said_by(path: Path) -> list[str]:
    return list(sentences(tomllib.loads(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_said_is_a_verdict_a_promise_or_a_fright(path: Path) -> None:
    for text in said_by(path):
        if text in ALLOWED:
            continue
        for pattern in FORBIDDEN:
            assert not re.search(pattern, text, re.IGNORECASE), f"{text!r} ({pattern})"
        assert not re.search(CONDITIONS, text, re.IGNORECASE), text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_says_who_reviewed_it_and_when(path: Path) -> None:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    if path.name == "conditions.toml":
        return  # only short names for what the rules say; the rules carry the review
    assert raw["review"]["status"] == "awaiting clinical review"
    assert raw["review"]["date"].isoformat() == "2026-11-22"
    assert raw["review"]["reviewer"] == ""


def test_there_are_24_questions_and_140_rules(table: Table) -> None:
    assert len(table.questions) == 24
    assert [sum(rule.tier is tier for rule in table.rules) for tier in Tier] == [1, 22, 43, 45, 29]


def test_every_rule_has_known_sources_and_known_tags(table: Table) -> None:
    wording = packaged_wording()
    for rule in table.rules:
        assert rule.sources, rule.id
        assert set(rule.sources) <= set(wording.sources), rule.id
        assert set(rule.avoid) <= set(wording.tags), rule.id
        assert not rule.block or rule.block in wording.blocks, rule.id
        assert rule.advice or rule.id.startswith("X"), rule.id
        if rule.who != "usual":
            assert (rule.tier, rule.who) in wording.who, rule.id
    cited = {each for rule in table.rules for each in rule.sources}
    cited |= {each for block in wording.blocks.values() for each in block.sources}
    for name in ("nerve_lines.toml", "recovery.toml", "signs.toml"):
        text = (HERE / name).read_text(encoding="utf-8")
        cited |= {each for each in wording.sources if f'"{each}"' in text}
    assert cited == set(wording.sources)


def test_a_time_is_given_exactly_where_somebody_is_to_be_seen(table: Table) -> None:
    for rule in table.rules:
        assert (rule.within_hours is not None) == (rule.tier >= Tier.VISIT), rule.id
        assert rule.within_hours in {None, 0, 24, 48, 72, 168, 336}
        assert (rule.within_hours == 0) == (rule.tier is Tier.EMERGENCY), rule.id


def test_every_tier_and_time_has_a_headline_and_every_move_level_a_line(table: Table) -> None:
    wording = packaged_wording()
    for rule in table.rules:
        if rule.tier in {Tier.VISIT, Tier.URGENT} and rule.within_hours is not None:
            assert rule.within_hours in wording.states[rule.tier].within, rule.id
        if rule.tier is Tier.URGENT and rule.within_hours is not None:
            assert rule.within_hours in wording.states[rule.tier].within_line, rule.id
    levels = {tier: {level for each, level in wording.moves if each is tier} for tier in Tier}
    assert levels[Tier.SELF_CARE] == {Moves.ADAPTED, Moves.GENTLE_ONLY, Moves.NONE}
    assert levels[Tier.VISIT] == {Moves.GENTLE_ONLY, Moves.NONE}
    assert levels[Tier.URGENT] == levels[Tier.EMERGENCY] == {Moves.NONE}


def test_every_answer_can_be_said_in_a_few_words(table: Table) -> None:
    for question in table.questions:
        assert question.topic
        for option in question.options:
            assert option.short
            assert len(option.short) <= 80, option.short


def test_red_answers_are_never_the_mildest(table: Table) -> None:
    for question in table.questions:
        if question.kind is Kind.SINGLE and question.order is Order.RISING:
            reds = [option.red for option in question.options]
            assert reds == sorted(reds), question.id


def test_only_places_and_the_pain_number_may_be_remembered(table: Table) -> None:
    assert [each.id for each in table.questions if each.kept] == ["region", "pain"]
    assert {each.id for each in table.questions if each.sensitive} == {"saddle", "cord_signs", "background"}


def test_do_and_dont_lines_stay_true_when_read_alone() -> None:
    wording = packaged_wording()
    lists = [(each.do, each.dont) for each in wording.blocks.values()]
    lists += [(each.do, each.dont) for each in wording.tags.values()]
    for do, dont in lists:
        for line in dont:
            assert line.startswith(("Don't", "No ", "Nothing ")), line
        for line in do:
            assert not line.startswith(("Don't", "No ")), line


def test_nobody_is_told_to_drive() -> None:
    for path in FILES:
        for text in said_by(path):
            assert not re.search(r"\bdrive\b", text) or "Don't drive" in text, text


def test_the_list_of_signs_names_what_the_rules_call_an_emergency() -> None:
    cards = {card.id: card for card in packaged_signs().cards}
    assert [card.tier for card in cards.values()] == [Tier.EMERGENCY, Tier.URGENT, Tier.VISIT]
    now = " ".join(cards["now"].lines).lower()
    for word in (
        "chest",
        "breathe",
        "face",
        "headache",
        "sight",
        "passed out",
        "crash",
        "cold and pale",
        "between the legs",
    ):
        assert word in now


def test_numbers_that_were_read_in_a_source_are_numbers_of_that_country() -> None:
    for country in packaged_countries().values():
        assert set(country.checked) <= {country.number, country.advice_line, *country.also}


# Reading grade (Flesch-Kincaid): 6 is about a child of eleven; most lines are far below.


def syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    if not word:
        return 0
    groups = re.findall(r"[aeiouy]+", re.sub(r"(?:es|ed|e)$", "", word) or word)
    ending = bool(re.search(r"(?:[td]ed|[sxz]es|ches|shes|ges|ces|[^aeiou]le)$", word))
    return max(1, len(groups) + ending)


def grade(text: str) -> float:
    words = re.findall(r"[A-Za-z'\u2019]+", text)
    stops = max(1, len([each for each in re.split(r"[.?:;]+", text) if re.search(r"[A-Za-z]", each)]))
    return 0.39 * len(words) / stops + 11.8 * sum(map(syllables, words)) / max(1, len(words)) - 15.59


def test_questions_and_advice_read_at_grade_6_or_below(table: Table) -> None:
    questions = " ".join(f"{each.text} {each.hint}" for each in table.questions)
    options = ". ".join(option.text for each in table.questions for option in each.options)
    advice = " ".join(rule.advice for rule in table.rules)
    assert grade(questions) <= 4
    assert grade(options) <= 4
    assert grade(advice) <= 6


def test_no_sentence_of_advice_is_hard_to_read(table: Table) -> None:
    hard = [f"{grade(rule.advice):.1f} {rule.advice}" for rule in table.rules if rule.advice and grade(rule.advice) > 9]
    assert hard == []


def test_sentences_are_short() -> None:
    for path in FILES:
        if path.name in {"signs.toml", "sources.toml", "emergency.toml"}:
            continue
        for text in said_by(path):
            for part in re.split(r"(?<=[.?:])\s", text):
                assert len(part.split()) <= 24, part


# A table that is not whole is not used.


def copy_with(tmp_path: Path, name: str, old: str, new: str) -> Path:
    for path in FILES:
        target = tmp_path / path.relative_to(HERE)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if path.relative_to(HERE).as_posix() == name:
            assert old in text
            text = text.replace(old, new, 1)
        target.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "rules/emergency.toml",
            'now_signs = ["chest"]',
            'now_signs = ["chset"]',
            "E01_chest: question 'now_signs' has no",
        ),
        ("rules/emergency.toml", '{ now_signs = ["chest"] }', '{ nwo_signs = ["chest"] }', "E01_chest"),
        ("rules/emergency.toml", 'advice = "Chest', 'advcie = "Chest', "E01_chest: unknown key 'advcie'"),
        ("rules/emergency.toml", "[[rule]]", "[[rule]", "emergency.toml"),
        (
            "rules/today_or_soon.toml",
            '"fresh_weakness"]',
            '"fresh_weekness"]',
            "no condition is called 'fresh_weekness'",
        ),
        ("rules/today_or_soon.toml", 'moves = "none"', 'moves = "adapted"', "tier 3 with moves"),
        ("rules/visit.toml", "within_hours = 336\n", "", "without a time"),
        ("rules/visit.toml", "tier = 2", "tier = 7", "7"),
        ("rules/self_care.toml", 'all = ["always"]', "all = [{ pain = 1 }]", "one rule has to hold always"),
        ("rules/moves.toml", 'id = "X02_sit_bend"', 'id = "X01_leg_nerve"', "'X01_leg_nerve' is there twice"),
        ("questions.toml", "kind = ", "knid = ", "unknown key 'knid'"),
        ("questions.toml", "date = 2026-11-22", 'date = "soon"', "[review]"),
        ("questions.toml", 'short = "good"\n', "shown = 1\n", "unknown key 'shown'"),
        ("conditions.toml", "about = ", "abuot = ", "unknown key 'abuot'"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, name: str, old: str, new: str, fault: str) -> None:
    folder = copy_with(tmp_path, name, old, new)
    with pytest.raises(ContentError, match=re.escape(fault)):
        load(folder)


def test_a_missing_file_is_a_content_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        load(tmp_path)


def test_the_packaged_table_is_read_once() -> None:
    assert packaged() is packaged()
