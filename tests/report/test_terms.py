"""Whether the number may go: everybody has to agree, and nobody can agree for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.inventory import Organisation, organisation
from ergobreak.report.prepare import prepare
from ergobreak.report.randomised import BUCKETS
from ergobreak.report.terms import Reason, allowed, endpoint, reasons, sentence
from ergobreak.settings.fields import ByPolicy
from ergobreak.settings.model import extra_of, field_of
from ergobreak.snapshot import Snapshot, built_in_snapshot
from tests.report.office import KEY, NEXT_WEDNESDAY, die, managed, worked

if TYPE_CHECKING:
    from pathlib import Path


def test_when_all_agree_nothing_stands_against_it() -> None:
    assert reasons(managed()) == ()


def test_out_of_the_box_nothing_goes() -> None:
    assert reasons(built_in_snapshot()) == (Reason.OFF,)
    assert reasons(Snapshot()) == (Reason.OFF,)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"reporting": "off"}, Reason.OFF),
        ({"reporting": "inventory"}, Reason.OFF),
        ({"reporting": "everything"}, Reason.OFF),
        ({"report_group_size": 199}, Reason.SMALL),
        ({"report_group_size": "1200"}, Reason.SMALL),
        ({"report_group_size": True}, Reason.SMALL),
        ({"report_url": "http://collector.example/v1/metrics"}, Reason.ADDRESS),
        ({"report_url": ""}, Reason.ADDRESS),
        ({"report_group": "x" * 65}, Reason.LABEL),
        ({"agreed": False}, Reason.NOT_AGREED),
    ],
)
def test_each_condition_alone_stops_it(said: dict[str, Any], reason: Reason) -> None:
    assert reasons(managed(**said)) == (reason,)


@pytest.mark.parametrize("layer", ["environment", "machine_recommended", "user_recommended", "machine_mandatory"])
def test_nobody_can_agree_for_the_person(layer: str) -> None:
    assert reasons(managed(layer=layer)) == (Reason.NOT_AGREED,)


def test_the_setting_is_the_persons_own_and_off() -> None:
    assert extra_of(KEY)["policy"] == ByPolicy.NO.value
    assert field_of(KEY).default is False


@pytest.mark.parametrize(
    "url",
    [
        "http://collector.example",
        "http://127.0.0.1.evil.example/",
        "http://localhost@evil.example/",
        "https://me:secret@collector.example/",
        "https://collector.example/?who=me",
        "https://collector.example/#me",
        "https://collector.example /",
        "ftp://collector.example",
        "file:///etc/passwd",
        "HTTPS",
    ],
)
def test_an_address_that_others_could_read_is_refused(url: str) -> None:
    assert not allowed(url)


@pytest.mark.parametrize("url", ["https://c.example", "https://c.example:4318/otlp", "http://127.0.0.1:4318"])
def test_a_safe_address_may_be_used(url: str) -> None:
    assert allowed(url)
    assert endpoint(Organisation(url=url)) == f"{url}/v1/metrics"


@pytest.mark.parametrize("policy", [None, [], {"organisation": 7}, {"hash": 3, "errors": "x", "organisation": {}}])
def test_a_policy_of_another_shape_says_nothing(policy: object) -> None:
    class Odd:
        def __init__(self) -> None:
            self.policy = policy

    assert organisation(Odd()) == Organisation()


def test_each_reason_has_its_sentence() -> None:
    words = {sentence(each) for each in Reason}
    assert len(words) == len(Reason)
    assert all(each.endswith((".", "true")) for each in words)


def test_a_quiet_week_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    found = prepare(managed(), worked(5, 4), NEXT_WEDNESDAY, path, die())
    assert (found.reasons, found.message) == ((Reason.TOO_FEW,), None)
    assert not path.exists(), "nothing was drawn, so nothing is kept"


def test_a_small_group_is_not_even_given_an_example(tmp_path: Path) -> None:
    found = prepare(managed(report_group_size=50), worked(9, 9), NEXT_WEDNESDAY, tmp_path / "w.json", die())
    assert (found.reasons, found.message) == ((Reason.SMALL,), None)


def test_who_has_not_agreed_is_shown_what_would_go(tmp_path: Path) -> None:
    found = prepare(managed(agreed=False), worked(9, 9), NEXT_WEDNESDAY, tmp_path / "w.json", die())
    assert found.reasons == (Reason.NOT_AGREED,)
    assert found.message is not None
    assert found.message.bucket in BUCKETS


def test_the_same_week_has_the_same_answer_each_time(tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    said = {
        prepare(managed(), worked(9, 9), NEXT_WEDNESDAY, path, die(seed)).message for seed in range(20)
    }  # another chance each time, and one answer
    assert len(said) == 1
