"""What is shipped is known: the bill of materials, the licences, the audit, and builds that give the same bytes."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]


def program(name: str) -> ModuleType:
    path = ROOT / "packaging" / "release" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"release_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


bill, audit, repro = program("bill"), program("audit"), program("repro_check")


def put(tree: Path, name: str, version: str, licence: str, text: str | None = "Do as you like.") -> None:
    folder = tree / "lib" / f"{name}-{version}.dist-info"
    folder.mkdir(parents=True)
    lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}"]
    lines += [f"License-Expression: {licence}"] if licence else []
    (folder / "METADATA").write_text("\n".join(lines) + "\n\n")
    record = [f"{folder.name}/METADATA,,"]
    if text is not None:
        (folder / "LICENSE").write_text(text)
        record.append(f"{folder.name}/LICENSE,,")
    (folder / "RECORD").write_text("\n".join(record) + "\n")


def lock(*names: str) -> dict[str, object]:
    return {
        "specVersion": "1.5",
        "metadata": {"component": {"name": "ergobreak", "bom-ref": "ergobreak-1"}},
        "components": [
            {
                "type": "library", "name": each, "version": "1.0", "bom-ref": f"{each}@1.0",
                "purl": f"pkg:pypi/{each}@1.0",
                "externalReferences": [{"url": f"https://x/{each}.whl", "hashes": [{"content": "ab" * 32}]}],
            }
            for each in names
        ],
        "dependencies": [
            {"ref": "ergobreak-1", "dependsOn": [f"{each}@1.0" for each in names]},
            *({"ref": f"{each}@1.0"} for each in names),
        ],
    }  # fmt: skip


def test_the_bill_names_what_is_in_the_tree_and_nothing_that_was_left_out(tmp_path: Path) -> None:
    put(tmp_path, "calm", "1.0", "MIT")
    put(tmp_path, "ergobreak", "0.1.0", "LGPL-3.0-or-later")

    found = bill.bill(tmp_path, "a.deb", lock("calm", "for-windows-only"))

    assert [each["name"] for each in found["components"]] == ["calm", "atkinson-hyperlegible"]
    assert found["components"][0]["licenses"] == [{"expression": "MIT"}]
    assert found["components"][0]["properties"] == [{"name": "accepted:sha256", "value": "ab" * 32}]
    assert found["dependencies"] == [
        {"ref": "ergobreak-1", "dependsOn": ["calm@1.0"]}, {"ref": "calm@1.0", "dependsOn": []},
    ]  # fmt: skip


def test_the_same_tree_gives_the_same_bill_and_another_package_another_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "calm", "1.0", "MIT")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    one, same = (bill.bill(tmp_path, "a.deb", lock("calm")) for _ in range(2))
    other = bill.bill(tmp_path, "a.rpm", lock("calm"))

    assert json.dumps(one) == json.dumps(same)
    assert one["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
    assert one["serialNumber"] != other["serialNumber"]


@pytest.mark.parametrize(("name", "version"), [("stranger", "1.0"), ("calm", "1.1")])
def test_what_the_lock_file_does_not_know_is_no_part_of_a_package(tmp_path: Path, name: str, version: str) -> None:
    put(tmp_path, name, version, "MIT")
    with pytest.raises(ValueError, match=f"not what uv.lock says: {name} {version}"):
        bill.bill(tmp_path, "a.deb", lock("calm"))


def test_every_licence_is_listed_with_its_text(tmp_path: Path) -> None:
    put(tmp_path, "calm", "1.0", "MIT", "Calm licence text.")
    text = bill.listing(bill.shipped(tmp_path))
    assert "calm 1.0  MIT" in text
    assert "Calm licence text." in text


def test_a_licence_that_nobody_has_looked_at_stops_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "odd", "2.0", "SSPL-1.0")
    put(tmp_path, "mute", "3.0", "", None)
    out = tmp_path / "out.txt"

    assert bill.main(["licences", str(tmp_path), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "odd 2.0: licence SSPL-1.0 has not been looked at" in said
    assert "mute 3.0: licence not named has not been looked at" in said
    assert "mute 3.0: brings no licence text" in said
    assert not out.exists()


def test_an_empty_folder_is_no_tree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bill.main(["sbom", str(tmp_path), "--out", str(tmp_path / "x")]) == 1
    assert "build the package's tree first" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="packages are built on Linux, where uv is on the path")
def test_all_that_is_installed_here_has_a_licence_we_have_read() -> None:
    """What is shipped is a part of what the tests run with."""
    shipped = {each["name"] for each in bill.locked()["components"]}
    here = [each for each in bill.shipped(Path(pytest.__file__).parents[1]) if each.name in shipped]
    assert len(here) > 20
    assert bill.objections(here) == []


@pytest.mark.parametrize(
    ("code", "said", "verdict"),
    [
        (0, "Found no known vulnerabilities", 0),
        (1, "requests 2.0 has CVE-2030-1", 1),
        (2, "error: Request failed after 3 retries\n  cause: dns error", 69),
        (2, "error: the lock file is damaged", 1),
    ],
)
def test_an_audit_without_a_network_is_told_from_a_finding(code: int, said: str, verdict: int) -> None:
    assert audit.judge(code, said) == verdict


def test_an_audit_that_could_not_be_made_fails_only_when_strict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "ask", lambda: (2, "error: dns error"))
    assert audit.main([]) == 0
    assert "NOT AUDITED" in capsys.readouterr().out
    assert audit.main(["--strict"]) == 69


def test_two_builds_that_differ_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    honest = [sys.executable, "-c", "import sys, pathlib; pathlib.Path(sys.argv[1], 'a.deb').write_bytes(b'1')"]
    dated = [sys.executable, "-c", "import sys, pathlib; pathlib.Path(sys.argv[1], 'a.deb').write_text(sys.argv[1])"]
    monkeypatch.setattr(repro.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(repro, "BUILDERS", {"honest": honest, "dated": dated})

    assert repro.main(["honest"]) == 0
    assert repro.main(["honest", "dated"]) == 1
    assert "DIFFERENT  a.deb" in capsys.readouterr().out
    assert repro.main(["unknown"]) == 2


def test_a_builder_whose_tools_are_missing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setattr(repro, "BUILDERS", {"rpm": [sys.executable, "-c", "raise SystemExit(69)"]})
    assert repro.main(["rpm"]) == 69
