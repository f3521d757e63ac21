"""What a built tree really holds: ``python packaging/release/bill.py sbom|licences TREE --out FILE``.

The truth is the ``*.dist-info`` folders inside the tree that goes into a package, not what was asked for. ``sbom``
writes the bill of materials as CycloneDX: uv says what the lock file knows, with hashes and who needs whom, and this
keeps what is really there, adds licences and whatever is no Python distribution. ``licences`` writes the list with all
texts, and fails on a licence that nobody has looked at yet. The same tree gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parents[2]
ABOUT = "https://github.com/ergobreak/ergobreak"
Json = dict[str, Any]
OURSELVES = "ergobreak"
# Old metadata say it in the words of these classifiers; today's in SPDX.
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
FREE_WORDS = {
    "3-Clause BSD License": "BSD-3-Clause", "Apache 2.0": "Apache-2.0", "Apache-2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause", "LGPLv2+": "LGPL-2.1-or-later", "LGPLv3": "LGPL-3.0-only", "MIT": "MIT",
    "MIT-CMU": "MIT-CMU",
}  # fmt: skip
TEXTS = ("licen", "copying", "notice", "authors")

# Looked at: each of these may be shipped beside a program under the LGPL.
ACCEPTED = frozenset({
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "LGPL-2.1-or-later", "LGPL-3.0-only", "MIT", "MIT-CMU", "MPL-2.0",
    "PSF-2.0",
})  # fmt: skip
# Files of others that lie among our own: name, version, licence and text.
FONTS = ROOT / "ergobreak" / "screens" / "fonts"
AMONG_OURS = (("atkinson-hyperlegible", "1.006", "OFL-1.1", FONTS / "LICENSE-AtkinsonHyperlegible.txt"),)
# Their wheels hold no text; these are under the licences whose texts lie in our own root.
WITHOUT_TEXT = {"pyside6-essentials": ("LICENSE", "COPYING"), "shiboken6": ("LICENSE", "COPYING")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """One distribution in a tree.

    Args:
        licence: an SPDX expression; empty if its metadata name none that we can read.
        texts: the licence files that came with it.
    """

    name: str
    version: str
    licence: str
    homepage: str
    texts: tuple[Path, ...]


def shipped(tree: Path) -> list[Shipped]:
    """Everything in that tree, by name. Folders may lie at any depth.

    Raises:
        FileNotFoundError: there is no distribution in it, so it is no tree of ours.
    """
    folders = sorted({each.parent for each in tree.rglob("*.dist-info")})
    if not folders:
        message = f"{tree} holds no *.dist-info folder: build the package's tree first"
        raise FileNotFoundError(message)
    found = {_key(each): _shipped(each) for each in distributions(path=[str(each) for each in folders])}
    return [found[name] for name in sorted(found) if name != OURSELVES]


def _key(found: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", str(found.metadata["Name"]).lower())  # as the lock file writes names


def _shipped(found: Distribution) -> Shipped:
    metadata: Any = found.metadata
    texts = [
        Path(str(each.locate()))
        for each in found.files or ()
        if ".dist-info" in each.as_posix() and any(word in each.name.lower() for word in TEXTS)
    ]
    links = [line.split(",", 1)[1].strip() for line in metadata.get_all("Project-URL") or () if "," in line]
    return Shipped(
        name=_key(found),
        version=str(metadata["Version"]),
        licence=_licence(found),
        homepage=str(metadata.get("Home-page") or (links or [""])[0]),
        texts=tuple(sorted(each for each in texts if each.is_file())),
    )


def _licence(found: Distribution) -> str:
    metadata: Any = found.metadata
    if expression := metadata.get("License-Expression"):
        return str(expression)
    said = str(metadata.get("License") or "").strip()
    if said in FREE_WORDS:
        return FREE_WORDS[said]
    words = [line.split(" :: ")[-1] for line in metadata.get_all("Classifier") or () if line.startswith("License")]
    known = [CLASSIFIERS[each] for each in words if each in CLASSIFIERS]
    return " OR ".join(known) if known else said if "\n" not in said else ""


def objections(parts: list[Shipped]) -> list[str]:
    """What may not be shipped yet, one line each: an unread licence, or no text to ship with it."""
    found = []
    for each in parts:
        if not set(each.licence.split(" OR ")) & ACCEPTED:
            found.append(f"{each.name} {each.version}: licence {each.licence or 'not named'} has not been looked at")
        if not each.texts and each.name not in WITHOUT_TEXT:
            found.append(f"{each.name} {each.version}: brings no licence text")
    return found


def listing(parts: list[Shipped]) -> str:
    """The list, then each text.

    Raises:
        ValueError: something in it may not be shipped yet, and why.
    """
    if found := objections(parts):
        raise ValueError("\n".join(found))
    lines = ["What is shipped with ergobreak, and under which licence.", ""]
    width = max(len(f"{each.name} {each.version}") for each in parts)
    lines += [f"{each.name + ' ' + each.version:<{width}}  {each.licence}" for each in parts]
    lines += [f"{f'{name} {version}':<{width}}  {licence}" for name, version, licence, _ in AMONG_OURS]
    for each in parts:
        for text in each.texts or [ROOT / name for name in WITHOUT_TEXT[each.name]]:
            lines += ["", "-" * 100, f"{each.name}: {text.name}", "-" * 100, ""]
            lines.append(text.read_text(encoding="utf-8", errors="replace").strip())
    for name, _version, _licence, text in AMONG_OURS:
        lines += ["", "-" * 100, f"{name}: {text.name}", "-" * 100, "", text.read_text(encoding="utf-8").strip()]
    return "\n".join(lines) + "\n"


def locked() -> Json:
    """All that uv.lock could bring, on any system, as uv describes it.

    Raises:
        subprocess.CalledProcessError: uv could not read the lock file.
    """
    uv = os.environ.get("UV") or "uv"
    export = ["export", "--quiet", "--frozen", "--no-dev", "--extra", "aggregate", "--format", "cyclonedx1.5"]
    done = subprocess.run(
        [uv, *export, "--preview-features", "sbom-export"],
        cwd=ROOT, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    found: Json = json.loads(done.stdout)
    return found


def bill(tree: Path, name: str, source: Json, others: list[Json] | None = None) -> Json:
    """The bill of that tree.

    Args:
        name: of the package, such as ``ergobreak-0.1.0-amd64.deb``; it fixes the serial number.
        source: what ``locked`` gave.
        others: components that are no Python distributions.

    Raises:
        ValueError: the tree holds something, or a version, that the lock file does not know.
    """
    by_name = {each["name"]: each for each in source["components"]}
    parts = shipped(tree)
    strangers = [f"{each.name} {each.version}" for each in parts if _version(by_name, each.name) != each.version]
    if strangers:
        message = f"not what uv.lock says: {', '.join(strangers)}"
        raise ValueError(message)
    kept = {by_name[each.name]["bom-ref"] for each in parts}
    itself = source["metadata"]["component"] | {"type": "application", "version": _own_version(), "purl": _purl()}
    itself["licenses"] = [{"expression": "LGPL-3.0-or-later"}]
    refs = kept | {itself["bom-ref"]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": source["specVersion"],
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{ABOUT}#{name}')}",
        "version": 1,
        "metadata": {"timestamp": _moment(), "component": itself, "properties": [{"name": "package", "value": name}]},
        "components": [*(_component(by_name[each.name], each) for each in parts), *_among_ours(), *(others or [])],
        "dependencies": [
            {"ref": each["ref"], "dependsOn": sorted(ref for ref in each.get("dependsOn", ()) if ref in refs)}
            for each in source["dependencies"]
            if each["ref"] in refs
        ],
    }


def _among_ours() -> list[Json]:
    return [
        {
            "type": "file",
            "bom-ref": name,
            "name": name,
            "version": version,
            "licenses": [{"license": {"id": licence}}],
        }
        for name, version, licence, _ in AMONG_OURS
    ]


def python_runtime(version: str, sha256: str) -> Json:
    """The Windows CPython that the MSI carries."""
    return {
        "type": "platform",
        "bom-ref": f"cpython@{version}",
        "name": "cpython",
        "version": version,
        "cpe": f"cpe:2.3:a:python:python:{version}:*:*:*:*:*:*:*",
        "licenses": [{"expression": "PSF-2.0"}],
        "hashes": [{"alg": "SHA-256", "content": sha256}],
    }


def _component(known: Json, found: Shipped) -> Json:
    plain = {key: known[key] for key in ("type", "bom-ref", "name", "version", "purl")}
    hashes = [
        hashed
        for each in known.get("externalReferences", ())
        for hashed in each.get("hashes", ())
        if each["url"].endswith((".whl", ".tar.gz"))
    ]
    plain["licenses"] = [{"expression": found.licence}]
    if found.homepage:
        plain["externalReferences"] = [{"type": "website", "url": found.homepage}]
    # One of these is the file that was installed; uv has held it against the list.
    plain["properties"] = [{"name": "accepted:sha256", "value": each["content"]} for each in hashes]
    return plain


def _version(by_name: dict[str, Json], name: str) -> str:
    return str(by_name.get(name, {}).get("version", ""))


def _own_version() -> str:
    text = (ROOT / OURSELVES / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        message = "ergobreak/__init__.py names no version"
        raise ValueError(message)
    return found[1]


def _purl() -> str:
    return f"pkg:pypi/{OURSELVES}@{_own_version()}"


def _moment() -> str:
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC).isoformat()


def beside(tree: Path, package: Path, others: list[Json] | None = None) -> None:
    """Write the bill and the licences next to a package that was made of that tree.

    Raises:
        ValueError: something in it is unknown to uv.lock, or its licence has not been looked at.
    """
    found = bill(tree, package.name, locked(), others)
    texts = {".cdx.json": json.dumps(found, indent=1, sort_keys=True) + "\n", ".licences.txt": listing(shipped(tree))}
    for ending, text in texts.items():
        package.with_name(package.name + ending).write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """Write one of the two, or say what is in the way."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("sbom", "licences"))
    parser.add_argument("tree", type=Path)
    parser.add_argument("--name", default="", help="of the package, such as its file name: part of the serial number")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        parts = shipped(options.tree)
        if options.what == "sbom":
            text = json.dumps(bill(options.tree, options.name, locked()), indent=1, sort_keys=True) + "\n"
        else:
            text = listing(parts)
    except (FileNotFoundError, ValueError) as error:
        print(f"{options.what}: {error}", file=sys.stderr)
        return 1
    options.out.write_text(text, encoding="utf-8", newline="\n")
    print(f"{options.out}: {len(parts)} distributions")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
