"""The three winget manifests of a built installer: ``manifests.py MSI.json --url URL --out FOLDER``.

``build_msi.py`` writes ``MSI.json`` beside the installer: version, hash and codes come from there, so a manifest cannot
name another file than the one that was built. winget wants the address from which everybody can fetch it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

IDENTIFIER = "ergobreak.ergobreak"
SCHEMA = "1.10.0"
LANGUAGE = "en-US"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ./-]*")


def manifests(built: dict[str, Any], url: str, day: date) -> dict[str, dict[str, Any]]:
    """File name to content.

    Args:
        built: what ``build_msi.py`` says of the installer.
        url: where it can be fetched from; https.
        day: of the release.

    Raises:
        ValueError: the installer is not one to publish, or the address is none.
    """
    if not url.startswith("https://") or not url.endswith(".msi"):
        message = f"not the https address of an .msi: {url}"
        raise ValueError(message)
    head = {"PackageIdentifier": IDENTIFIER, "PackageVersion": built["version"]}
    listed = {"ProductCode": built["product_code"], "UpgradeCode": built["upgrade_code"]}
    installer = head | {
        "InstallerType": "wix",
        "Scope": "machine",
        "InstallModes": ["silent", "silentWithProgress"],
        "InstallerSwitches": {"Silent": "/qn /norestart", "SilentWithProgress": "/qb /norestart"},
        "UpgradeBehavior": "install",
        "MinimumOSVersion": "10.0.19041.0",
        "ReleaseDate": day,
        "ElevationRequirement": "elevatesSelf",
        "Installers": [
            {
                "Architecture": "x64",
                "InstallerUrl": url,
                "InstallerSha256": built["sha256"].upper(),
                "ProductCode": built["product_code"],
                "AppsAndFeaturesEntries": [
                    {"DisplayName": "ergobreak", "Publisher": "The ergobreak maintainers", **listed}
                ],
            }
        ],
    }
    locale = head | {
        "PackageLocale": LANGUAGE,
        "Publisher": "The ergobreak maintainers",
        "PackageName": "ergobreak",
        "License": "LGPL-3.0-or-later",
        "ShortDescription": "A calm break reminder for people who work at a desk.",
        "Tags": ["break-reminder", "ergonomics", "posture", "rsi"],
    }
    return {
        f"{IDENTIFIER}.yaml": _kind("version", head | {"DefaultLocale": LANGUAGE}),
        f"{IDENTIFIER}.installer.yaml": _kind("installer", installer),
        f"{IDENTIFIER}.locale.{LANGUAGE}.yaml": _kind("defaultLocale", locale),
    }


def _kind(name: str, content: dict[str, Any]) -> dict[str, Any]:
    return content | {"ManifestType": name, "ManifestVersion": SCHEMA}


def text(content: dict[str, Any]) -> str:
    """As YAML: the little of it that manifests need."""
    return "\n".join(_lines(content, "")) + "\n"


def _lines(content: dict[str, Any], margin: str) -> list[str]:
    lines: list[str] = []
    for name, value in content.items():
        if isinstance(value, dict):
            lines += [f"{margin}{name}:", *_lines(value, margin + "  ")]
        elif isinstance(value, list):
            lines.append(f"{margin}{name}:")
            for each in value:
                inside = _lines(each, margin + "  ") if isinstance(each, dict) else [f"{margin}  {_scalar(each)}"]
                lines += [f"{margin}- {inside[0].strip()}", *inside[1:]]
        else:
            lines.append(f"{margin}{name}: {_scalar(value)}")
    return lines


def _scalar(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    word = str(value)
    return word if _PLAIN.fullmatch(word) else json.dumps(word)


def main(arguments: list[str]) -> int:
    """Write them."""
    parser = argparse.ArgumentParser(description="Write the winget manifests of a built installer.")
    parser.add_argument("built", type=Path, help="the .json beside the .msi")
    parser.add_argument("--url", required=True, help="where the .msi can be fetched from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--day", type=date.fromisoformat, help="of the release; today without it")
    options = parser.parse_args(arguments)
    built = json.loads(options.built.read_text(encoding="utf-8"))
    try:
        day = options.day or datetime.now(UTC).date()  # noqa: TID251 - a release tool, far from the core
        made = manifests(built, options.url, day)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (options.out / name).write_text(text(content), encoding="utf-8")
        print(options.out / name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
