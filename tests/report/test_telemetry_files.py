"""The files for whoever runs the collector: they say what the program does, and refuse what it never sends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ergobreak.report import otlp
from ergobreak.report.randomised import BUCKETS, KEEP, SWAP
from ergobreak.report.terms import SMALLEST_GROUP
from tests.report.test_otlp import FIELDS, HEADERS, POINT, RESOURCE

FOLDER = Path(__file__).parents[2] / "packaging" / "telemetry"
PAPERS = ("DATA.md", "WORKS-COUNCIL.md", "DPIA.md")


def yaml(name: str) -> Any:  # noqa: ANN401 - what YAML can hold
    return YAML(typ="safe").load(FOLDER / name)


@pytest.fixture
def collector() -> dict[str, Any]:
    found: dict[str, Any] = yaml("collector.yaml")
    return found


def test_every_part_of_the_pipelines_is_there_and_used(collector: dict[str, Any]) -> None:
    pipelines = collector["service"]["pipelines"].values()
    used = {name for each in pipelines for kind in ("receivers", "processors", "exporters") for name in each[kind]}
    made = {name for kind in ("receivers", "processors", "exporters", "connectors") for name in collector[kind]}
    assert used == made


def test_the_collector_takes_our_number_and_nothing_else(collector: dict[str, Any]) -> None:
    rules = collector["processors"]["filter/ours"]
    refused = "\n".join([*rules["metrics"]["metric"], *rules["metrics"]["datapoint"]])
    assert f'name != "{otlp.METRIC}"' in refused
    [pattern] = re.findall(r'attributes\["bucket"\], "(.*?)"', refused)
    assert all(re.search(pattern, each) for each in BUCKETS)
    assert not re.search(pattern, "0-20 and more")
    assert rules["error_mode"] == "propagate"


def test_the_collector_keeps_no_attribute_but_two(collector: dict[str, Any]) -> None:
    statements = collector["processors"]["transform/allow_list"]["metric_statements"]
    kept = {each["context"]: json.loads(re.findall(r"\[.*\]", each["statements"][0])[0]) for each in statements}
    assert set(kept["resource"]) <= RESOURCE
    assert set(kept["datapoint"]) == POINT
    assert kept["scope"] == []
    assert all(len(each["statements"]) == 1 for each in statements)
    assert [
        each["key"] for each in collector["connectors"]["count"]["datapoints"]["ergobreak.answers"]["attributes"]
    ] == ["bucket"]


def test_the_collector_asks_for_tls_and_no_addresses(collector: dict[str, Any]) -> None:
    http = collector["receivers"]["otlp"]["protocols"]["http"]
    assert http["include_metadata"] is False
    assert {"cert_file", "key_file"} <= set(http["tls"])
    assert list(collector["receivers"]["otlp"]["protocols"]) == ["http"]


def test_the_rules_know_the_dice() -> None:
    rules = {each["record"]: each["expr"] for each in yaml("estimate.rules.yml")["groups"][0]["rules"]}
    for name in ("ergobreak:share:estimate", "ergobreak:share:error"):
        keep, swap = re.findall(r"\((0\.\d+) - (0\.\d+)\)", rules[name])[0]
        assert float(keep) == pytest.approx(KEEP, abs=1e-6)
        assert float(swap) == pytest.approx(SWAP, abs=1e-6)
        assert "clamp_min(ergobreak:minimum_answers, 50)" in rules[name], "no group below the floor, whatever is set"
    assert rules["ergobreak:minimum_answers"] == f"vector({SMALLEST_GROUP})"
    assert all("[1w]" in each for each in rules.values() if "increase" in each), "no finer than a week"


def test_the_dashboard_shows_estimates_and_no_counts() -> None:
    dashboard = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
    panels = [each for each in dashboard["panels"] if each["type"] != "text"]
    asked = [target["expr"] for each in panels for target in each["targets"]]
    assert asked
    for expression in asked:
        names = set(re.findall(r"\bergobreak[:_]\w[\w:]*", expression))
        assert names <= {"ergobreak:share:estimate", "ergobreak:share:error"}, "only what the rules have guarded"
    assert {each["interval"] for each in panels} == {"1w"}
    assert {target["interval"] for each in panels for target in each["targets"]} == {"1w"}


def test_the_data_sheet_names_every_field_that_goes() -> None:
    text = (FOLDER / "DATA.md").read_text(encoding="utf-8")
    for each in RESOURCE | POINT:
        assert f"| `{each}` |" in text
    for each in HEADERS:
        assert f"`{each}" in text.lower(), each
    assert {each.rpartition(".")[2] for each in FIELDS} == {
        "key", "stringValue", "name", "description", "unit", "aggregationTemporality", "isMonotonic",
        "startTimeUnixNano", "timeUnixNano", "asInt",
    }  # fmt: skip


@pytest.mark.parametrize("paper", PAPERS)
def test_the_papers_are_plain_and_name_what_exists(paper: str) -> None:
    text = (FOLDER / paper).read_text(encoding="utf-8")
    assert "!" not in text
    for name in re.findall(r"`([\w./-]+\.(?:md|yaml|yml|json|py))`", text):
        there = [FOLDER / name, FOLDER.parents[1] / name, FOLDER / "inventory" / name]
        assert any(each.exists() for each in there), name


def test_picture_and_numbers_of_the_fleet_are_current() -> None:
    line = [sys.executable, str(FOLDER / "simulate_fleet.py"), "--check"]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, "")
