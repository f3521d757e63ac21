"""Conditions: what a rule asks of the findings.

A finding is one affirmed answer ("trend is worse") or one reached number ("pain is at least 7"). Each known finding has
one bit, and a set of findings is one integer, so that judging is a few bit operations. There is no negation: one more
finding can make a condition true and never false. "One more symptom never lowers the tier" follows from that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STOPPED_EARLY = 1  # the bit of "a question that was shown has no answer"
STOPPED_EARLY_NAME = "stopped_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """At least ``at_least`` of these answers to one question were given.

    Args:
        options: answer ids; for a number, the one value that has to be reached.
        mask: their bits.
    """

    question: str
    options: tuple[str | int, ...]
    mask: int
    at_least: int = 1

    def holds(self, found: int) -> bool:
        """Whether the findings satisfy this."""
        if self.at_least == 1:
            return found & self.mask != 0
        return (found & self.mask).bit_count() >= self.at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Every part holds. With no part it always holds."""

    parts: tuple[Condition, ...] = ()

    def holds(self, found: int) -> bool:
        """Whether the findings satisfy this."""
        for part in self.parts:  # noqa: SIM110 - the inner loop of all judging: twice as fast as all()
            if not part.holds(found):
                return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...] = ()

    def holds(self, found: int) -> bool:
        """Whether the findings satisfy this."""
        for part in self.parts:  # noqa: SIM110 - as above
            if part.holds(found):
                return True
        return False


Condition = Found | AllOf | AnyOf
ALWAYS = AllOf()


def leaves(condition: Condition) -> Iterator[Found]:
    """Every finding a condition speaks of."""
    if isinstance(condition, Found):
        yield condition
    else:
        for part in condition.parts:
            yield from leaves(part)


def questions_of(condition: Condition) -> frozenset[str]:
    """The questions (or history facts) a condition speaks of."""
    return frozenset(each.question for each in leaves(condition))


def support(condition: Condition, found: int) -> tuple[tuple[str, str | int], ...]:
    """The findings that made the condition hold, as (question, answer), each once; empty when it does not hold."""
    if not condition.holds(found):
        return ()
    if isinstance(condition, Found):
        if condition.question == STOPPED_EARLY_NAME:
            return ()
        return tuple((condition.question, option) for option, bit in _bits(condition) if found & bit)
    pairs: dict[tuple[str, str | int], None] = {}
    for part in condition.parts:
        for pair in support(part, found):
            pairs[pair] = None
    return tuple(pairs)


def _bits(leaf: Found) -> Iterator[tuple[str | int, int]]:
    rest = leaf.mask
    for option in leaf.options:
        bit = rest & -rest
        rest ^= bit
        yield option, bit
