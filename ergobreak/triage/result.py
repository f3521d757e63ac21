"""What the result says, ready to be painted: every sentence chosen, in the order in which it stands on the screen.

First what to do and when; then the number (tiers 3 and 4) or who can help; why, in one line; do now and don't now; what
happens to the moves; summary; limits, sources and version; and last, what the employer adds. Nothing here is painted
and nothing is judged: an ``Assessment`` goes in, values come out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ergobreak.triage.emergency import Help, spoken
from ergobreak.triage.interview import ticked
from ergobreak.triage.model import Moves, Tier
from ergobreak.triage.why import Why, pressing, why_line

if TYPE_CHECKING:
    from ergobreak.triage.model import Answers, Assessment, Table
    from ergobreak.triage.wording import Block, Wording

_CLOSES_AFTER_S = 8.0
_MAX_NAMES = 3
_MAX_LINES = 6
# With several kinds of emergency at once, the most careful list is shown.
_BLOCK_ORDER = ("keep_still", "ambulance", "seat_area", "hospital")
_HOLDS = "H05_hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """The result screen, top to bottom.

    Args:
        state: ``good``, ``self_care``, ``visit``, ``urgent`` or ``emergency``: colour and shape.
        alert: tell screen readers at once and put the focus on the head.
        number: shown large with a button to copy it; empty where there is none.
        number_note: which country it is for.
        calm: a line for signs that frighten; empty for most.
        shows_moves: three moves and "See the moves" as the only primary button.
        avoid: tags of moves to leave out.
        shows_signs: the list of signs belongs under the result.
        summary: offer Copy summary and Print.
        sources: title and how far it was read.
        employer: last on the page.
        closes_after_s: 0 means never by itself.
    """

    state: str
    label: str
    headline: str
    head_spoken: str
    alert: bool
    number: str
    number_spoken: str
    number_note: str
    who: str
    why: Why | None
    calm: str
    do_now: tuple[str, ...]
    dont_now: tuple[str, ...]
    moves_line: str
    notes: tuple[str, ...]
    help_sooner: str
    shows_moves: bool
    avoid: tuple[str, ...]
    shows_signs: bool
    summary: bool
    limits: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    employer: tuple[str, ...]
    closes_after_s: float


def view(
    assessment: Assessment,
    answers: Answers,
    table: Table,
    wording: Wording,
    help_: Help,
    next_break: str = "",
) -> ResultView:
    """The result of one check-in.

    Args:
        next_break: when the next break is planned, in the person's clock format; empty when nobody knows.
    """
    tier = assessment.tier
    words = wording.words
    number = _number(tier, help_)
    headline, head_spoken = _headline(assessment, answers, wording, help_, next_break)
    do_now, dont_now = _lists(assessment, answers, wording, help_)
    block = _emergency_block(assessment, wording)
    return ResultView(
        state=wording.states[tier].words["id"],
        label=wording.states[tier].words["label"],
        headline=headline,
        head_spoken=head_spoken,
        alert=tier >= Tier.URGENT,
        number=number,
        number_spoken=spoken(number),
        number_note=_number_note(tier, wording, help_),
        who=_who(assessment, wording),
        why=why_line(assessment, answers, table, wording, help_) if tier > Tier.GOOD else None,
        calm=block.calm if block else "",
        do_now=do_now,
        dont_now=dont_now,
        moves_line=_moves_line(assessment, wording),
        notes=_notes(assessment, wording),
        help_sooner=words["help_sooner"] if tier is Tier.SELF_CARE else "",
        shows_moves=tier is Tier.SELF_CARE and assessment.moves < Moves.NONE,
        avoid=assessment.avoid,
        shows_signs=assessment.incomplete or any(rule.shows_signs for rule in assessment.fired),
        summary=tier >= Tier.VISIT,
        limits=(words["limits"], words["when_in_doubt"], words["version"].format(version=table.version)),
        sources=_sources(assessment, wording, block),
        employer=_employer(tier, wording, help_),
        closes_after_s=_CLOSES_AFTER_S if tier is Tier.GOOD else 0.0,
    )


def _number(tier: Tier, help_: Help) -> str:
    if tier is Tier.EMERGENCY:
        return help_.number
    return help_.advice_line if tier is Tier.URGENT else ""


def _number_note(tier: Tier, wording: Wording, help_: Help) -> str:
    if tier is not Tier.EMERGENCY:
        return ""
    if not help_.number:
        return wording.words["unknown_country"]
    return wording.words["other_country"].format(country=help_.country) if help_.country else ""


def _headline(
    assessment: Assessment,
    answers: Answers,
    wording: Wording,
    help_: Help,
    next_break: str,
) -> tuple[str, str]:
    state = wording.states[assessment.tier]
    words = state.words
    hours = assessment.within_hours or 0
    if assessment.tier is Tier.EMERGENCY:
        if help_.number:
            return (
                words["headline_number"].format(number=help_.number),
                words["spoken_number"].format(number=spoken(help_.number)),
            )
        return words["headline"], words["spoken"]
    if assessment.tier is Tier.URGENT and help_.advice_line:
        headline = state.within_line.get(hours, words["headline"]).format(line=help_.advice_line)
    elif assessment.tier >= Tier.VISIT:
        headline = state.within.get(hours, words["headline"])
    elif assessment.tier is Tier.SELF_CARE:
        headline = _self_care_headline(assessment, answers, wording)
    elif "skip" in ticked(answers.get("overall", ())):
        headline = wording.words["not_checked"]
    else:
        headline = words["headline_time"].format(time=next_break) if next_break else words["headline"]
    return headline, f"{words['label']}. {headline}"


def _self_care_headline(assessment: Assessment, answers: Answers, wording: Wording) -> str:
    words = wording.states[Tier.SELF_CARE].words
    if assessment.incomplete:
        return words["headline_stopped"]
    if assessment.moves is Moves.NONE:
        return words["headline_no_moves"]
    return words["headline_eyes" if _only_eyes(answers) else "headline"]


def _only_eyes(answers: Answers) -> bool:
    return set(ticked(answers.get("region", ()))) == {"head_eyes"}


def _who(assessment: Assessment, wording: Wording) -> str:
    named = [rule.who for rule in pressing(assessment) if rule.who != "usual"]
    for who in (*named, "usual"):
        if text := wording.who.get((assessment.tier, who)):
            return text
    return ""


def _emergency_block(assessment: Assessment, wording: Wording) -> Block | None:
    if assessment.tier is not Tier.EMERGENCY:
        return None
    kinds = {rule.block for rule in assessment.deciding}
    return wording.blocks[next((each for each in _BLOCK_ORDER if each in kinds), _BLOCK_ORDER[1])]


def _lists(
    assessment: Assessment,
    answers: Answers,
    wording: Wording,
    help_: Help,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    do: list[str] = []
    dont: list[str] = []
    for block in _blocks(assessment, answers, wording):
        do += block.do
        dont += block.dont
    if assessment.tier in {Tier.SELF_CARE, Tier.VISIT} and assessment.moves < Moves.NONE:
        for each in assessment.avoid:
            do += wording.tags[each].do
            dont += wording.tags[each].dont
    number = help_.number or wording.words["local_number"]
    return (
        tuple(dict.fromkeys(line.format(number=number) for line in do))[:_MAX_LINES],
        tuple(dict.fromkeys(dont))[:_MAX_LINES],
    )


def _blocks(assessment: Assessment, answers: Answers, wording: Wording) -> list[Block]:
    if block := _emergency_block(assessment, wording):
        return [block]
    if assessment.tier is Tier.GOOD:
        return []
    named = [rule.block for rule in assessment.deciding if rule.block]
    if assessment.tier is Tier.SELF_CARE:
        own = [*named, "eyes"] if _only_eyes(answers) else named
        return [wording.blocks[each] for each in dict.fromkeys(own or ["self_care"])]
    base = wording.states[assessment.tier].words["id"]
    return [wording.blocks[each] for each in dict.fromkeys([base, *named])]


def _moves_line(assessment: Assessment, wording: Wording) -> str:
    words = wording.moves.get((assessment.tier, assessment.moves))
    if words is None:
        return ""
    names = [
        wording.tags[each].name for each in assessment.avoid if each not in {"long_sit", "full_range", "end_range"}
    ][:_MAX_NAMES]
    key = "text_without" if names and "text_without" in words else "text"
    if assessment.ask_again_days == 1 and f"{key}_tomorrow" in words:
        key += "_tomorrow"
    avoid = ", ".join(names[:-1])
    if avoid:
        avoid = wording.words["either"].format(most=avoid, last=names[-1])
    return words[key].format(days=assessment.ask_again_days, avoid=avoid or "".join(names))


def _notes(assessment: Assessment, wording: Wording) -> tuple[str, ...]:
    words = wording.words
    notes = []
    if assessment.incomplete:
        notes.append(words["stopped"])
    if assessment.tier is Tier.EMERGENCY:
        notes += [words["show_page"], words["quiet_today"]]
    elif any(rule.id == _HOLDS for rule in assessment.fired):
        notes.append(words["held"])
    return tuple(notes)


def _sources(assessment: Assessment, wording: Wording, block: Block | None) -> tuple[tuple[str, str], ...]:
    ids = [each for rule in pressing(assessment) for each in rule.sources]
    ids += block.sources if block else ()
    return tuple((wording.sources[each].title, wording.sources[each].read) for each in dict.fromkeys(ids))


def _employer(tier: Tier, wording: Wording, help_: Help) -> tuple[str, ...]:
    words = wording.words
    added = help_.employer
    lines = []
    if tier is Tier.EMERGENCY:
        if added.office_phone:
            lines.append(words["office_phone"].format(number=added.office_phone))
        if added.first_aider:
            lines.append(words["first_aider"].format(contact=added.first_aider))
    elif tier > Tier.GOOD and added.occupational_health:
        lines.append(words["occupational_health"].format(contact=added.occupational_health))
    return tuple(lines)
