"""Why a result is what it is, in one line: what the person said, what the rules say, and whose advice that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ergobreak.triage.interview import ticked
from ergobreak.triage.model import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ergobreak.triage.emergency import Help
    from ergobreak.triage.model import Answers, Assessment, Rule, Table
    from ergobreak.triage.wording import Wording

_MAX_SAID = 4
_MAX_ADVICE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why, in one line, and whose advice it is.

    Args:
        said: "You said: ..."; or that it comes from an earlier check-in; or nothing.
        advice: the sentences of the rules that decided; with the soonest time only, so that no two times are named.
        because: one calm, true line.
        source: whose advice it is.
    """

    said: str
    advice: tuple[str, ...]
    because: str
    source: str


def pressing(assessment: Assessment) -> list[Rule]:
    """The deciding rules, the shortest time first, then as in the content."""
    return sorted(assessment.deciding, key=lambda rule: rule.within_hours or 0)


def why_line(assessment: Assessment, answers: Answers, table: Table, wording: Wording, help_: Help) -> Why:
    """The line for one result."""
    words = wording.words
    number = help_.number or words["local_number"]
    rules = pressing(assessment)
    soonest = [rule for rule in rules if rule.advice and rule.within_hours == rules[0].within_hours]
    advice = [rule.advice.format(number=number) for rule in soonest or rules if rule.advice]
    said = _said(assessment, rules, answers, table, wording)
    past = any(name.startswith("hist_") for rule in rules for name, _each in assessment.support.get(rule.id, ()))
    return Why(
        said=words["said"].format(said="; ".join(said)) if said else words["said_before"] if past else "",
        advice=tuple(dict.fromkeys(advice))[:_MAX_ADVICE],
        because=wording.states[assessment.tier].words["because"],
        source=_source_line(assessment.tier, rules, wording),
    )


def _said(
    assessment: Assessment,
    rules: Iterable[Rule],
    answers: Answers,
    table: Table,
    wording: Wording,
) -> list[str]:
    """The answers that decided, in a few words each. Private ones only on the page that is shown to whoever helps."""
    said: dict[str, None] = {}
    if assessment.tier is Tier.SELF_CARE:
        for question_id in ("region", "feel", "duration"):
            for each in ticked(answers.get(question_id, ())) if question_id in assessment.asked else ():
                if (question := table.question(question_id)) and (option := question.option(each)):
                    said[option.short] = None
        return list(said)[:_MAX_SAID]
    for rule in rules:
        support = assessment.support.get(rule.id, ())
        private = any((question := table.question(name)) and question.sensitive for name, _option in support)
        if private and assessment.tier < Tier.EMERGENCY:
            continue  # the rest of its reasons without the private one would be a wrong reason
        for question_id, option_id in support:
            question = table.question(question_id)
            if question_id == "pain":
                said[wording.words["said_pain"].format(pain=answers[question_id])] = None
            elif question and question_id != "overall" and (option := question.option(str(option_id))):
                said[option.short] = None
    return list(said)[:_MAX_SAID]


def _source_line(tier: Tier, rules: Iterable[Rule], wording: Wording) -> str:
    words = wording.words
    kinds = [wording.sources[each] for rule in rules for each in rule.sources]
    for kind in ("published", "article", "report"):
        for source in kinds:
            if source.kind == kind:
                key = "source_report" if kind == "report" else "source_published"
                return words[key if tier >= Tier.VISIT else "source_care"].format(source=source.name)
    return words["source_known" if any(each.kind == "known" for each in kinds) else "source_policy"]
