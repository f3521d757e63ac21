"""The results as a Markdown table: what was measured, what was aimed at, and whether it was reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured thing.

    Args:
        what: in words.
        unit: of the numbers.
        values: each run; their median is what counts.
        must: at most this; ``None`` where nothing is aimed at.
        stretch: better still.
        at_least: the numbers are better the higher they are.
        note: what a reader has to know; for a thing that could not be measured, why.
    """

    what: str
    unit: str
    values: tuple[float, ...] = ()
    must: float | None = None
    stretch: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def median(self) -> float | None:
        """The middle of the values, ``None`` where there are none."""
        if not self.values:
            return None
        ordered = sorted(self.values)
        half = len(ordered) // 2
        return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2

    @property
    def verdict(self) -> str:
        """``stretch``, ``must``, ``missed``, ``not measured``, or nothing where nothing is aimed at."""
        if self.median is None:
            return "not measured"
        for name, goal in (("stretch", self.stretch), ("must", self.must)):
            if goal is not None and (self.median >= goal if self.at_least else self.median <= goal):
                return name
        return "" if self.must is None and self.stretch is None else "missed"


def number(value: float | None) -> str:
    """Three figures that mean something, no more."""
    if value is None:
        return "-"
    if value == 0:
        return "0"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3  # noqa: PLR2004 - figures
    return f"{value:,.{digits}f}"


def markdown(rows: Iterable[Row], about: Iterable[str]) -> str:
    """The whole file."""
    lines = ["# What ergobreak costs a machine", ""]
    lines += ["Made by `python3 dev.py bench`. The numbers are medians; the range stands behind them.", ""]
    lines += [f"- {each}" for each in about]
    lines += ["", "| what | measured | must | stretch | reached |", "|---|---|---|---|---|"]
    rows = list(rows)
    for row in rows:
        spread = f" ({number(min(row.values))} to {number(max(row.values))})" if len(row.values) > 1 else ""
        sign = "&ge; " if row.at_least else "&le; "
        goals = ["" if goal is None else f"{sign}{number(goal)}" for goal in (row.must, row.stretch)]
        lines.append(
            f"| {row.what}, {row.unit} | {number(row.median)}{spread} | {goals[0]} | {goals[1]} | {row.verdict} |"
        )
    notes = [f"- {row.what}: {row.note}" for row in rows if row.note]
    return "\n".join([*lines, *(["", "Notes:", "", *notes] if notes else []), ""])
