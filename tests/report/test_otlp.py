"""What really goes: decoded, field by field, by a receiver on this machine. Whatever is not on the list here fails."""

from __future__ import annotations

import getpass
import logging
import platform
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped] # ships no types

from ergobreak import __version__, paths
from ergobreak.desktop import clock
from ergobreak.report import memory as memories
from ergobreak.report import otlp
from ergobreak.report.__main__ import run
from ergobreak.report.prepare import Message
from ergobreak.report.randomised import BUCKETS
from tests.report.office import KEY, MONDAY, Collector, last_week, managed, worked, write_journal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.report.office import Managed

# Everything that may ever go. Each line here is a line of packaging/telemetry/DATA.md.
FIELDS = {
    "resourceMetrics.resource.attributes.key",
    "resourceMetrics.resource.attributes.value.stringValue",
    "resourceMetrics.scopeMetrics.scope.name",
    "resourceMetrics.scopeMetrics.metrics.name",
    "resourceMetrics.scopeMetrics.metrics.description",
    "resourceMetrics.scopeMetrics.metrics.unit",
    "resourceMetrics.scopeMetrics.metrics.sum.aggregationTemporality",
    "resourceMetrics.scopeMetrics.metrics.sum.isMonotonic",
    "resourceMetrics.scopeMetrics.metrics.sum.dataPoints.attributes.key",
    "resourceMetrics.scopeMetrics.metrics.sum.dataPoints.attributes.value.stringValue",
    "resourceMetrics.scopeMetrics.metrics.sum.dataPoints.startTimeUnixNano",
    "resourceMetrics.scopeMetrics.metrics.sum.dataPoints.timeUnixNano",
    "resourceMetrics.scopeMetrics.metrics.sum.dataPoints.asInt",
}
RESOURCE, POINT = {"service.name", "service.version", "org.group"}, {"bucket"}
HEADERS = {"host", "user-agent", "accept", "content-type", "content-length", "accept-encoding"}
MESSAGE = Message(url="https://collector.example/v1/metrics", monday=MONDAY, bucket="60-80", group="site-a")


