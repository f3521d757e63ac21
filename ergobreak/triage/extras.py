"""What stands around a result, read only when asked for: follow-up questions, "Learn more", labels of the summary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ergobreak.triage.follow_up import Does
from ergobreak.triage.loader import HERE, Vocabulary, read, review_of
from ergobreak.triage.model import Table, Tier
from ergobreak.triage.nerve_lines import NerveLine, Recovery
from ergobreak.triage.wording import Words, reading, said
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpAnswer:
    """One answer to a follow-up question."""

    id: str
    text: str
    does: Does


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpQuestion:
    """The question after a result of that tier."""

    tier: Tier
    text: str
    answers: tuple[FollowUpAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnMore:
    """What stands behind "Learn more"."""

    words: Words
    lines: tuple[NerveLine, ...]
    recovery_words: Words
    recovery: tuple[Recovery, ...]


@cache
def packaged_follow_ups(folder: Path = HERE) -> tuple[Words, Mapping[Tier, FollowUpQuestion]]:
    """The follow-up questions by tier, and the words around them.

    Raises:
        ContentError: the file is missing or wrong.
    """
    with reading("follow_up.toml"):
        raw = read(folder / "follow_up.toml", "words", "question")
        review_of(raw, "follow_up.toml")
        return said(raw["words"]), {
            Tier(row["tier"]): FollowUpQuestion(
                tier=Tier(row["tier"]),
                text=_(row["text"]),
                answers=tuple(
                    FollowUpAnswer(id=each["id"], text=_(each["text"]), does=Does(each["does"]))
                    for each in row["answer"]
                ),
            )
            for row in raw["question"]
        }


def learn_more(table: Table, folder: Path = HERE) -> LearnMore:
    """What stands behind "Learn more".

    Raises:
        ContentError: a file is missing or wrong.
    """
    with reading("nerve_lines.toml, recovery.toml"):
        lines = read(folder / "nerve_lines.toml", "words", "line")
        times = read(folder / "recovery.toml", "words", "row")
        review_of(lines, "nerve_lines.toml")
        review_of(times, "recovery.toml")
        vocabulary = Vocabulary()
        vocabulary.bits = dict(table.bits)
        vocabulary.raw_names = read(folder / "conditions.toml")
        return LearnMore(
            words=said(lines["words"]),
            lines=tuple(
                NerveLine(
                    id=row["id"],
                    area=_(row["area"]),
                    feel=_(row["feel"]),
                    strength=_(row["strength"]),
                    sources=tuple(row["sources"]),
                )
                for row in lines["line"]
            ),
            recovery_words=said(times["words"]),
            recovery=tuple(
                Recovery(
                    id=row["id"],
                    when=vocabulary.condition(row, f"recovery.toml, {row['id']}"),
                    text=_(row["text"]),
                    sources=tuple(row["sources"]),
                )
                for row in times["row"]
            ),
        )


@cache
def summary_words(folder: Path = HERE) -> Words:
    """The labels of the summary.

    Raises:
        ContentError: the file is missing or wrong.
    """
    with reading("summary.toml"):
        raw = read(folder / "summary.toml", "words")
        review_of(raw, "summary.toml")
        return said(raw["words"])
