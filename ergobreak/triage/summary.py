"""One page for a health professional, in the order they read: signs ticked, signs asked and not ticked, not asked.

A sign counts as "not ticked" only when its question was answered without "not sure" or "rather not say": anything else
would reassure falsely. Private answers are in it only when the person includes them. Nothing is written to disk here.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from ergobreak.triage.interview import is_answered, options_of, ticked

if TYPE_CHECKING:
    from datetime import date

    from ergobreak.triage.model import Answers, Assessment, Question, Table
    from ergobreak.triage.wording import Wording, Words

_ROWS = (
    ("onset", ("weak_onset", "injury_how")),
    ("site", ("region",)),
    ("character", ("feel", "pattern", "weak_kind")),
    ("side", ("arm_side", "leg_side")),
    ("duration", ("duration",)),
    ("trend", ("trend",)),
    ("night", ("night",)),
    ("effect", ("effect",)),
    ("score", ("pain",)),
    ("provoked", ("worse_with",)),
    ("checked", ("seen_before",)),
)
_SIGNS = ("extra_signs", "now_signs", "saddle", "cord_signs", "leg_swell", "head_eye", "background")
_DAY_HOURS = 24
_NOT_SAID = frozenset({"unsure", "prefer_not"})
_BENIGN = frozenset({"none", "no"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Label and value, row by row."""

    title: str
    rows: tuple[tuple[str, str], ...]
    footer: tuple[str, ...]


def summary(
    answers: Answers,
    assessment: Assessment,
    table: Table,
    wording: Wording,
    words: Words,
    today: date,
    *,
    include_private: bool = False,
) -> Summary:
    """The page for one check-in.

    Args:
        include_private: the person has ticked that private answers may be on it.
    """
    asked = {each for each in assessment.asked if include_private or not _question(table, each).sensitive}
    rows = [(words["date"], today.isoformat())]
    for label, question_ids in _ROWS:
        said = [text for each in question_ids if each in asked for text in _said(_question(table, each), answers)]
        if said:
            rows.append((words[label], "; ".join(said)))
    affirmed, denied, not_said = _signs(answers, table, asked)
    none = words["none"]
    rows += [
        (words["affirmed"], "; ".join(affirmed) or none),
        (words["denied"], "; ".join(denied) or none),
    ]
    if not_said:
        rows.append((words["not_said"], "; ".join(not_said)))
    topics = _not_asked(answers, assessment, table, include_private=include_private)
    rows.append((words["not_asked"], "; ".join(topics) or none))
    rows.append((words["result"], _result(assessment, wording, words)))
    footer = [words["footer"].format(version=table.version)]
    if not include_private:
        footer.insert(0, words["private_left_out"])
    return Summary(title=words["title"], rows=tuple(rows), footer=tuple(footer))


def _question(table: Table, question_id: str) -> Question:
    found = table.question(question_id)
    if found is None:
        raise KeyError(question_id)
    return found


def _said(question: Question, answers: Answers) -> list[str]:
    answer = answers.get(question.id)
    if isinstance(answer, int):
        return [str(answer)]
    chosen = (question.option(each) for each in ticked(answer))
    return [each.short for each in chosen if each is not None and not each.exclusive]


def _signs(answers: Answers, table: Table, asked: set[str]) -> tuple[list[str], list[str], list[str]]:
    affirmed: list[str] = []
    denied: list[str] = []
    not_said: list[str] = []
    for each in _SIGNS:
        if each not in asked:
            continue
        question = _question(table, each)
        given = set(ticked(answers.get(each)))
        if not is_answered(question, answers):
            continue
        open_answer = bool(given & _NOT_SAID)
        for option in options_of(question, answers, table):
            if option.id in _NOT_SAID:
                if option.id in given:
                    not_said.append(option.short)
            elif option.id in given and option.id not in _BENIGN:
                affirmed.append(option.short)
            elif not open_answer and option.id not in _BENIGN:
                denied.append(option.short)
    return affirmed, denied, not_said


def _not_asked(answers: Answers, assessment: Assessment, table: Table, *, include_private: bool) -> list[str]:
    topics = []
    for question in table.questions:
        if question.optional or (question.sensitive and not include_private):
            continue
        if question.id not in assessment.asked or not is_answered(question, answers):
            topics.append(question.topic)
    return topics


def _result(assessment: Assessment, wording: Wording, words: Words) -> str:
    name = wording.states[assessment.tier].words["name"]
    if assessment.within_hours is None:
        return name
    if assessment.within_hours == 0:
        return words["tier_now"].format(tier=name)
    if assessment.within_hours <= _DAY_HOURS:
        return words["tier_today"].format(tier=name)
    return words["tier_days"].format(tier=name, days=assessment.within_hours // _DAY_HOURS)


def to_text(page: Summary) -> str:
    """The page as plain text."""
    lines = [page.title, "", *(f"{label}: {value}" for label, value in page.rows), "", *page.footer]
    return "\n".join(lines) + "\n"


def to_html(page: Summary, language: str = "en") -> str:
    """The page as one self-contained HTML document for printing; it loads nothing."""
    label_cell = '<th align="left" valign="top" width="28%">'  # what paints the PDF heeds these, and no style
    rows = "".join(f"<tr>{label_cell}{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in page.rows)
    footer = "".join(f"<p>{escape(each)}</p>" for each in page.footer)
    style = "body{font:11pt sans-serif}"
    head = f'<meta charset="utf-8"><title>{escape(page.title)}</title><style>{style}</style>'
    body = f'<h1>{escape(page.title)}</h1><table width="100%" cellpadding="3">{rows}</table>{footer}'
    return f'<!DOCTYPE html><html lang="{escape(language)}"><head>{head}</head><body>{body}</body></html>'