def leaves(value: Any, path: str = "") -> set[str]:  # noqa: ANN401 - what JSON can hold
    """The name of every field that has a value."""
    if isinstance(value, dict):
        return set().union(*(leaves(each, f"{path}.{name}".lstrip(".")) for name, each in value.items()))
    if isinstance(value, list):
        return set().union(*(leaves(each, path) for each in value))
    return {path}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody who worked last week: 18 breaks taken of 25."""
    monkeypatch.setenv("ERGOBREAK_HOME", str(tmp_path / "home"))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    write_journal(paths.journal_file(), worked(18, 7, last_week(clock.now().wall)))
    return tmp_path


def office(collector: Collector, **said: Any) -> Managed:  # noqa: ANN401 - words of a policy
    return managed(report_url=collector.url, **said)


def test_what_arrives_is_on_the_list_and_nothing_else(here: Path) -> None:
    with Collector() as collector:
        assert run(office(collector)) == 0
    [heard] = collector.heard

    assert heard.path == "/v1/metrics"
    assert {each.lower() for each in heard.headers} == HEADERS
    assert heard.headers["user-agent"] == "ergobreak"
    assert leaves(MessageToDict(heard.decoded)) == FIELDS
    [resource] = heard.decoded.resource_metrics
    [scope] = resource.scope_metrics
    [metric] = scope.metrics
    [point] = metric.sum.data_points
    assert {each.key: each.value.string_value for each in resource.resource.attributes} == {
        "service.name": "ergobreak", "service.version": __version__, "org.group": "site-a",
    }  # fmt: skip
    assert {each.key for each in resource.resource.attributes} == RESOURCE
    assert {each.key for each in point.attributes} == POINT
    assert point.attributes[0].value.string_value in BUCKETS
    assert (metric.name, point.as_int) == (otlp.METRIC, 1)
    assert not heard.decoded.ListFields()[1:]
    assert MessageToDict(heard.decoded, preserving_proto_field_name=True)["resource_metrics"], "no unknown fields"


def test_it_is_a_delta_and_its_times_are_the_borders_of_a_week(here: Path) -> None:
    with Collector() as collector:
        assert run(office(collector)) == 0
    metric = collector.heard[0].decoded.resource_metrics[0].scope_metrics[0].metrics[0]
    assert (metric.sum.aggregation_temporality, metric.sum.is_monotonic) == (1, True)
    [point] = metric.sum.data_points
    begin, end = (
        datetime.fromtimestamp(each / 1e9, UTC) for each in (point.start_time_unix_nano, point.time_unix_nano)
    )
    assert (begin.weekday(), end.weekday(), (end - begin).days) == (0, 0, 7)
    assert {(each.hour, each.minute, each.second, each.microsecond) for each in (begin, end)} == {(0, 0, 0, 0)}
    assert begin.date() == last_week(clock.now().wall)


def test_no_word_of_this_person_or_machine_is_in_it(here: Path) -> None:
    with Collector() as collector:
        assert run(office(collector)) == 0
    [heard] = collector.heard
    everything = heard.body + repr(sorted(heard.headers.items())).encode()
    for word in (getpass.getuser(), platform.node(), str(here), "movement", "skipped", "18", "25"):
        assert word.encode() not in heard.body, word
    assert b"python" not in everything.lower()
    assert b"telemetry.sdk" not in everything
    assert b"instance" not in everything


def test_without_a_label_there_is_no_label(here: Path) -> None:
    with Collector() as collector:
        assert run(office(collector, report_group="")) == 0
    keys = {each.key for each in collector.heard[0].decoded.resource_metrics[0].resource.attributes}
    assert keys == RESOURCE - {"org.group"}


def test_the_dry_run_shows_the_very_bytes(here: Path) -> None:
    with Collector() as collector:
        message = Message(url=collector.url, monday=MONDAY, bucket="60-80", group="site-a")
        shown = otlp.show(message)
        assert collector.heard == []
        assert otlp.send(message, 5.0)
    [heard] = collector.heard
    assert shown["body"] == heard.body
    assert shown["url"] == collector.url
    sent = {name.lower(): value for name, value in heard.headers.items()}
    shown_headers = {name.lower(): value for name, value in shown["headers"].items()}
    assert sent.items() >= shown_headers.items()
    assert set(sent) - set(shown_headers) == {"host"}, "which the address names"


def test_the_body_is_small_and_the_same_each_time() -> None:
    bodies = {otlp.show(MESSAGE)["body"] for _each in range(3)}
    assert len(bodies) == 1
    assert len(bodies.pop()) < 400


def test_variables_of_opentelemetry_add_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Collector() as collector, Collector() as other:
        monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "host.name=desk-7,service.instance.id=me")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-person=me")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", other.url)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
        assert run(office(collector)) == 0
    [heard] = collector.heard
    assert other.heard == []
    assert {each.lower() for each in heard.headers} == HEADERS
    assert leaves(MessageToDict(heard.decoded)) == FIELDS
    assert b"desk-7" not in heard.body


def test_no_stored_password_goes_along(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = here / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with Collector() as collector:
        assert run(office(collector)) == 0
    assert "Authorization" not in collector.heard[0].headers


def test_it_goes_where_the_policy_says_and_nowhere_else(here: Path) -> None:
    with Collector() as elsewhere, Collector(status=307, headers={"Location": elsewhere.url}) as collector:
        assert run(office(collector)) == 1
    assert (len(collector.heard), elsewhere.heard) == (1, [])


def test_a_week_goes_once_whatever_happens(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Collector() as collector:
        assert run(office(collector)) == 0
        assert run(office(collector)) == 1
    assert len(collector.heard) == 1
    assert capsys.readouterr().err == "This week's number has been dealt with; the next one comes next week.\n"


@pytest.mark.parametrize(
    "said", [{"agreed": False}, {"layer": "environment"}, {"report_group_size": 199}, {"reporting": "inventory"}]
)
def test_the_process_asks_the_conditions_again(here: Path, said: dict[str, Any]) -> None:
    with Collector() as collector:
        assert run(office(collector, **said)) == 1
    assert collector.heard == []


def quiet(caplog: pytest.LogCaptureFixture) -> bool:
    return not [each for each in caplog.records if each.levelno >= logging.INFO]


def test_a_dead_collector_costs_nothing_and_nothing_is_kept(here: Path, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    before = time.monotonic()
    assert run(managed(report_url=f"http://127.0.0.1:{port}"), timeout_s=2.0) == 1
    assert time.monotonic() - before < 5.0
    assert quiet(caplog)
    assert memories.read(memories.memory_file()).done == memories.week_of(clock.now().wall), "next week has its own"
    kept = sorted(path.relative_to(here / "home").as_posix() for path in (here / "home").rglob("*") if path.is_file())
    assert [each for each in kept if "journal" not in each] == ["state/weekly_number.json"], "no spool"


def test_a_slow_collector_is_not_waited_for(here: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Collector(wait_s=4.0) as collector:
        before = time.monotonic()
        assert run(office(collector), timeout_s=0.5) == 1
        assert time.monotonic() - before < 3.0
    assert quiet(caplog)


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_a_collector_that_refuses_is_left_alone(here: Path, status: int, caplog: pytest.LogCaptureFixture) -> None:
    with Collector(status=status) as collector:
        assert run(office(collector), timeout_s=0.6) == 1
    assert len(collector.heard) == 1
    assert quiet(caplog)


def test_a_name_that_nobody_has(here: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert run(managed(report_url="https://collector.invalid/v1/metrics"), timeout_s=1.0) == 1
    assert quiet(caplog)


def test_without_the_parts_it_says_so(here: Path) -> None:
    """As on an installation without the extra: every import of OpenTelemetry fails."""
    code = (
        "import sys; sys.modules['opentelemetry'] = None\n"
        "from ergobreak.report.__main__ import run\n"
        "from tests.report.office import managed\n"
        "sys.exit(run(managed()))"
    )
    stand_in = code.replace("from tests.report.office import managed", STAND_IN)
    done = subprocess.run([sys.executable, "-c", stand_in], capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    assert done.stderr == "This installation cannot send: the parts for it are not installed.\n"
    assert memories.read(memories.memory_file()).done == "", "it may still go when they are"


STAND_IN = f"""
from dataclasses import dataclass, field
from ergobreak.snapshot import Snapshot
@dataclass(frozen=True, slots=True, kw_only=True)
class Managed(Snapshot):
    policy: dict = field(default_factory=dict)
said = {{"reporting": "aggregate", "report_url": "https://collector.example", "report_group_size": 300}}
def managed():
    return Managed(policy={{"organisation": said}}, values={{"{KEY}": True}}, layers={{"{KEY}": "file"}})
"""
