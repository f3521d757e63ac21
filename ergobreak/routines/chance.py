"""Numbers that look like chance and are the same every time, so that choices can be repeated. Pure."""

from __future__ import annotations

MASK = (1 << 64) - 1


def splitmix64(state: int) -> int:
    """The next number of the SplitMix64 sequence after ``state``: 64 bits, well spread."""
    state = (state + 0x9E3779B97F4A7C15) & MASK
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & MASK
    return state ^ (state >> 31)


def seed_of(person: str) -> int:
    """A person's own seed, from any name that stays the same."""
    seed = 0
    for letter in person:
        seed = splitmix64(seed ^ ord(letter))
    return seed
