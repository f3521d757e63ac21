"""Which question comes next.

Questions are asked in the order of the content: the safety list first. A question is shown when its condition holds for
the answers so far and no rule above its ``while_tier`` has fired yet, so that the questions end at the first emergency
sign: nothing can rise any more. History is not used to choose questions. Answers to questions that are not (or no
longer) shown count for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from ergobreak.triage.model import Answers, Kind, Option, Question, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One way through the questions.

    Args:
        found: the findings, as bits.
        missing: questions that were shown, are not optional and have no answer.
        unexpected: answered questions that were not shown.
    """

    shown: tuple[Question, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One page: a question, and those that open under it."""

    name: str
    questions: tuple[Question, ...]


def ticked(answer: object) -> tuple[str, ...]:
    """An answer as option ids."""
    if isinstance(answer, str):
        return (answer,)
    if isinstance(answer, (list, tuple, set, frozenset)):
        return tuple(str(each) for each in answer)
    return ()


def is_answered(question: Question, answers: Answers) -> bool:
    """Whether the question has an answer that counts."""
    answer = answers.get(question.id)
    if question.kind is Kind.SCALE:
        return isinstance(answer, int)
    return any(question.option(each) is not None for each in ticked(answer))


def bits_of(question: Question, answers: Answers, table: Table) -> int:
    """The findings in the answer to one question."""
    answer = answers.get(question.id)
    found = 0
    if question.kind is Kind.SCALE:
        if isinstance(answer, int):
            for step in table.steps.get(question.id, ()):
                if answer >= step:
                    found |= table.bits[question.id, step]
        return found
    for each in ticked(answer):
        found |= table.bits.get((question.id, each), 0)
    return found


def walk(answers: Answers, table: Table) -> Walk:
    """Go through the questions as the check-in does, taking the answers that are there."""
    found = 0
    tier = 0
    shown: list[Question] = []
    missing: list[str] = []
    for question in table.questions:
        if tier > question.while_tier or not question.when.holds(found):
            continue
        shown.append(question)
        if not is_answered(question, answers):
            if not question.optional:
                missing.append(question.id)
            continue
        found |= bits_of(question, answers, table)
        for rule in table.watch.get(question.id, ()):
            if rule.tier > tier and rule.when.holds(found):
                tier = rule.tier
    names = {each.id for each in shown}
    known = (each for each in answers if table.question(each) is not None)
    return Walk(
        shown=tuple(shown),
        missing=tuple(missing),
        unexpected=tuple(each for each in known if each not in names),
        found=found,
    )


def next_question(answers: Answers, table: Table) -> Question | None:
    """The first question that is shown and has no answer; ``None`` when there is nothing left to ask."""
    missing = walk(answers, table).missing
    return table.question(missing[0]) if missing else None


def screens(answers: Answers, table: Table) -> tuple[Screen, ...]:
    """The pages so far, the one with the next open question last; nothing that comes after it."""
    way = walk(answers, table)
    pages: list[Screen] = []
    for question in way.shown:
        if question.optional:
            continue
        first_open = way.missing[0] if way.missing else ""
        past_the_open = pages and any(each.id == first_open for each in pages[-1].questions)
        if pages and question.screen and pages[-1].name == question.screen:
            last = pages.pop()
            pages.append(Screen(name=last.name, questions=(*last.questions, question)))
            continue
        if past_the_open:
            break
        pages.append(Screen(name=question.screen or question.id, questions=(question,)))
    return tuple(pages)


def next_screen(answers: Answers, table: Table) -> Screen | None:
    """The page with the next open question, with all that belongs on it now; ``None`` when there is nothing to ask."""
    return screens(answers, table)[-1] if walk(answers, table).missing else None


def options_of(question: Question, answers: Answers, table: Table) -> tuple[Option, ...]:
    """The answers to offer, given what was said before."""
    found = 0
    for each in walk(answers, table).shown:
        if each.id == question.id:
            break
        found |= bits_of(each, answers, table)
    return tuple(each for each in question.options if each.shown_when.holds(found))


def tick(question: Question, before: tuple[str, ...], option_id: str) -> tuple[str, ...]:
    """What is ticked after a press on ``option_id``: a "none of these" clears the others, and any other clears it."""
    option = question.option(option_id)
    if option is None:
        return before
    if question.kind is Kind.SINGLE:
        return (option_id,)
    if option_id in before:
        return tuple(each for each in before if each != option_id)
    if option.exclusive:
        return (option_id,)
    exclusive = {each.id for each in question.options if each.exclusive}
    return (*(each for each in before if each not in exclusive), option_id)


def prune(answers: Answers, table: Table) -> dict[str, str | int | tuple[str, ...]]:
    """The answers that still count after somebody went back and changed one: shown questions, offered options."""
    kept: dict[str, str | int | tuple[str, ...]] = {}
    for question in table.questions:
        if question.id not in answers or question not in walk(kept, table).shown:
            continue
        answer = answers[question.id]
        if isinstance(answer, int):
            kept[question.id] = answer
            continue
        offered = {each.id for each in options_of(question, kept, table)}
        left = tuple(each for each in ticked(answer) if each in offered)
        if left:
            kept[question.id] = left[0] if question.kind is Kind.SINGLE else left
    return kept
