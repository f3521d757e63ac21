"""Plain sentences for the values of the core: why a break came or did not, what is going on, how long is left.

Each sentence is whole, for the sake of translators; the only things put into one are numbers, times and the name of a
kind of prompt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

MINUTE = 60
HOUR = 3600


def kind_name(kind: str) -> str:
    """The name of a kind of prompt, as it stands in a sentence."""
    return {
        "eye_cue": _("eye cue"),
        "micro_break": _("micro-break"),
        "movement_break": _("movement break"),
        "weight_shift": _("weight shift"),
        "posture_check": _("posture check"),
        "check_in": _("check-in"),
    }.get(kind, _("break"))


def reason_name(reason: str) -> str:
    """The name of a reason to hold."""
    return {
        "do_not_disturb": _("do-not-disturb"),
        "full_screen": _("a full-screen window"),
        "microphone": _("microphone in use"),
        "camera": _("camera in use"),
        "sharing": _("screen being shared"),
        "app": _("an app on your list"),
        "battery": _("on battery"),
        "locked": _("screen locked"),
        "asleep": _("computer asleep"),
        "outside_hours": _("outside working hours"),
        "paused": _("a pause"),
    }.get(reason, reason)


def span(seconds: float) -> str:
    """A length of time in words: ``40 s``, ``5 min``, ``1 h 20 min``."""
    whole = max(0, round(seconds))
    if whole < 2 * MINUTE:
        return _("{n} s").format(n=whole)
    minutes = round(whole / MINUTE)
    if minutes < MINUTE:
        return _("{n} min").format(n=minutes)
    hours, rest = divmod(minutes, MINUTE)
    return _("{h} h {m} min").format(h=hours, m=rest) if rest else _("{h} h").format(h=hours)


def why(decision: Mapping[str, Any]) -> str:
    """One decision in one sentence. ``decision`` has ``code``, ``kind`` and ``values``."""
    values: Mapping[str, Any] = decision.get("values", {})
    kind = kind_name(str(decision.get("kind") or ""))
    minutes, seconds = values.get("minutes", 0), float(values.get("seconds", 0))
    reasons = " + ".join(reason_name(each) for each in str(values.get("reasons", values.get("reason", ""))).split())
    sentences = {
        "due": _("The {kind} was due after {minutes} min of counted time."),
        "shown": _("The {kind} was shown; you had sat for {sat} min."),
        "held": _("The {kind} was held back: {reasons}."),
        "released": _("Nothing holds the {kind} back any more; it comes in a moment."),
        "waits": {
            "gap": _("The {kind} waits: the last prompt is too recent."),
            "cap": _("The {kind} waits: this hour has had all its prompts."),
        }.get(str(values.get("reason", "")), _("The {kind} waits for a better moment.")),
        "taken": _("The {kind} was taken, {span} long."),
        "shortened": _("The {kind} was taken in short, {span} long."),
        "skipped": _("The {kind} was skipped."),
        "ignored": _("The {kind} got no answer and went away by itself."),
        "credited": _("The {kind} was credited: you paused for {span} yourself."),
        "natural_break": _("You were away for {span}; that counts as a break."),
        "postponed": _("The {kind} was postponed by {span}."),
        "rests": _("Three times skipped: the {kind} is left out for {minutes} min."),
        "asked_for": _("You asked for the {kind}."),
        "paused": _("You paused the reminders."),
        "resumed": _("The reminders go on."),
        "replanned": _("The plan changed."),
        "hold_reported": _("Breaks have been held for {minutes} min: {reasons}."),
        "hold_ignored": _("You chose that this holds nothing back: {reasons}."),
        "complaint": _("You said what you think of the {kind}."),
    }
    sentence = str(sentences.get(str(decision.get("code")), _("Something was decided about the {kind}.")))
    return sentence.format(kind=kind, minutes=minutes, sat=values.get("sat", 0), reasons=reasons, span=span(seconds))


def headline(status: Mapping[str, Any]) -> str:  # noqa: PLR0911 - one line for each state
    """One line: the state and when the next break comes."""
    prompt, mode = status.get("prompt"), status.get("mode")
    if prompt and prompt["phase"] in {"open", "running"}:
        return _("On a break: {kind}").format(kind=kind_name(prompt["kind"]))
    if mode != "normal":
        return _pause_line(status)
    if prompt and prompt["phase"] == "held":
        return _("Held: {reasons}").format(reasons=held_by(status))
    if prompt and prompt["phase"] == "postponed":
        return _("Postponed: {kind} in {span}").format(
            kind=kind_name(prompt["kind"]), span=span(prompt["seconds_left"] or 0)
        )
    if prompt:
        return _("Break soon: {kind}").format(kind=kind_name(prompt["kind"]))
    if not status.get("present", True):
        return _("Resting with you. The clock goes on when you are back.")
    return next_line(status)


def next_line(status: Mapping[str, Any]) -> str:
    """When the next break that speaks comes."""
    for each in status.get("next", ()):
        if not each["silent"]:
            if each["seconds"] < 1:
                return _("Next: {kind}, any moment").format(kind=kind_name(each["kind"]))
            return _("Next: {kind} in {span}").format(kind=kind_name(each["kind"]), span=span(each["seconds"]))
    return _("No breaks are switched on.")


def held_by(status: Mapping[str, Any]) -> str:
    """What holds breaks back, each with its age."""
    return ", ".join(
        _("{reason} for {span}").format(reason=reason_name(each["reason"]), span=span(each["seconds"]))
        for each in status.get("holds", ())
        if not each["ignored"]
    )


def _pause_line(status: Mapping[str, Any]) -> str:
    pause = status.get("pause") or {}
    if pause.get("until_call_ends"):
        return _("Paused until this call ends")
    left = pause.get("seconds_left")
    return _("Paused") if left is None else _("Paused for {span} more").format(span=span(left))


def today_line(status: Mapping[str, Any]) -> str:
    """What was done today, and nothing else."""
    done = int(status.get("breaks_today", 0))
    return ngettext("{n} break today", "{n} breaks today", done).format(n=done)


def moves_line(status: Mapping[str, Any]) -> str:
    """What holds moves back after a check-in, and what lifts it; empty when nothing does."""
    if not status.get("moves_held"):
        return ""
    return _("Moves are paused until you say in the check-in that a health professional finds them fine.")


def report(status: Mapping[str, Any]) -> str:
    """The whole of ``ergobreak status`` for a person."""
    lines = [headline(status)]
    if status.get("present", True) and not (status.get("prompt") or status.get("mode") != "normal"):
        rest = [each for each in status.get("next", ()) if not each["silent"]][1:]
        lines += [
            _("Then: {kind} in {span}").format(kind=kind_name(each["kind"]), span=span(each["seconds"]))
            for each in rest
        ]
    if status.get("holds"):
        lines.append(_("Standing reasons: {reasons}").format(reasons=held_by(status) or _("none that holds")))
    lines.append(_("You have sat for {span}.").format(span=span(status["counters"]["sitting_s"])))
    lines.append(today_line(status))
    if held := moves_line(status):
        lines.append(held)
    lines += [str(each) for each in status.get("problems", ())]
    return "\n".join(lines)
