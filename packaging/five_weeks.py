"""Write ``docs/five-weeks.md``: what a working week at the profile ``balanced`` offers to five people.

Run from the checkout after a routine, a pattern or a rule of choosing has changed; ``--check`` writes nothing and fails
where the file is stale. The schedule, the library and the choice are the real ones; only the clock and the person are
simulated, so the same checkout always writes the same file.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ergobreak.planning import snapshot_of, to_plan  # noqa: E402 - found through ROOT
from ergobreak.routines import library, reasons, tables  # noqa: E402 - the same
from ergobreak.routines.adaptation import adaptation  # noqa: E402 - the same
from ergobreak.routines.choose import Choice  # noqa: E402 - the same
from ergobreak.screens import offering  # noqa: E402 - the same
from ergobreak.settings import resolve  # noqa: E402 - the same
from ergobreak.simulate import days, named_life, simulate  # noqa: E402 - the same
from ergobreak.words import use_language  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Iterator

OUT = ROOT / "docs" / "five-weeks.md"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAYS = 5
BREAKS = frozenset({"micro_break", "movement_break"})
LEAST_DIFFERENT = 8  # routines in a week, for somebody without any pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, as far as the choice knows them."""

    name: str
    about: str
    patterns: tuple[str, ...] = ()
    place: str = "standing"


PEOPLE = (
    Person(name="Somebody with no complaints", about="Nothing is ticked."),
    Person(name="Somebody with leg pain when sitting", about="Sciatica-like.", patterns=("P01",)),
    Person(name="Somebody with tingling fingers", about="Carpal-tunnel-like.", patterns=("P08",)),
    Person(name="Somebody pregnant", about="After week 13.", patterns=("P15",)),
    Person(name="Somebody in a wheelchair", about="Stays in the chair.", patterns=("P22",), place="chair"),
)

HEAD = """# Five people, one week

<!-- Made by packaging/five_weeks.py; do not edit. -->

What a working week at the profile `balanced` offers: the real schedule, the real library and the real choice, on a
simulated clock (five days in an office, every break taken, an open office, no floor, nothing switched on beyond the
defaults). Each row is one break. The reason is the weightiest of those that *Why this?* shows.

Nothing is done twice running, and nothing is offered that a person's pattern leaves out; both are checked when this
page is made.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One break of the week."""

    at: datetime
    kind: str
    choice: Choice


def week(person: Person) -> list[Row]:
    """Every break of the week with what is offered in it."""
    loaded = resolve(())
    settings = snapshot_of(loaded, inputs={}, environment={})
    values = settings.values | {"place": person.place}
    found = simulate(to_plan(loaded.values, loaded.profile), days(named_life("office"), DAYS), MONDAY, "starts")
    rows: list[Row] = []
    history: list[dict[str, Any]] = []
    lengths = {each.kind.value: each.duration_s for each in to_plan(loaded.values, loaded.profile).breaks}
    for each in found.timeline:
        if each.what != "shown" or each.kind not in BREAKS:
            continue
        sat = float(each.values.get("sat_s", 0.0))
        data = {
            "now": each.at.isoformat(),
            "seed": each.at.toordinal(),
            "kind": each.kind,
            "slot_s": lengths[each.kind],
            "sat_s": sat,
            "hands_s": sat,
            "history": list(history),
            "profile": {key: value for key, value in settings.profile.items() if key != "since"},
            "standing": {"patterns": list(person.patterns)} if person.patterns else {},
            "settings": values,
        }
        _books, choice = offering.chosen(data)
        rows.append(Row(at=each.at, kind=each.kind, choice=choice))
        if choice.offer is not None:
            ends = each.at + timedelta(seconds=choice.offer.seconds())
            history.append({"at": each.at.isoformat(), "fact": "offered", "routine": choice.offer.id})
            history.append({"at": ends.isoformat(), "fact": "taken", "routine": choice.offer.id})
    return rows


def problems(person: Person, rows: list[Row]) -> Iterator[str]:
    """What must not be, in words."""
    names = [each.choice.offer.id if each.choice.offer else "" for each in rows]
    now = adaptation(patterns=[tables.patterns()[name] for name in person.patterns])
    for each in rows:
        if each.choice.offer is not None and (block := now.blocks(each.choice.offer)) is not None:
            yield f"{person.name}: {each.choice.offer.id} is blocked: {block.code} {block.what}"
    for one, other in pairwise(names):
        if one and one == other:
            yield f"{person.name}: {one} twice running"
    if not person.patterns and len(set(names) - {""}) < LEAST_DIFFERENT:
        yield f"{person.name}: only {len(set(names))} different routines"


def page() -> str:
    """The whole page.

    Raises:
        SystemExit: something was offered that must not be.
    """
    library.load_all = cache(library.load_all)  # three hundred choices, one library
    parts = [HEAD]
    wrong: list[str] = []
    for person in PEOPLE:
        rows = week(person)
        wrong += problems(person, rows)
        parts += _section(person, rows)
    if wrong:
        raise SystemExit("\n".join(wrong))
    return "\n".join(parts) + "\n"


def _section(person: Person, rows: list[Row]) -> Iterator[str]:
    counts = Counter(each.choice.offer.id for each in rows if each.choice.offer is not None)
    yield f"\n## {person.name}\n"
    left_out = [tables.patterns()[name].when for name in person.patterns]
    yield " ".join([person.about, *(f"Ticked: {each[0].lower()}{each[1:]}." for each in left_out)])
    often, most = counts.most_common(1)[0]
    title = library.load_all().by_id[often].title
    yield (
        f"\n{sum(counts.values())} breaks, {len(counts)} different routines; most often {title} ({most} times);"
        " 0 that were to be left out.\n"
    )
    yield "| day | time | routine | seconds | why |"
    yield "|---|---|---|---|---|"
    day = ""
    for each in rows:
        name = f"{each.at:%a}"
        shown, day = ("" if name == day else name), name
        offer = each.choice.offer
        title = "Look far, breathe out, change position" if offer is None else offer.title
        seconds = "" if offer is None else f"{offer.seconds():g}"
        yield f"| {shown} | {each.at:%H:%M} | {title} | {seconds} | {_brief(each.choice)} |"


def _brief(choice: Choice) -> str:
    told = (reasons.sentence_of(each) for each in choice.reason)
    return next((each for each in told if each), reasons.why(choice))


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    use_language("en")
    text = page()
    if "--check" in arguments:
        if OUT.is_file() and OUT.read_text(encoding="utf-8") == text:
            return 0
        print(f"{OUT.relative_to(ROOT)} is stale: run python packaging/five_weeks.py")
        return 1
    OUT.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {OUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
