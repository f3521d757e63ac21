"""k-ary randomised response: an answer that is often not the true one, by a chance that everybody knows.

The true bucket is told with the chance ``KEEP``, each of the four others with the chance ``SWAP``; ``KEEP`` is e times
``SWAP`` (epsilon 1). So whoever sees one answer can hardly say more about the person than before, and can still count a
large group. The answer to each bucket is drawn once and kept for good (``draw_table``): asking the same person every
week gives the same answer again, and no average over weeks comes nearer to the truth.

Epsilon is a constant of the program. No setting and no policy can make the answers truer.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

BUCKETS = ("0-20", "20-40", "40-60", "60-80", "80-100")
K = len(BUCKETS)
EPSILON = 1.0
KEEP = math.exp(EPSILON) / (math.exp(EPSILON) + K - 1)
SWAP = (1.0 - KEEP) / (K - 1)
Table = tuple[int, ...]


class Chance(Protocol):
    """``secrets.SystemRandom``, or a die with a known seed in tests and simulations."""

    def random(self) -> float:
        """At least 0, less than 1."""

    def randrange(self, stop: int, /) -> int:
        """At least 0, less than ``stop``."""


def system_chance() -> Chance:
    """The system's own source of randomness: nobody can know or repeat it."""
    import secrets  # noqa: PLC0415 - most people share nothing

    return secrets.SystemRandom()


def bucket_of(taken: int, offered: int) -> int:
    """Which fifth the share falls in; the upper end belongs to the next one, but for the last.

    >>> [bucket_of(taken, 10) for taken in (0, 1, 2, 9, 10)]
    [0, 0, 1, 4, 4]
    """
    return min(K - 1, K * taken // offered)


def respond(bucket: int, chance: Chance) -> int:
    """The answer in place of the truth."""
    if chance.random() < KEEP:
        return bucket
    other = chance.randrange(K - 1)
    return other + 1 if other >= bucket else other


def draw_table(chance: Chance) -> Table:
    """The answer to each bucket, all drawn at once: the table says nothing about which of them was ever true."""
    return tuple(respond(bucket, chance) for bucket in range(K))


def is_table(value: object) -> bool:
    """Whether a stored table is whole."""
    return isinstance(value, list) and len(value) == K and all(each in range(K) for each in value)


def estimate(counts: Sequence[int]) -> tuple[float, ...]:
    """The likely true share of each bucket in a group, from how often each was answered.

    It is unbiased, so that in a small group a share may come out below 0 or above 1: that is how uncertain it is.
    """
    total = sum(counts)
    return tuple((each / total - SWAP) / (KEEP - SWAP) for each in counts)


def standard_error(people: int, share: float = 0.3) -> float:
    """How far ``estimate`` is off, typically, for a bucket with that true share.

    >>> [round(standard_error(n), 3) for n in (200, 1000, 10000)]
    [0.116, 0.052, 0.016]
    """
    seen = share * KEEP + (1.0 - share) * SWAP
    return math.sqrt(seen * (1.0 - seen) / people) / (KEEP - SWAP)
