"""Why, in words: the codes of ``choose`` and ``adaptation`` as plain sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ergobreak.routines.score import Reason
from ergobreak.routines.tables import vocabulary
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ergobreak.routines.adaptation import Adaptation, Block
    from ergobreak.routines.choose import Choice

MOST = 2


def why(choice: Choice) -> str:
    """Why this one: the two weightiest reasons, or why there is nothing to offer."""
    if choice.offer is None:
        return fallback(choice.fallback)
    sentences = [sentence for each in choice.reason if (sentence := sentence_of(each))][:MOST]
    return " ".join(sentences) or _("It fits the time and the place.")


def fallback(code: str) -> str:
    """What is said when nothing is offered."""
    return {
        "see_advice": _("No routines for now: your last check-in says to have this looked at first."),
        "rest": _("Rest in an easy position. No routines until your next check-in."),
        "no_exercises": _("No routines for now, because of what you told about yourself."),
    }.get(code, _("Look far, breathe out, change position."))


def sentence_of(reason: Reason) -> str:
    """One reason for a routine; empty when it needs no words."""
    values = reason.values
    region = _region(str(values.get("region", "")))
    if reason.code == "asked":
        return _("You asked for the {region}.").format(region=region)
    if reason.code == "reported":
        return _("It is for the {region}, which you named in the check-in.").format(region=region)
    if reason.code in {"sat", "stood"}:
        return _minutes(reason.code, round(float(values["minutes"])))
    if reason.code == "balance":
        return _balance(str(values["group"]), float(values["days"]))
    return _plain(reason)


def _plain(reason: Reason) -> str:
    return {
        "liked": _("You liked it."),
        "plan": _("It belongs to your plan today."),
        "suits": _("It suits what you told about yourself."),
        "flare": _("It helps in the first days of a flare-up."),
        "evidence": _("It has been studied directly."),
        "fits": _("It fits the time exactly."),
    }.get(reason.code, "")


def _minutes(code: str, number: int) -> str:
    if code == "sat":
        return ngettext("You sat for {n} minute.", "You sat for {n} minutes.", number).format(n=number)
    return ngettext("You stood for {n} minute.", "You stood for {n} minutes.", number).format(n=number)


def _balance(group: str, days: float) -> str:
    name = _(vocabulary().groups[group])
    if days < 0:
        return _("Nothing for {group} yet this week.").format(group=name)
    if days < 1:
        return _("Only one for {group} so far this week.").format(group=name)
    whole = int(days)
    text = ngettext("The last one for {group} was {n} day ago.", "The last one for {group} was {n} days ago.", whole)
    return text.format(group=name, n=whole)


def out(block: Block | Reason) -> str:
    """Why a routine is out."""
    what = str(block.values.get("what", "")) if isinstance(block, Reason) else block.what
    words = vocabulary()
    match block.code:
        case "movement":
            return _("Left out for now: {movement}.").format(movement=_(words.tags.get(what, what)))
        case "condition":
            return _("Not with: {condition}.").format(condition=_(words.conditions.get(what, what)))
        case "hurt":
            days = int(what)
            text = ngettext("It hurt. It rests for {n} more day.", "It hurt. It rests for {n} more days.", days)
            return text.format(n=days)
        case "too_long":
            return _("It takes {seconds} seconds.").format(seconds=what)
        case "done_lately":
            return _("You did it {minutes} minutes ago.").format(minutes=what)
        case code:
            return _OUT.get(code, lambda: _("It does not fit now."))()


_OUT = {
    "see_advice": lambda: fallback("see_advice"),
    "rest": lambda: fallback("rest"),
    "no_exercises": lambda: fallback("no_exercises"),
    "amber": lambda: _("Only walks, breathing, eye rests and lessons until you have been seen."),
    "gentle_only": lambda: _("Only gentle moves for now."),
    "place": lambda: _("Not possible where you are."),
    "meeting": lambda: _("A meeting begins soon."),
    "open_office": lambda: _("Others can see you. It is there when you ask for it."),
    "just_offered": lambda: _("It was the last one offered."),
    "opt_in": lambda: _("Only after you switched it on, when a clinician suggested it."),
    "lesson": lambda: _("Lessons come when you ask for them."),
    "strength_off": lambda: _("Strength moves are switched off."),
    "strength_today": lambda: _("There was strength work today."),
    "strength_yesterday": lambda: _("The same part of the body worked yesterday."),
    "still_sitting": lambda: _("You sat for long: something on your feet is better."),
    "still_standing": lambda: _("You stood for long: something seated is better."),
    "hands_need_rest": lambda: _("Your hands have worked enough for now."),
    "not_asked": lambda: _("Not among those asked for."),
}


def left_out(adaptation: Adaptation) -> str:
    """What is left out, as one phrase: "without twisting the trunk, kneeling"; empty when nothing is."""
    words = [_(vocabulary().tags.get(tag, tag)) for tag in sorted(adaptation.avoid) if not tag.endswith("_small")]
    return _("without {movements}").format(movements=", ".join(words)) if words else ""


def notes(texts: Sequence[str]) -> tuple[str, ...]:
    """The patterns' notes in the person's language, each once."""
    return tuple(dict.fromkeys(_(text) for text in texts if text))


def _region(name: str) -> str:
    regions = vocabulary().regions
    return _(regions[name].words) if name in regions else name


def as_dict(choice: Choice) -> dict[str, Any]:
    """A choice fit for JSON, each code with its words."""
    return {
        "offer": choice.offer.id if choice.offer else None,
        "title": choice.offer.title if choice.offer else "",
        "seconds": choice.offer.seconds() if choice.offer else 0,
        "fill_s": choice.fill_s,
        "on_feet": choice.on_feet,
        "new": choice.new,
        "contrast_waived": choice.waived,
        "fallback": choice.fallback,
        "why": why(choice),
        "reasons": [
            {"code": each.code, "values": dict(each.values), "points": round(each.points, 2)} for each in choice.reason
        ],
        "runners_up": [each.id for each in choice.runners_up],
        "excluded": {
            name: {"code": each.code, "what": str(each.values.get("what", "")), "words": out(each)}
            for name, each in sorted(choice.excluded.items())
        },
    }
