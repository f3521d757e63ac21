"""The check-in as logic, for all answer sets at once: what the tests ask of it is proved, not sampled.

A ``World`` is one unknown person: every answer is a Boolean unknown, tied together by the same branching that
``interview.walk`` follows (a question is shown when its condition holds and no rule above its ``while_tier`` has fired
on what was said before it). Written from the tables alone, apart from the code it checks; ``test_proofs`` also compares
the two on concrete answer sets, so that the logic cannot quietly be about something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import z3  # type: ignore[import-untyped]  # it ships no types

from ergobreak.triage.conditions import STOPPED_EARLY_NAME, AllOf, Condition, Found
from ergobreak.triage.loader import NUMBER_FACTS, WORD_FACTS
from ergobreak.triage.model import Kind, Moves, Order, Question, Rule, Table, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Key = tuple[str, str | int]
NEVER = 10**6
NO = z3.BoolVal(val=False)
YES = z3.BoolVal(val=True)


def any_of(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """Or, also of nothing."""
    return z3.Or([NO, *parts])


def all_of(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """And, also of nothing."""
    return z3.And([YES, *parts])


@dataclass(slots=True)
class World:
    """One unknown person and all that follows for them."""

    table: Table
    said: dict[Key, z3.BoolRef]
    shown: dict[str, z3.BoolRef]
    answered: dict[str, z3.BoolRef]
    stopped: z3.BoolRef
    fired: dict[str, z3.BoolRef]
    rules: list[z3.BoolRef]

    def at_least(self, tier: int) -> z3.BoolRef:
        """The final tier is at least this."""
        return any_of(self.fired[rule.id] for rule in self.table.rules if rule.tier >= tier)

    def moves_at_least(self, level: int) -> z3.BoolRef:
        """The move level is at least this strict."""
        return any_of(self.fired[rule.id] for rule in self.table.rules if rule.moves >= level)

    def within(self, tier: int, hours: int) -> z3.BoolRef:
        """Some rule of that tier gives at most this many hours."""
        return any_of(
            self.fired[rule.id]
            for rule in self.table.rules
            if rule.tier == tier and (NEVER if rule.within_hours is None else rule.within_hours) <= hours
        )


def world(table: Table, name: str) -> World:
    """An unknown person. ``stopped`` is free: set it to false for people who answered all they were asked."""
    said: dict[Key, z3.BoolRef] = {}
    laws: list[z3.BoolRef] = []
    shown: dict[str, z3.BoolRef] = {}
    answered: dict[str, z3.BoolRef] = {}
    missing: list[z3.BoolRef] = []
    reached = dict.fromkeys((3, 4), NO)
    for question in table.questions:
        known = dict(said)
        gate = all_of(z3.Not(reached[level]) for level in (3, 4) if level > question.while_tier)
        is_shown = z3.Bool(f"{name}.shown.{question.id}")
        laws.append(is_shown == z3.And(gate, _meaning(question.when, known, NO)))
        is_answered = z3.Bool(f"{name}.answered.{question.id}")
        laws += _answers(table, question, name, said, is_answered)
        laws.append(z3.Implies(is_answered, is_shown))
        shown[question.id] = is_shown
        answered[question.id] = is_answered
        if not question.optional:
            missing.append(z3.And(is_shown, z3.Not(is_answered)))
        for level in (3, 4):
            new = z3.Bool(f"{name}.tier{level}.after.{question.id}")
            here = [_meaning(rule.when, said, NO) for rule in table.watch.get(question.id, ()) if rule.tier >= level]
            laws.append(new == z3.Or([reached[level], *here]))
            reached[level] = new
    laws += _facts(table, name, said)
    stopped = z3.Bool(f"{name}.stopped")
    laws.append(stopped == any_of(missing))
    fired = {}
    for rule in table.rules:
        fired[rule.id] = z3.Bool(f"{name}.{rule.id}")
        laws.append(fired[rule.id] == _meaning(rule.when, said, stopped))
    return World(table=table, said=said, shown=shown, answered=answered, stopped=stopped, fired=fired, rules=laws)


def _answers(
    table: Table,
    question: Question,
    name: str,
    said: dict[Key, z3.BoolRef],
    is_answered: z3.BoolRef,
) -> list[z3.BoolRef]:
    if question.kind is Kind.SCALE:
        return _steps(question.id, table.steps[question.id], name, said, is_answered)
    bits = {each.id: z3.Bool(f"{name}.{question.id}.{each.id}") for each in question.options}
    said.update({(question.id, option): bit for option, bit in bits.items()})
    laws = [is_answered == any_of(bits.values())]
    if question.kind is Kind.SINGLE:
        laws.append(z3.AtMost(*bits.values(), 1))
    alone = [each.id for each in question.options if each.exclusive]
    return laws + [z3.Implies(bits[one], all_of(z3.Not(bits[o]) for o in bits if o != one)) for one in alone]


def _steps(
    question: str,
    steps: Sequence[int],
    name: str,
    said: dict[Key, z3.BoolRef],
    is_answered: z3.BoolRef | None,
) -> list[z3.BoolRef]:
    laws = []
    below = is_answered
    for step in steps:
        bit = z3.Bool(f"{name}.{question}.{step}")
        said[question, step] = bit
        if below is not None:
            laws.append(z3.Implies(bit, below))
        below = bit
    return laws


def _facts(table: Table, name: str, said: dict[Key, z3.BoolRef]) -> list[z3.BoolRef]:
    laws: list[z3.BoolRef] = []
    for fact in NUMBER_FACTS:
        laws += _steps(fact, table.steps.get(fact, ()), name, said, None)
    for fact, (low, high) in WORD_FACTS.items():
        bit = z3.Bool(f"{name}.{fact}")
        said[fact, high] = bit
        said[fact, low] = z3.Not(bit)
    return laws


def _meaning(condition: Condition, said: dict[Key, z3.BoolRef], stopped: z3.BoolRef) -> z3.BoolRef:
    if isinstance(condition, Found):
        if condition.question == STOPPED_EARLY_NAME:
            return stopped
        bits = [said[condition.question, each] for each in condition.options if (condition.question, each) in said]
        if condition.at_least > 1:
            return z3.AtLeast(*bits, condition.at_least) if len(bits) >= condition.at_least else any_of(())
        return any_of(bits)
    parts = [_meaning(each, said, stopped) for each in condition.parts]
    return all_of(parts) if isinstance(condition, AllOf) else any_of(parts)


def no_less_concern(low: World, high: World) -> z3.BoolRef:
    """``high`` says of everything at least as much as ``low``, wherever both were asked."""
    laws = [_grows(question, low, high) for question in low.table.questions]
    laws += [
        z3.Implies(low.said[fact, step], high.said[fact, step])
        for fact in NUMBER_FACTS
        for step in low.table.steps.get(fact, ())
    ]
    laws += [z3.Implies(low.said[fact, top], high.said[fact, top]) for fact, (_, top) in WORD_FACTS.items()]
    return all_of(laws)


def _grows(question: Question, low: World, high: World) -> z3.BoolRef:
    both = z3.And(low.answered[question.id], high.answered[question.id])
    return z3.Implies(both, all_of(_grows_parts(question, low, high)))


def _grows_parts(question: Question, low: World, high: World) -> list[z3.BoolRef]:
    name = question.id
    if question.kind is Kind.SCALE:
        return [z3.Implies(low.said[name, step], high.said[name, step]) for step in low.table.steps[name]]
    ids = [each.id for each in question.options]
    parts = []
    for index, option in enumerate(question.options):
        if question.kind is Kind.MULTI:
            if option.exclusive:
                continue
            more = [option.id, *(top for bottom, top in question.pairs if bottom == option.id)]
        elif question.order is Order.RISING:
            more = ids[index:]
        elif question.order is Order.UNSURE_ON_TOP:
            more = [option.id, "unsure"]
        else:
            continue
        parts.append(z3.Implies(low.said[name, option.id], any_of(high.said[name, each] for each in more)))
    return parts


def worse_for(low: World, high: World) -> z3.BoolRef:
    """``high`` is judged more mildly than ``low``: a lower tier, or the same tier with more time, or looser moves."""
    broken = []
    times = {NEVER if rule.within_hours is None else rule.within_hours for rule in low.table.rules}
    for tier in Tier:
        broken.append(z3.And(low.at_least(tier), z3.Not(high.at_least(tier))))
        same = z3.And(low.at_least(tier), z3.Not(high.at_least(tier + 1)))
        broken += [z3.And(same, low.within(tier, hours), z3.Not(high.within(tier, hours))) for hours in times]
    broken += [z3.And(low.moves_at_least(level), z3.Not(high.moves_at_least(level))) for level in Moves]
    return any_of(broken)


def changes_something(person: World, rule: Rule) -> z3.BoolRef:
    """Without this rule the result would be another: tier, time, moves, tags to leave out or day of asking again."""
    others = [each for each in person.table.rules if each.id != rule.id]

    def none_of(chosen: Iterable[Rule]) -> z3.BoolRef:
        return z3.Not(any_of(person.fired[each.id] for each in chosen))

    deciding = none_of(each for each in others if each.tier > rule.tier)
    hours = NEVER if rule.within_hours is None else rule.within_hours
    same = [each for each in others if each.tier == rule.tier]
    ways = [
        none_of(each for each in others if each.tier >= rule.tier),
        z3.And(deciding, none_of(e for e in same if (NEVER if e.within_hours is None else e.within_hours) <= hours)),
        z3.And(deciding, none_of(each for each in same if each.ask_again_days <= rule.ask_again_days)),
        none_of(each for each in others if each.moves >= rule.moves),
        *(none_of(each for each in others if tag in each.avoid) for tag in rule.avoid),
    ]
    return z3.And(person.fired[rule.id], any_of(ways))


def answers_of(person: World, model: z3.ModelRef) -> tuple[dict[str, object], dict[str, object]]:
    """The answers and history facts of one person that the solver found, as the command takes them."""
    answers: dict[str, object] = {}
    for question in person.table.questions:
        if not z3.is_true(model.eval(person.answered[question.id])):
            continue
        if question.kind is Kind.SCALE:
            answers[question.id] = _reached(person, question.id, model)
            continue
        chosen = [each.id for each in question.options if z3.is_true(model.eval(person.said[question.id, each.id]))]
        answers[question.id] = chosen[0] if question.kind is Kind.SINGLE else chosen
    facts: dict[str, object] = {fact: _reached(person, fact, model) for fact in NUMBER_FACTS}
    for fact, (low, high) in WORD_FACTS.items():
        facts[fact] = high if z3.is_true(model.eval(person.said[fact, high])) else low
    return answers, facts


def _reached(person: World, name: str, model: z3.ModelRef) -> int:
    return max([0, *(s for s in person.table.steps.get(name, ()) if z3.is_true(model.eval(person.said[name, s])))])
