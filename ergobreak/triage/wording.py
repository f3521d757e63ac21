"""The sentences of a result, and the sources. Read apart from the rules, and only when a result is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ergobreak.errors import ContentError
from ergobreak.triage.loader import HERE, only, read, review_of
from ergobreak.triage.model import Moves, Review, Tier
from ergobreak.words import _

if TYPE_CHECKING:
    from pathlib import Path

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateWords:
    """The head of a result: every sentence of one tier by its key, and those that depend on the hours."""

    tier: Tier
    words: Words
    within: Mapping[int, str]
    within_line: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Do now, don't now."""

    id: str
    tier: Tier
    do: tuple[str, ...]
    dont: tuple[str, ...]
    calm: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A kind of move that may be left out."""

    id: str
    name: str
    do: tuple[str, ...]
    dont: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something was read, and how far.

    Args:
        kind: ``published``, ``article``, ``report`` (a study or case),
            ``known`` (to verify) or ``policy`` (our own choice).
    """

    id: str
    name: str
    title: str
    kind: str
    read: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What results say."""

    words: Words
    states: Mapping[Tier, StateWords]
    moves: Mapping[tuple[Tier, Moves], Words]
    who: Mapping[tuple[Tier, str], str]
    blocks: Mapping[str, Block]
    tags: Mapping[str, Tag]
    sources: Mapping[str, Source]
    review: Review

    @property
    def tier_names(self) -> Mapping[int, str]:
        """The name of each tier, as it stands on the screen."""
        return {int(tier): each.words["name"] for tier, each in self.states.items()}


def said(words: Mapping[str, str]) -> Words:
    """Sentences by key, in the person's language."""
    return {key: _(text) for key, text in words.items()}


def lines_of(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of sentences, in the person's language."""
    return tuple(_(each) for each in row.get(key, ()))


@cache
def packaged_wording(folder: Path = HERE) -> Wording:
    """What results say.

    Raises:
        ContentError: a file is missing or wrong.
    """
    with reading("advice.toml"):
        raw = read(folder / "advice.toml", "words", "state", "moves", "who", "block", "tag")
        return Wording(
            words=said(raw["words"]),
            states={each.tier: each for each in map(_state, raw["state"])},
            moves={
                (Tier(row["tier"]), Moves[row["level"].upper()]): said(
                    {key: text for key, text in row.items() if key.startswith("text")},
                )
                for row in raw["moves"]
            },
            who={(Tier(row["tier"]), row["id"]): _(row["text"]) for row in raw["who"]},
            blocks={row["id"]: _block(row) for row in raw["block"]},
            tags={
                row["id"]: Tag(id=row["id"], name=_(row["name"]), do=lines_of(row, "do"), dont=lines_of(row, "dont"))
                for row in raw["tag"]
            },
            sources=_sources(folder),
            review=review_of(raw, "advice.toml"),
        )


@contextmanager
def reading(name: str) -> Iterator[None]:
    """A missing key or a wrong word becomes a fault that names the file.

    Raises:
        ContentError: something in the file is missing or wrong.
    """
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        msg = f"{name}: {fault!r}"
        raise ContentError(msg) from fault


def _state(row: Mapping[str, Any]) -> StateWords:
    texts = {key: value for key, value in row.items() if isinstance(value, str) and key != "id"}
    return StateWords(
        tier=Tier(row["tier"]),
        words={"id": row["id"], **said(texts)},
        within={int(hours): _(text) for hours, text in row.get("within", {}).items()},
        within_line={int(hours): _(text) for hours, text in row.get("within_line", {}).items()},
    )


def _block(row: Mapping[str, Any]) -> Block:
    only(row, {"id", "tier", "do", "dont", "calm", "sources"}, f"advice.toml, {row['id']}")
    return Block(
        id=row["id"],
        tier=Tier(row["tier"]),
        do=lines_of(row, "do"),
        dont=lines_of(row, "dont"),
        calm=_(row["calm"]) if "calm" in row else "",
        sources=tuple(row.get("sources", ())),
    )


def _sources(folder: Path) -> Mapping[str, Source]:
    raw = read(folder / "sources.toml", "source")
    review_of(raw, "sources.toml")
    return {
        row["id"]: Source(
            id=row["id"],
            name=_(row["name"]),
            title=row["title"],
            kind=row["kind"],
            read=row["read"],
            url=row.get("url", ""),
        )
        for row in raw["source"]
    }
