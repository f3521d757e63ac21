"""The workstation questions: where one is in them, what helps, who can act, and the list to hand on. Pure.

Answers are one plain mapping that the caller keeps on this computer. They can be given over many sittings. What is
marked private shows its fix on the screen only and is never in a list that leaves the computer.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from ergobreak.posture.model import Answer, Question, Who
from ergobreak.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

Answers = dict[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the questions, and how far it is answered."""

    name: str
    questions: tuple[Question, ...]
    answered: int

    @property
    def done(self) -> bool:
        """Whether every question of the part is answered."""
        return self.answered == len(self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do, and who can do it."""

    question: Question
    answer: Answer


def parts(questions: Sequence[Question], answers: Mapping[str, Answer]) -> tuple[Part, ...]:
    """The parts in order, each with its questions."""
    names = list(dict.fromkeys(each.part for each in questions))
    rows = {name: tuple(each for each in questions if each.part == name) for name in names}
    return tuple(
        Part(name=name, questions=row, answered=sum(each.id in answers for each in row)) for name, row in rows.items()
    )


def next_question(questions: Sequence[Question], answers: Mapping[str, Answer], part: str = "") -> Question | None:
    """The first question not answered yet, of ``part`` or of all; nothing at the end."""
    return next((each for each in questions if each.id not in answers and part in {"", each.part}), None)


def answered(answers: Mapping[str, Answer], question: Question, answer: Answer | None) -> Answers:
    """The answers with this one given, changed, or taken back (``None``)."""
    kept = {name: each for name, each in answers.items() if name != question.id}
    return kept if answer is None else kept | {question.id: answer}


def from_stored(raw: object, questions: Iterable[Question]) -> Answers:
    """Answers as they were stored; what is not a known question or answer is left out, so an old file always opens."""
    known = {each.id for each in questions}
    values = {each.value for each in Answer}
    if not isinstance(raw, dict):
        return {}
    return {name: Answer(value) for name, value in raw.items() if name in known and value in values}


def to_store(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Answers as plain text, ready for JSON."""
    return {name: each.value for name, each in answers.items()}


def needs_fix(question: Question, answer: Answer) -> bool:
    """Whether to show what helps: anything but the good answer, or that the question does not apply."""
    return answer not in {question.good, Answer.NOT_APPLICABLE}


def actions(questions: Iterable[Question], answers: Mapping[str, Answer]) -> tuple[Action, ...]:
    """Everything to do, in the order of the questions; ``not sure`` counts, since looking at it is the first step."""
    return tuple(
        Action(question=each, answer=answers[each.id])
        for each in questions
        if each.id in answers and needs_fix(each, answers[each.id])
    )


def by_who(todo: Iterable[Action]) -> tuple[tuple[Who, tuple[Action, ...]], ...]:
    """The actions by who can act, oneself first; whoever has nothing to do is left out."""
    every = tuple(todo)
    rows = ((who, tuple(each for each in every if each.question.who is who)) for who in Who)
    return tuple((who, row) for who, row in rows if row)


def who_words(who: Who) -> str:
    """Who can act, in words."""
    return {
        Who.ME: _("You"),
        Who.IT: _("IT"),
        Who.FACILITIES: _("Manager or facilities"),
        Who.EYE_TEST: _("An eye test"),
        Who.OCCUPATIONAL_HEALTH: _("Occupational health"),
    }[who]


def answer_words(answer: Answer) -> str:
    """An answer, in words."""
    return {
        Answer.YES: _("Yes"),
        Answer.NO: _("No"),
        Answer.NOT_SURE: _("Not sure"),
        Answer.NOT_APPLICABLE: _("Does not apply"),
    }[answer]


def as_text(questions: Sequence[Question], answers: Mapping[str, Answer], on: date) -> str:
    """The action list as plain text, fit for a mail; nothing private is in it."""
    title = _title(on)
    lines = [title, "=" * len(title), "", _summary(questions, answers), ""]
    for who, row in by_who(_public(actions(questions, answers))):
        name = who_words(who)
        lines += [name, "-" * len(name)]
        for each in row:
            lines += [f"[ ] {_(each.question.fix)}", f"    {_(each.question.ask)} {answer_words(each.answer)}."]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def as_html(questions: Sequence[Question], answers: Mapping[str, Answer], on: date) -> str:
    """The action list as one page for print, without anything from elsewhere; nothing private is in it."""
    title = escape(_title(on))
    body = [f"<h1>{title}</h1>", f"<p>{escape(_summary(questions, answers))}</p>"]
    for who, row in by_who(_public(actions(questions, answers))):
        body += [f"<h2>{escape(who_words(who))}</h2>", "<ul>"]
        for each in row:
            said = f"{_(each.question.ask)} {answer_words(each.answer)}."
            body.append(f"<li><strong>{escape(_(each.question.fix))}</strong><br><small>{escape(said)}</small></li>")
        body.append("</ul>")
    inner = "\n".join(body)
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
        f"</head>\n<body>\n{inner}\n</body>\n</html>\n"
    )


def as_dict(questions: Sequence[Question], answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Everything a screen needs, ready for JSON, private questions and their fixes with it."""
    return {
        "parts": [
            {
                "name": each.name,
                "answered": each.answered,
                "questions": [_row(question, answers.get(question.id)) for question in each.questions],
            }
            for each in parts(questions, answers)
        ]
    }


def _row(question: Question, answer: Answer | None) -> dict[str, Any]:
    return {
        "id": question.id,
        "ask": question.ask,
        "fix": question.fix,
        "who": who_words(question.who),
        "private": question.private,
        "opens": question.opens,
        "good": question.good.value,
        "answer": answer.value if answer else "",
        "needs_fix": answer is not None and needs_fix(question, answer),
        "sources": list(question.sources),
    }


def _public(todo: Iterable[Action]) -> tuple[Action, ...]:
    return tuple(each for each in todo if not each.question.private)


def _title(on: date) -> str:
    return _("Workstation action list, {date}").format(date=on.isoformat())


def _summary(questions: Sequence[Question], answers: Mapping[str, Answer]) -> str:
    asked = [each for each in questions if not each.private]
    given = sum(each.id in answers for each in asked)
    todo = len(_public(actions(questions, answers)))
    first = _("{given} of {all} questions answered.").format(given=given, all=len(asked))
    second = ngettext("{n} thing to do.", "{n} things to do.", todo).format(n=todo) if todo else _("Nothing to do.")
    return f"{first} {second}"


_STYLE = "body{font:12pt/1.5 sans-serif;max-width:44em;margin:2em auto}small{color:#444}li{margin:.5em 0}"
