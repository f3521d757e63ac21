"""The tables beside the library: words, patterns, sources, plans, wordings, cards; the standard library alone.

Each is read when somebody asks for it and kept; a screen that shows one routine reads none of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ergobreak.routines.adaptation import Pattern
from ergobreak.routines.plans import Plan

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the body: its words, and what the weekly balance counts it as (empty: nothing)."""

    words: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """``tags.toml``: the words routines may use, each with its words for people."""

    tags: Mapping[str, str]
    conditions: Mapping[str, str]
    regions: Mapping[str, Region]
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something was read, how far, and what it says."""

    key: str
    title: str
    status: str
    says: str
    year: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """``sources.toml`` as a whole."""

    reviewed: date
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternFile:
    """``patterns.toml`` as a whole."""

    reviewed: date
    status: str
    expires_days: int
    pattern: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """``plans.toml`` as a whole."""

    reviewed: date
    status: str
    plan: tuple[Plan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A short explanation or tip, for somebody who asks for more.

    Args:
        about: what it goes with: routines, a set of the library, or regions of the body.
    """

    id: str
    kind: Literal["explain", "tip"]
    title: str
    text: str
    sources: tuple[str, ...]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFile:
    """``cards.toml`` as a whole."""

    reviewed: date
    status: str
    card: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingFile:
    """``wordings.toml`` as a whole."""

    wordings: Mapping[str, tuple[str, ...]]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@cache
def vocabulary() -> Vocabulary:
    """Movements, conditions, regions and their groups."""
    raw = _table("tags.toml")
    regions = {name: Region(**each) for name, each in raw["regions"].items()}
    return Vocabulary(tags=raw["tags"], conditions=raw["conditions"], regions=regions, groups=raw["groups"])


@cache
def groups() -> dict[str, str]:
    """For each region the group the weekly balance counts it in."""
    return {name: each.group for name, each in vocabulary().regions.items()}


@cache
def patterns() -> dict[str, Pattern]:
    """The patterns by id."""
    lists = ("sets", "avoid", "prefer", "prefer_tags", "prefer_regions", "sources")
    return {
        each["id"]: Pattern(**each | {key: tuple(each[key]) for key in lists if key in each})
        for each in _table("patterns.toml")["pattern"]
    }


@cache
def sources() -> dict[str, Source]:
    """The sources by key."""
    return {each["key"]: Source(**each) for each in _table("sources.toml")["source"]}


@cache
def plans() -> dict[str, Plan]:
    """The plans that can be accepted, by id."""
    return {
        each["id"]: Plan(**each | {key: tuple(each[key]) for key in ("routines", "sources")})
        for each in _table("plans.toml")["plan"]
    }


@cache
def wordings() -> dict[str, tuple[str, ...]]:
    """The ways to say each prompt, by layer."""
    return {layer: tuple(each) for layer, each in _table("wordings.toml")["wordings"].items()}


@cache
def cards() -> dict[str, Card]:
    """The explanations and tips by id."""
    lists = ("sources", "about")
    return {
        each["id"]: Card(**each | {key: tuple(each[key]) for key in lists if key in each})
        for each in _table("cards.toml")["card"]
    }
