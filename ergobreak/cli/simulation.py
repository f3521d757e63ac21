"""``ergobreak simulate``: what a profile, or a policy, does to a day."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ergobreak.cli import OK, daily
from ergobreak.core.life import Activity, Part
from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.sentences import kind_name, reason_name, span
from ergobreak.simulate import LIVES, Simulated, days, named_life, simulate
from ergobreak.words import _

if TYPE_CHECKING:
    from argparse import Namespace

    from ergobreak.core.plan import Plan

MOST_DAYS = 31
FARTHEST_MIN = 7 * 24 * 60.0
YEARS = range(1971, 3000)  # those that every system's clock knows


def run(options: Namespace) -> int:
    """Simulate, and print or draw."""
    if not 1 <= options.days <= MOST_DAYS:
        raise UsageError(_("--days {n} is not between 1 and 31.").format(n=options.days))
    plan, problems = _plan(options.profile, options.policy)
    parts = days(_life(options.life), options.days)
    found = simulate(plan, parts, _begin(options.start), options.person)
    if options.svg:
        from ergobreak.paths import write_private  # noqa: PLC0415 - as above
        from ergobreak.timeline import draw  # noqa: PLC0415 - only when wanted

        try:
            write_private(Path(options.svg), draw(found, plan, options.days))
        except OSError as error:
            raise ErgobreakError(
                _("{path} cannot be written: {reason}").format(path=options.svg, reason=error.strerror or error)
            ) from error
        daily.out(_("The timeline is in {path}").format(path=options.svg))
    if options.json:
        daily.out_json(as_json(found, plan, problems))
    elif not options.svg:
        _print(found, plan, problems, options.days)
    return OK


def as_json(found: Simulated, plan: Plan, problems: list[str]) -> dict[str, Any]:
    """The documented JSON: profile, spans, timeline, totals, problems."""
    return {
        "version": 1,
        "profile": plan.profile,
        "start": found.start.isoformat(),
        "seconds": found.seconds,
        "steps": found.steps,
        "spans": [{"from_s": a, "to_s": b, "activity": what} for a, b, what in found.spans],
        "timeline": [
            {
                "at": each.at.isoformat(),
                "seconds": round(each.seconds, 1),
                "what": each.what,
                "kind": each.kind,
                "details": dict(each.values),
            }
            for each in found.timeline
        ],
        "totals": asdict(found.totals),
        "problems": problems,
    }


def _plan(profile: str | None, policy: str | None) -> tuple[Plan, list[str]]:
    from ergobreak import planning, settings  # noqa: PLC0415 - pydantic; only this verb and settings pay for it

    options: dict[str, str] = {}
    if profile is not None:
        names = [each.name for each in settings.profiles().values()]
        if profile not in names:
            raise UsageError(
                _("There is no profile {name}.").format(name=repr(profile)),
                _("Known: {names}").format(names=", ".join(names)),
            )
        options["profile"] = profile
    source = settings.policy_source
    if policy is not None:
        source = lambda: _overlay(Path(policy))  # noqa: E731 - a one-line hook
    loaded = settings.load(path=Path("/nonexistent") if profile is not None else None, options=options, policy=source)
    return planning.to_plan(loaded.values, loaded.profile), [str(each) for each in loaded.problems]


def _overlay(path: Path) -> tuple[Any, Any]:
    """Two settings layers: values as if the person had chosen them, and whatever only an organisation may set."""
    from ergobreak.settings import KEYS, Layer, LayerName  # noqa: PLC0415 - see above

    values = _toml(path)
    own = {key: value for key, value in values.items() if key in KEYS}
    rest = {key: value for key, value in values.items() if key not in KEYS}
    return (
        Layer(name=LayerName.COMMAND_LINE, source=str(path), values=own),
        Layer(name=LayerName.MACHINE_MANDATORY, source=str(path), values=rest),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(_("{path} cannot be read: {reason}").format(path=path, reason=error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(_("{path} is no TOML file: {reason}").format(path=path, reason=error)) from error


def _begin(text: str | None) -> datetime:
    if text is None:
        from ergobreak.desktop.clock import now  # noqa: PLC0415 - the one place that reads the clock

        today = now().wall
        monday = today + timedelta(days=(7 - today.weekday()) % 7)
        return monday.replace(hour=9, minute=0, second=0, microsecond=0)
    try:
        given: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        given = None
    if given is None or given.year not in YEARS:
        raise UsageError(
            _("--start {text} is no date and time.").format(text=repr(text)), _("Write for example 2026-03-02T09:00.")
        )
    return given.astimezone()


def _life(given: str) -> list[Part]:
    """A named day, or a TOML file of ``[[part]]`` tables with ``do``, ``minutes`` and, if wanted, ``clock_minutes``."""
    if given in LIVES:
        return named_life(given)
    path = Path(given)
    if not path.exists():
        raise UsageError(
            _("There is no day and no file {name}.").format(name=repr(given)),
            _("Known days: {names}").format(names=", ".join(LIVES)),
        )
    rows = _toml(path).get("part", [])
    if not isinstance(rows, list) or not rows:
        raise UsageError(_("{path} has no [[part]] tables.").format(path=path))
    return [_part(path, number, row) for number, row in enumerate(rows, start=1)]


def _part(path: Path, number: int, row: Any) -> Part:  # noqa: ANN401 - whatever the file holds
    names = [each.value for each in Activity]
    place = _("{path}, part {number}").format(path=path, number=number)
    if not isinstance(row, dict) or row.get("do") not in names:
        raise UsageError(f"{place}: do", _("Known: {names}").format(names=", ".join(names)))
    if unknown := set(row) - {"do", "minutes", "clock_minutes"}:
        raise UsageError(f"{place}: {', '.join(sorted(unknown))}", _("Known keys: do, minutes, clock_minutes"))
    minutes, clock = row.get("minutes"), row.get("clock_minutes", 0)
    if not isinstance(minutes, int | float) or isinstance(minutes, bool) or not 0 < minutes <= 24 * 60:
        raise UsageError(f"{place}: minutes", _("A number of minutes above 0, at most 1440."))
    if not isinstance(clock, int | float) or isinstance(clock, bool) or not abs(clock) <= FARTHEST_MIN:
        raise UsageError(
            f"{place}: clock_minutes", _("A number of minutes, at most a week; negative sets the clock back.")
        )
    return Part(activity=Activity(row["do"]), seconds=minutes * 60.0, clock_s=clock * 60.0)


QUIETLY = frozenset({"begun", "replanned"})


def _print(found: Simulated, plan: Plan, problems: list[str], count: int) -> None:
    daily.out(_("Profile: {name}").format(name=plan.profile))
    day = ""
    for each in found.timeline:
        if each.what in QUIETLY:
            continue
        if count > 1 and f"{each.at:%a %d %b}" != day:
            day = f"{each.at:%a %d %b}"
            daily.out(day)
        daily.out(f"{each.at:%H:%M}  {line(each.what, each.kind, each.values)}")
    total = found.totals
    daily.out("")
    rows = (
        (_("Movement breaks"), str(total.movement_breaks)),
        (_("Micro-breaks"), str(total.micro_breaks)),
        (_("Weight shifts"), str(total.weight_shifts)),
        (_("Eye cues"), str(total.eye_cues)),
        (_("Posture checks"), str(total.posture_checks)),
        (_("Check-ins"), str(total.check_ins)),
        (_("Held back, and shown later"), str(total.held)),
        (_("In breaks"), _("{n} min").format(n=total.away_min)),
        (_("Prompts in the busiest hour"), str(total.busiest_hour)),
        (_("Longest still stretch"), _("{n} min").format(n=total.longest_still_min)),
    )
    for label, value in rows:
        if value != "0":
            daily.out(f"{label:<28} {value:>8}")
    for problem in problems:
        daily.out(f"! {problem}")


def line(what: str, kind: str, values: Any) -> str:  # noqa: ANN401 - plain values by name
    """One line of the timeline in words."""
    name, length = kind_name(kind), span(float(values.get("seconds", 0)))
    reasons = " + ".join(reason_name(each) for each in str(values.get("reasons", values.get("reason", ""))).split())
    words = {
        "cue": _("quiet cue: {kind}"),
        "shown": _("on the screen: {kind}"),
        "taken": _("taken: {kind}, {span}"),
        "shortened": _("taken in short: {kind}, {span}"),
        "credited": _("paused at the cue, credited: {kind}"),
        "skipped": _("skipped: {kind}"),
        "ignored": _("no answer: {kind}"),
        "postponed": _("postponed: {kind}, by {span}"),
        "held": _("held back: {kind} ({reasons})"),
        "natural_break": _("away for {span}, which counts"),
        "rests": _("three skips: {kind} is left out for {span}"),
        "hold_reported": _("said once that breaks are held: {reasons}"),
    }
    return words.get(what, what).format(kind=name, span=length, reasons=reasons)
