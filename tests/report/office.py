"""An organisation that asks, a person who agrees, a week that was worked, and a collector on this machine."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)

from ergobreak.desktop import clock
from ergobreak.desktop.journal import Entry, Journal
from ergobreak.snapshot import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = date(2026, 11, 16)
NEXT_WEDNESDAY = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
KEY = "share_weekly_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed(Snapshot):
    """Settings with what a policy says beside them."""

    policy: dict[str, Any] = field(default_factory=dict)


def managed(*, agreed: bool = True, layer: str = "file", **organisation: Any) -> Managed:  # noqa: ANN401 - plain values
    """Settings in an organisation that asks for the weekly number; each of its words can be changed."""
    said: dict[str, Any] = {
        "reporting": "aggregate",
        "report_url": "https://collector.example/v1/metrics",
        "report_group": "site-a",
        "report_group_size": 1200,
    }
    policy = {"hash": "0badcafe", "errors": 0, "organisation": said | organisation}
    return Managed(policy=policy, values={KEY: agreed}, layers={KEY: layer})


def worked(taken: int, skipped: int, monday: date = MONDAY, *, kind: str = "movement_break") -> list[Entry]:
    """A week's facts."""
    start = datetime.combine(monday, datetime.min.time(), tzinfo=UTC) + timedelta(hours=9)
    facts = ["taken"] * taken + ["skipped"] * skipped
    return [
        Entry(at=(start + timedelta(minutes=15 * number)).isoformat(), fact=fact, kind=kind)
        for number, fact in enumerate(facts)
    ]


def last_week(now: datetime) -> date:
    return now.date() - timedelta(days=now.weekday() + 7)


def write_journal(path: Path, entries: list[Entry]) -> None:
    journal = Journal(path)
    journal.save(clock.now().wall, {}, entries)
    journal.close()


def die(seed: int = 7) -> random.Random:
    """Chance that comes out the same each time."""
    return random.Random(seed)  # noqa: S311 - to come out the same is what it is for


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def decoded(self) -> ExportMetricsServiceRequest:
        found: ExportMetricsServiceRequest = ExportMetricsServiceRequest.FromString(self.body)
        return found


class Collector:
    """A real OTLP/HTTP receiver on the loopback: it decodes what comes, and keeps it."""

    def __init__(self, status: int = 200, wait_s: float = 0.0, headers: dict[str, str] | None = None) -> None:
        self.heard: list[Heard] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                ExportMetricsServiceRequest.FromString(body)
                collector.heard.append(Heard(path=self.path, headers=dict(self.headers), body=body))
                time.sleep(wait_s)
                answer = ExportMetricsServiceResponse().SerializeToString()
                self.send_response(status)
                for name, value in {"Content-Length": str(len(answer)), **(headers or {})}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_words: Any) -> None:  # noqa: ANN401 - as the base class
                """Quiet."""

            def handle(self) -> None:
                try:
                    super().handle()
                except ConnectionError:
                    return  # whoever asked did not wait

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1/metrics"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_why: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def without(settings: Managed, **values: object) -> Managed:
    """The same settings with other values of the person."""
    return replace(settings, values={**settings.values, **values})
