"""What a collector feels of a fleet: the week of 100,000 endpoints, with the very code that draws the minute.

Draws ``docs/pictures/fleet-load.svg`` and writes its numbers into ``docs/fleet-sizing.md`` between two marks. The dice
have a seed, so both come out the same each time; ``--check`` writes nothing and fails where one is stale.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ergobreak.core.plan import WorkingHours  # noqa: E402 - found through ROOT
from ergobreak.report.week import choose_minute  # noqa: E402 - the same

PICTURE = ROOT / "docs" / "pictures" / "fleet-load.svg"
PAGE = ROOT / "docs" / "fleet-sizing.md"
BEGIN, END = "<!-- begin: packaging/telemetry/simulate_fleet.py -->", "<!-- end -->"
ENDPOINTS, SEED = 100_000, 20261122
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
AWAY = 0.2  # off or away at the drawn minute, back on the next morning
WAKE_S = 60.0  # the number goes at the next wake of a daemon whose person is at work
BODY, WIRE = 283, 5000  # bytes of the request; with headers, TLS and TCP, rounded up
INK, SOFT, PAPER, LINE, ACCENT, MOVE = "#1D2B2F", "#4C5D61", "#F4F6F3", "#D3DBD7", "#1B6A63", "#C75B26"
WIDTH, LEFT, RIGHT, TOP, ROW = 1280, 96, 40, 132, 220
MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Requests by second of the week.

    Args:
        name: what happens in it.
        seconds: how many requests in each second that has any.
    """

    name: str
    seconds: Counter[int]

    @property
    def requests(self) -> int:
        """In the whole week."""
        return sum(self.seconds.values())

    @property
    def busiest(self) -> int:
        """Requests in the busiest second."""
        return max(self.seconds.values())

    def by_minute(self) -> Counter[int]:
        """Requests in each minute of the week."""
        found: Counter[int] = Counter()
        for second, count in self.seconds.items():
            found[second // MINUTE] += count
        return found


def drawn() -> Load:
    """Each endpoint draws its minute; who is away then draws again on the next morning, as ``report.due`` does."""
    dice, seconds = random.Random(SEED), Counter[int]()  # noqa: S311 - to come out the same is what it is for
    hours = WorkingHours()
    for _each in range(ENDPOINTS):
        at = choose_minute(hours, MONDAY, dice)
        if at is not None and dice.random() < AWAY:
            morning = at.replace(hour=8, minute=45) + timedelta(days=1, minutes=dice.randrange(45))
            at = choose_minute(hours, morning, dice) if morning.weekday() < 5 else None  # noqa: PLR2004 - a working day
        if at is not None:
            seconds[int((at - MONDAY).total_seconds() + dice.random() * WAKE_S)] += 1
    return Load(name="As it is: a random minute of working hours", seconds=seconds)


def at_nine() -> Load:
    """What would happen if everybody reported when the working week begins."""
    dice, seconds = random.Random(SEED), Counter[int]()  # noqa: S311 - as above
    for _each in range(ENDPOINTS):
        seconds[9 * 3600 + int(dice.random() * WAKE_S)] += 1
    return Load(name="For comparison: everybody on Monday at 09:00", seconds=seconds)


def table(loads: tuple[Load, Load]) -> str:
    """The numbers for the page."""
    rows = [
        "| | random minute | Monday 09:00 |",
        "|---|---|---|",
        _row("requests in the week", [f"{each.requests:,}" for each in loads]),
        _row("busiest second", [f"{each.busiest:,}" for each in loads]),
        _row("busiest minute", [f"{max(each.by_minute().values()):,}" for each in loads]),
        _row("minutes with any request", [f"{len(each.by_minute()):,}" for each in loads]),
        _row("average over 40 hours", [f"{each.requests / 144_000:.2f} a second" for each in loads]),
        _row("bodies", [f"{each.requests * BODY / 1e6:.0f} MB" for each in loads]),
        _row("on the wire, at most", [f"{each.requests * WIRE / 1e9:.2f} GB" for each in loads]),
    ]
    return "\n".join(rows)


def _row(name: str, cells: list[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


def draw(loads: tuple[Load, Load]) -> str:
    """Both weeks as a picture: requests a minute, each on its own scale."""
    height = TOP + len(loads) * ROW + 40
    font = "font-family='Cantarell, Noto Sans, Helvetica, Arial, sans-serif'"
    label = f"Requests a minute that {ENDPOINTS:,} endpoints send over a week"
    size = f"viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' height='{height}'"
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-label='{label}' {font}>",
        f"<rect width='{WIDTH}' height='{height}' fill='{PAPER}'/>",
        _text(40, 50, f"{label}", 24, INK, bold=True),
        _text(40, 82, f"Drawn with the code that ergobreak runs (seed {SEED}). Mind the two scales.", 16, SOFT),
    ]
    for number, (load, colour) in enumerate(zip(loads, (ACCENT, MOVE), strict=True)):
        parts += _panel(load, TOP + number * ROW, colour)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(load: Load, top: float, colour: str) -> list[str]:
    minutes = load.by_minute()
    highest, scale = max(minutes.values()), (WIDTH - LEFT - RIGHT) / (5 * 24 * 60)
    base, room = top + ROW - 60, ROW - 100.0
    parts = [_text(LEFT, top + 10, f"{escape(load.name)}: at most {load.busiest:,} in one second", 16, INK, bold=True)]
    for day, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri")):
        x = LEFT + day * 24 * 60 * scale
        parts.append(f"<line x1='{x:.1f}' x2='{x:.1f}' y1='{base - room:.1f}' y2='{base:.1f}' stroke='{LINE}'/>")
        parts.append(_text(x + 9 * 60 * scale, base + 22, f"{name} 09:00", 14, SOFT))
    parts.append(f"<line x1='{LEFT}' x2='{WIDTH - RIGHT}' y1='{base:.1f}' y2='{base:.1f}' stroke='{LINE}'/>")
    parts.append(_text(LEFT - 10, base - room + 5, f"{highest:,}", 14, SOFT, anchor="end"))
    parts.append(_text(LEFT - 10, base + 5, "0", 14, SOFT, anchor="end"))
    bars = "".join(
        f"M{LEFT + minute * scale:.2f} {base:.1f}V{base - room * minutes[minute] / highest:.1f}"
        for minute in sorted(minutes)
    )
    parts.append(f"<path d='{bars}' stroke='{colour}' stroke-width='{max(scale, 1.5):.2f}' fill='none'/>")
    return parts


def _text(x: float, y: float, words: str, size: int, colour: str, *, bold: bool = False, anchor: str = "start") -> str:
    look = f"font-size='{size}' fill='{colour}' text-anchor='{anchor}'" + (" font-weight='600'" if bold else "")
    return f"<text x='{x:.1f}' y='{y:.1f}' {look}>{words}</text>"


def pages() -> dict[Path, str]:
    """Each file as it is to be."""
    loads = (drawn(), at_nine())
    text = PAGE.read_text(encoding="utf-8")
    head, _mark, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    return {PICTURE: draw(loads), PAGE: f"{head}{BEGIN}\n{table(loads)}\n{END}{tail}"}


def main(arguments: list[str]) -> int:
    """Write both, or check them."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale: run packaging/telemetry/simulate_fleet.py")
        return 1 if stale else 0
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
