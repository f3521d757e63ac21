"""A simulated day as a picture: one row a day, what the person did as bars, breaks as marks by size and shape.

Plain SVG with its own words inside, so that it can be mailed, printed and read aloud (``<title>`` on every mark).
Colours are the light theme's of ``screens/tokens.toml``.
"""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from ergobreak.sentences import kind_name
from ergobreak.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ergobreak.core.plan import Plan
    from ergobreak.simulate import Happening, Simulated

WIDTH, LEFT, RIGHT = 1280, 112, 76
ROW, TOP, FOOT = 128, 116, 132
DAY_S = 86400.0
INK, SOFT, PAPER, CARD, LINE = "#1D2B2F", "#4C5D61", "#F4F6F3", "#FFFFFF", "#D3DBD7"
ACCENT, BAR, CALL, MOVE = "#1B6A63", "#DDECE7", "#D3DBD7", "#C75B26"
FONT = "font-family='Segoe UI Variable, Segoe UI, Cantarell, Noto Sans, Helvetica, Arial, sans-serif'"
BARS = {"typing": BAR, "reading": BAR, "call": CALL, "video": CALL}
NAMED_FROM_PX = 46


def draw(found: Simulated, plan: Plan, days: int) -> str:
    """The whole picture."""
    first = found.start.replace(minute=0, second=0, microsecond=0)
    into = (found.start - first).total_seconds()
    longest = min(DAY_S, found.seconds if days == 1 else _longest_day(found))
    hours = max(1, -(-int(into + longest) // 3600))
    scale = (WIDTH - LEFT - RIGHT) / (hours * 3600)
    height = TOP + days * ROW + FOOT
    size = f"viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' height='{height}'"
    label = escape(_("A simulated day"), quote=True)
    body = [
        f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-label='{label}' {FONT}>",
        f"<rect width='{WIDTH}' height='{height}' fill='{PAPER}'/>",
        f"<text x='40' y='54' font-size='24' font-weight='600' fill='{INK}'>{escape(_title(plan, days))}</text>",
    ]
    body += _legend()
    for day in range(days):
        body += _day(found, day, into, scale, hours)
    body += _totals(found, TOP + days * ROW + 24)
    return "\n".join([*body, "</svg>"]) + "\n"


def _title(plan: Plan, days: int) -> str:
    name = plan.profile.replace("_", " ")
    return (
        _("One day with the profile {name}").format(name=name)
        if days == 1
        else _("{n} days with the profile {name}").format(n=days, name=name)
    )


def _longest_day(found: Simulated) -> float:
    ends = [end % DAY_S or DAY_S for _start, end, what in found.spans if what != "asleep"]
    return max(ends, default=DAY_S)


def _day(found: Simulated, day: int, into: float, scale: float, hours: int) -> Iterator[str]:
    top, begin, end = TOP + day * ROW, day * DAY_S, (day + 1) * DAY_S
    date = found.start + timedelta(days=day)

    def x(at: float) -> float:
        return LEFT + (at - begin + into) * scale

    yield (f"<rect x='40' y='{top}' width='{WIDTH - 80}' height='{ROW - 16}' rx='16' fill='{CARD}' stroke='{LINE}'/>")
    yield f"<text x='56' y='{top + 62}' font-size='14' font-weight='600' fill='{INK}'>{date:%a}</text>"
    for hour in range(hours + 1):
        at = LEFT + hour * 3600 * scale
        label = (date.hour + hour) % 24
        yield f"<line x1='{at:.1f}' y1='{top + 76}' x2='{at:.1f}' y2='{top + 82}' stroke='{SOFT}'/>"
        yield (
            f"<text x='{at:.1f}' y='{top + 99}' font-size='12' fill='{SOFT}' text-anchor='middle'>{label:02d}:00</text>"
        )
    for start, stop, what in found.spans:
        if what in BARS and start < end and stop > begin:
            left, right = x(max(start, begin)), x(min(stop, end))
            yield (
                f"<rect x='{left:.1f}' y='{top + 50}' width='{max(1.0, right - left):.1f}' height='22' rx='5'"
                f" fill='{BARS[what]}'><title>{escape(_activity(what))}</title></rect>"
            )
            if what in {"call", "video"} and right - left > NAMED_FROM_PX:
                yield (
                    f"<text x='{(left + right) / 2:.1f}' y='{top + 65}' font-size='12' fill='{INK}'"
                    f" text-anchor='middle'>{escape(_activity(what))}</text>"
                )
    for each in found.timeline:
        if begin <= each.seconds < end:
            yield from _mark(each, x(each.seconds), top)


def _mark(each: Happening, at: float, top: int) -> Iterator[str]:
    words = escape(f"{each.at:%H:%M} {kind_name(each.kind)}, {_outcome(each.what)}")
    middle = top + 30
    if each.what in {"taken", "credited", "shortened"} and each.kind not in {"posture_check", "check_in"}:
        size = {"movement_break": 9, "weight_shift": 7}.get(each.kind, 5)
        yield f"<circle cx='{at:.1f}' cy='{middle}' r='{size}' fill='{ACCENT}'><title>{words}</title></circle>"
    elif each.what == "natural_break":
        yield (
            f"<circle cx='{at:.1f}' cy='{middle}' r='7' fill='none' stroke='{ACCENT}' stroke-width='2.5'>"
            f"<title>{escape(f'{each.at:%H:%M}')} {escape(_('natural break'))}</title></circle>"
        )
    elif each.what == "held":
        yield (
            f"<path d='M{at - 5:.1f} {middle}h10' stroke='{SOFT}' stroke-width='3' stroke-linecap='round'>"
            f"<title>{words}</title></path>"
        )
    elif each.what in {"skipped", "ignored"}:
        yield (
            f"<circle cx='{at:.1f}' cy='{middle}' r='5' fill='none' stroke='{SOFT}' stroke-width='1.5'"
            f" stroke-dasharray='3 3'><title>{words}</title></circle>"
        )
    elif each.what == "shown" and each.kind in {"posture_check", "check_in"}:
        yield (
            f"<rect x='{at - 4.5:.1f}' y='{middle - 4.5}' width='9' height='9' rx='2' fill='{MOVE}'>"
            f"<title>{words}</title></rect>"
        )


def _legend() -> Iterator[str]:
    at = 49
    rows = (
        (f"<circle cx='{{x}}' cy='85' r='8' fill='{ACCENT}'/>", _("movement break")),
        (f"<circle cx='{{x}}' cy='85' r='5' fill='{ACCENT}'/>", _("micro-break")),
        (f"<circle cx='{{x}}' cy='85' r='6.5' fill='none' stroke='{ACCENT}' stroke-width='2.5'/>", _("natural break")),
        (f"<path d='M{{l}} 85h10' stroke='{SOFT}' stroke-width='3' stroke-linecap='round'/>", _("held back")),
        (f"<rect x='{{l}}' y='80.5' width='9' height='9' rx='2' fill='{MOVE}'/>", _("posture check or check-in")),
    )
    for shape, words in rows:
        yield shape.format(x=at, l=at - 5)
        yield f"<text x='{at + 14}' y='90' font-size='14' fill='{SOFT}'>{escape(words)}</text>"
        at += 44 + round(len(words) * 8)


def _totals(found: Simulated, top: int) -> Iterator[str]:
    total = found.totals
    cells = (
        (str(total.movement_breaks), _("movement breaks")),
        (str(total.micro_breaks), _("micro-breaks")),
        (_("{n} min").format(n=round(total.away_min)), _("in breaks")),
        (str(total.busiest_hour), _("prompts in the busiest hour")),
        (_("{n} min").format(n=round(total.longest_still_min)), _("longest still stretch")),
    )
    wide = (WIDTH - 80) / len(cells)
    for place, (number, words) in enumerate(cells):
        at = 40 + place * wide
        yield f"<text x='{at:.0f}' y='{top + 36}' font-size='32' font-weight='600' fill='{INK}'>{escape(number)}</text>"
        yield f"<text x='{at:.0f}' y='{top + 62}' font-size='14' fill='{SOFT}'>{escape(words)}</text>"


def _activity(what: str) -> str:
    return {"typing": _("at the keys"), "reading": _("reading"), "call": _("call"), "video": _("video")}[what]


def _outcome(what: str) -> str:
    return {
        "taken": _("taken"),
        "credited": _("credited"),
        "shortened": _("shortened"),
        "skipped": _("skipped"),
        "ignored": _("no answer"),
        "held": _("held back"),
        "shown": _("shown"),
    }.get(what, what)
