"""Build the Windows installer on Linux: ``python3 packaging/windows/build_msi.py --out DIR [--version X]``.

It needs wixl, msibuild, faketime and uv. Two builds of one checkout are the same byte for byte: every identifier
follows from a name, every time is one, and ``msibuild`` sets the package's own code, which wixl would draw by lot.
Unsigned unless a certificate is given (``msi_sign.py``); a signature carries its time, so only unsigned files compare.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
for _place in (HERE, HERE.parent, HERE.parent / "release"):
    if str(_place) not in sys.path:
        sys.path.insert(0, str(_place))

import bill  # noqa: E402 - found through the lines above
import msi_sign  # noqa: E402 - the same
import msi_source  # noqa: E402 - the same
import msi_tree  # noqa: E402 - the same
import tree  # noqa: E402 - the same

ICON = tree.ROOT / "ergobreak" / "desktop" / "icons" / "app.ico"
TOOLS = ("wixl", "msibuild", "faketime")
UNAVAILABLE = 69  # EX_UNAVAILABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came out; written beside the installer as JSON, for whoever makes manifests from it."""

    file: str
    version: str
    product_code: str
    upgrade_code: str
    sha256: str
    size: int
    installed_size: int
    signed: bool


def fingerprint(folder: Path) -> str:
    """Of every name and every byte in it."""
    found = hashlib.sha256()
    for name, path in tree.contents(folder):
        found.update(name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def installer(folder: Path, work: Path, *, version: str, variant: str) -> Path:
    """The installer of a built folder, unsigned."""
    wxs, msi = work / "ergobreak.wxs", work / "ergobreak.msi"
    icon = work / "ergobreak.ico"
    when = tree.epoch()
    shutil.copyfile(ICON, icon)
    os.utime(icon, (when, when))
    template = (HERE / "ergobreak.wxs.in").read_text(encoding="utf-8")
    text = msi_source.source(template, folder, version=version, variant=variant, icon=icon.name)
    wxs.write_text(text, encoding="utf-8")
    still = ["faketime", "-f", f"{datetime.fromtimestamp(when, UTC):%Y-%m-%d %H:%M:%S}"]
    tree.run([*still, "wixl", "-a", "x64", "-o", str(msi), str(wxs)])
    package = msi_source.code(f"package {version} {variant} {fingerprint(folder)} {text}")
    summary = [f"ergobreak {version}", "The ergobreak maintainers", "x64;1033", package]
    tree.run([*still, "msibuild", str(msi), "-s", *summary])
    return msi


def build(out: Path, *, version: str, qt_lock: Path | None, certificate: msi_sign.Certificate | None) -> Built:
    """Build it into ``out``."""
    variant = f"qt {hashlib.sha256(qt_lock.read_bytes()).hexdigest()[:8]}" if qt_lock else ""
    with tempfile.TemporaryDirectory(prefix="ergobreak-msi-") as name:
        work = Path(name)
        folder = work / "ergobreak"
        msi_tree.make(folder, work, version=version, qt_lock=qt_lock)
        if certificate:
            for launcher in msi_tree.LAUNCHERS:
                msi_sign.sign(folder / launcher.name, certificate)
            tree.settle(folder, tree.epoch())
        made = installer(folder, work, version=version, variant=variant)
        if certificate:
            msi_sign.sign(made, certificate)
        out.mkdir(parents=True, exist_ok=True)
        final = out / f"ergobreak-{version}-x64{'-' + variant.replace(' ', '-') if variant else ''}.msi"
        shutil.copyfile(made, final)
        if qt_lock is None:  # a trial's older Qt is in no list of what is shipped
            bill.beside(
                folder, final, [bill.python_runtime(*msi_tree.python_in(HERE / "wine" / "python.lock", folder))]
            )
        installed = tree.size(folder)
    content = final.read_bytes()
    built = Built(
        file=final.name, version=version, product_code=msi_source.product_code(version, variant),
        upgrade_code=msi_source.UPGRADE_CODE, sha256=hashlib.sha256(content).hexdigest(), size=len(content),
        installed_size=installed, signed=certificate is not None,
    )  # fmt: skip
    facts = {name: getattr(built, name) for name in Built.__slots__}
    final.with_suffix(".json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    return built


def main(arguments: list[str]) -> int:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description="Build the Windows installer.")
    parser.add_argument("--out", type=Path, required=True, help="the folder it goes to")
    parser.add_argument("--version", default=tree.version(), help="another version, to try an upgrade")
    parser.add_argument("--qt", type=Path, help="a lock with another Qt: wine/pyside.lock for trying it in wine 8")
    parser.add_argument("--certificate", type=Path, help="sign with this PKCS#12 file")
    parser.add_argument("--password-file", type=Path, help="the file with its password")
    parser.add_argument("--timestamp", default="", help="the address of a time-stamp service")
    options = parser.parse_args(arguments)
    missing = [tool for tool in (*TOOLS, *(("osslsigncode",) if options.certificate else ())) if not shutil.which(tool)]
    if missing:
        print(f"The installer cannot be built here: {', '.join(missing)} is missing. "
              "Debian: apt-get install wixl msitools faketime osslsigncode", file=sys.stderr)  # fmt: skip
        return UNAVAILABLE
    try:
        version = msi_source.check_version(options.version)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    certificate = None
    if options.certificate:
        certificate = msi_sign.Certificate(
            file=options.certificate, password_file=options.password_file, timestamp=options.timestamp
        )
    qt_lock = options.qt.resolve() if options.qt else None
    built = build(options.out.resolve(), version=version, qt_lock=qt_lock, certificate=certificate)
    print(f"{built.sha256}  {options.out / built.file}  {built.size:,} bytes, {built.installed_size:,} installed, "
          f"{'signed' if built.signed else 'unsigned'}")  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
