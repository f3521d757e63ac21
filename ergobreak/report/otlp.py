"""The message as OTLP over HTTP: the only module that meets OpenTelemetry, and the only one that meets a network.

The data are built by hand, not collected: no meter, no reader and no thread, no resource detector, no instance id, and
both times of the point are the borders of the reported week, so that no time of day goes along. ``show`` runs the very
same path up to the socket, where it writes down the request in place of sending it.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import requests
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Metric,
    MetricExportResult,
    MetricsData,
    NumberDataPoint,
    ResourceMetrics,
    ScopeMetrics,
    Sum,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from requests.adapters import BaseAdapter

from ergobreak.report.prepare import SERVICE

if TYPE_CHECKING:
    from ergobreak.report.prepare import Message

METRIC = "ergobreak.weekly_share"
DESCRIPTION = "People by the randomised answer to: which share of the breaks offered last week was taken"
TIMEOUT_S = 10.0
AGENT = "ergobreak"
_NS = 1_000_000_000


def data_of(message: Message) -> MetricsData:
    """The message in OpenTelemetry's terms: one sum, delta, with one point that counts one."""
    start = datetime.combine(message.monday, datetime.min.time(), tzinfo=UTC)
    end = start + timedelta(days=7)
    attributes = {"service.name": SERVICE, "service.version": message.version}
    if message.group:
        attributes["org.group"] = message.group
    point = NumberDataPoint(
        attributes={"bucket": message.bucket},
        start_time_unix_nano=int(start.timestamp()) * _NS,
        time_unix_nano=int(end.timestamp()) * _NS,
        value=1,
    )
    total = Sum(data_points=[point], aggregation_temporality=AggregationTemporality.DELTA, is_monotonic=True)
    metric = Metric(name=METRIC, description=DESCRIPTION, unit="{person}", data=total)
    scope = ScopeMetrics(scope=InstrumentationScope(SERVICE), metrics=[metric], schema_url="")
    resource = Resource(attributes)  # not Resource.create, which adds what the environment and detectors know
    return MetricsData(resource_metrics=[ResourceMetrics(resource=resource, scope_metrics=[scope], schema_url="")])


def send(message: Message, timeout_s: float) -> bool:
    """Send it once; whether somebody took it. Never raises, and says nothing in the log."""
    return _export(message, _session(), timeout_s)


def show(message: Message) -> dict[str, Any]:
    """The request as it would leave this machine: method, address, headers and body. Nothing leaves it."""
    catcher = _Catcher()
    session = _session()
    session.mount("https://", catcher)
    session.mount("http://", catcher)
    _export(message, session, TIMEOUT_S)
    [request] = catcher.caught
    return {
        "method": request.method,
        "url": request.url,
        "headers": dict(sorted(request.headers.items())),
        "body": request.body,
    }


def in_words(body: bytes) -> dict[str, Any]:
    """The body decoded, field by field."""
    from google.protobuf.json_format import (  # type: ignore[import-untyped] # ships no types  # noqa: PLC0415 - to show it
        MessageToDict,
    )
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (  # noqa: PLC0415 - the same
        ExportMetricsServiceRequest,
    )

    found: dict[str, Any] = MessageToDict(ExportMetricsServiceRequest.FromString(body))
    return found


class _Catcher(BaseAdapter):
    """Stands where the socket would be."""

    def __init__(self) -> None:
        super().__init__()
        self.caught: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *_others: Any, **_more: Any) -> requests.Response:  # noqa: ANN401 - as the base class
        """Keep the request and say that all is well."""
        self.caught.append(request)
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, str(request.url)
        return answer

    def close(self) -> None:
        """Nothing is open."""


def _export(message: Message, session: requests.Session, timeout_s: float) -> bool:
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
    _deaf()
    exporter = OTLPMetricExporter(
        endpoint=message.url,
        timeout=timeout_s,
        headers={"user-agent": AGENT},  # or it would tell the exporter's version
        compression=Compression.NoCompression,
        session=session,
    )
    try:
        return exporter.export(data_of(message)) is MetricExportResult.SUCCESS
    finally:
        exporter.shutdown()


def _deaf() -> None:
    """OpenTelemetry takes headers, certificates and attributes from its variables: here it hears none of them."""
    for name in [each for each in os.environ if each.startswith("OTEL_")]:
        del os.environ[name]


def _session() -> requests.Session:
    """A session that knows the system's proxies and certificates, and nobody's passwords."""
    session = requests.Session()
    session.headers.clear()
    session.headers.update({"Accept": "*/*", "Accept-Encoding": "identity"})
    session.auth = _nobody  # or a .netrc would add a name and a password
    session.hooks["response"].append(_no_detour)
    return session


def _no_detour(response: requests.Response, *_others: Any, **_more: Any) -> None:  # noqa: ANN401 - as requests calls it
    """The exporter takes "look elsewhere" for a success; the number goes where the policy says, or nowhere."""
    if response.is_redirect:
        response.close()
        raise requests.TooManyRedirects


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
