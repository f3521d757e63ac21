"""``ergobreak triage --json FILE``: many answer sets in, many judgements out, for reviewers and tests. Stores nothing.

In: a list of ``{"id": ..., "answers": {...}}``; answers may hold the ``hist_*`` facts. Out: a list in the same order.
An unknown question, answer or fact is an error that names it, and then there is no output at all.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ergobreak.errors import ErgobreakError, UsageError
from ergobreak.triage.assess import assess
from ergobreak.triage.loader import NUMBER_FACTS, WORD_FACTS, packaged
from ergobreak.triage.model import Answers, Assessment, Facts, Kind, Table
from ergobreak.triage.wording import packaged_wording

if TYPE_CHECKING:
    from collections.abc import Mapping

_WEEK = 7
_TEN = 10


def run_file(name: str, stream_out: IO[str], stream_err: IO[str] | None = None) -> int:
    """``run`` on a file, or on the standard input when the name is ``-``."""
    if name == "-":
        return run(sys.stdin, stream_out, stream_err)
    try:
        stream_in = Path(name).open(encoding="utf-8")  # noqa: SIM115 - closed by the "with" below
    except OSError as fault:
        (stream_err or sys.stderr).write(f"{name}: {fault.strerror}\n")
        return UsageError.exit_code
    with stream_in:
        return run(stream_in, stream_out, stream_err)


def run(stream_in: IO[str], stream_out: IO[str], stream_err: IO[str] | None = None) -> int:
    """Judge all answer sets of one JSON document.

    Returns:
        The exit code: 0, or 2 with the fault on ``stream_err`` (the standard error unless given).
    """
    try:
        table = packaged()
        names = packaged_wording().tier_names
        results = []
        for number, item in enumerate(_items(stream_in), start=1):
            where, raw = _one(item, number)
            answers, facts = split(raw, table, where)
            results.append(_row(item["id"], assess(answers, facts, table), names))
    except ErgobreakError as fault:
        (stream_err or sys.stderr).write(f"{fault}\n")
        return fault.exit_code
    json.dump(results, stream_out, ensure_ascii=False, indent=1)
    stream_out.write("\n")
    return 0


def _items(stream: IO[str]) -> list[Any]:
    try:
        items = json.load(stream)
    except (ValueError, RecursionError) as fault:
        msg = f"The input is not JSON: {fault}"
        raise UsageError(msg) from fault
    if not isinstance(items, list):
        msg = "The input has to be a list of answer sets."
        raise UsageError(msg, 'Like this: [{"id": "A1", "answers": {"overall": "good"}}]')
    return items


def _one(item: object, number: int) -> tuple[str, dict[str, Any]]:
    if not isinstance(item, dict) or "id" not in item or not isinstance(item.get("answers"), dict):
        msg = f"Answer set {number}: needs an 'id' and 'answers'."
        raise UsageError(msg)
    return f"Answer set {item['id']!r}", item["answers"]


def split(raw: Mapping[str, Any], table: Table, where: str) -> tuple[Answers, Facts]:
    """Answers and history facts, each checked.

    Raises:
        UsageError: a question, answer or fact is unknown or of the wrong kind; the message names it.
    """
    answers: dict[str, str | int | tuple[str, ...]] = {}
    facts: dict[str, int | bool] = {}
    for name, value in raw.items():
        if name in NUMBER_FACTS:
            facts[name.removeprefix("hist_")] = _whole(value, name, where)
        elif name in WORD_FACTS:
            if value not in WORD_FACTS[name]:
                msg = f"{where}: {name!r} is 'yes' or 'no', not {value!r}."
                raise UsageError(msg)
            facts[name.removeprefix("hist_")] = value == "yes"
        else:
            answers[name] = _answer(name, value, table, where)
    if "recent" not in facts and "prev_age_days" in facts:
        facts["recent"] = facts["prev_age_days"] < _WEEK
    return answers, Facts(**facts)  # type: ignore[arg-type]  # keys and kinds were checked above, one by one


def _whole(value: object, name: str, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        msg = f"{where}: {name!r} is a whole number, not {value!r}."
        raise UsageError(msg)
    return value


def _answer(name: str, value: object, table: Table, where: str) -> str | int | tuple[str, ...]:
    question = table.question(name)
    if question is None:
        msg = f"{where}: there is no question {name!r}."
        raise UsageError(msg)
    if question.kind is Kind.SCALE:
        number = _whole(value, name, where)
        if not 0 <= number <= _TEN:
            msg = f"{where}: {name!r} is 0 to 10, not {number}."
            raise UsageError(msg)
        return number
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or (question.kind is Kind.SINGLE and len(given) != 1):
        msg = f"{where}: {name!r} takes {'one answer' if question.kind is Kind.SINGLE else 'a list of answers'}."
        raise UsageError(msg)
    for each in given:
        if not isinstance(each, str) or question.option(each) is None:
            msg = f"{where}: question {name!r} has no answer {each!r}."
            raise UsageError(msg)
    return given[0] if question.kind is Kind.SINGLE else tuple(given)


def _row(item_id: object, result: Assessment, names: Mapping[int, str]) -> dict[str, object]:
    return {
        "id": item_id,
        "tier": int(result.tier),
        "tier_name": names[result.tier],
        "within_hours": result.within_hours,
        "moves": result.moves.word,
        "avoid": list(result.avoid),
        "rules": [rule.id for rule in result.deciding],
        "all_rules": [rule.id for rule in result.fired],
        "follow_up_days": result.ask_again_days,
        "incomplete": result.incomplete,
        "asked": list(result.asked),
        "unexpected": list(result.unexpected),
    }
