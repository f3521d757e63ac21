"""Signing for Windows with ``osslsigncode``: ``python3 packaging/windows/msi_sign.py --certificate FILE.p12 FILE...``.

The key never stands on a command line: the password comes from a file. Without a time stamp a signature ends with its
certificate, so a release names a time-stamp service. ``--verify`` checks what is signed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What to sign with.

    Args:
        file: PKCS#12: the key and the chain.
        password_file: a file whose first line is its password; none where it has none.
        timestamp: the address of an RFC 3161 service; empty for none.
    """

    file: Path
    password_file: Path | None = None
    timestamp: str = ""


def command(path: Path, signed: Path, certificate: Certificate) -> list[str]:
    """The line that signs."""
    words = ["osslsigncode", "sign", "-pkcs12", str(certificate.file)]
    if certificate.password_file:
        words += ["-readpass", str(certificate.password_file)]
    words += ["-h", "sha256", "-n", "ergobreak"]
    if certificate.timestamp:
        words += ["-ts", certificate.timestamp]
    return [*words, "-in", str(path), "-out", str(signed)]


def sign(path: Path, certificate: Certificate) -> None:
    """Sign a program or an installer in its place.

    Raises:
        SystemExit: osslsigncode refuses.
    """
    signed = path.with_name(path.name + ".signed")
    done = subprocess.run(command(path, signed, certificate), capture_output=True, text=True, check=False)
    if done.returncode:
        signed.unlink(missing_ok=True)
        raise SystemExit(done.stdout + done.stderr)
    signed.replace(path)


def verify(path: Path, authority: Path) -> bool:
    """Whether the signature fits the file and leads to the authority (PEM)."""
    words = ["osslsigncode", "verify", "-CAfile", str(authority), "-in", str(path)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    """Sign or verify each file."""
    parser = argparse.ArgumentParser(description="Sign Windows programs and installers.")
    parser.add_argument("--certificate", type=Path, help="PKCS#12")
    parser.add_argument("--password-file", type=Path)
    parser.add_argument("--timestamp", default="")
    parser.add_argument("--verify", type=Path, metavar="AUTHORITY", help="check against this authority (PEM) instead")
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    if options.verify:
        results = {path: verify(path, options.verify) for path in options.files}
        for path, good in results.items():
            print(f"{'ok    ' if good else 'FAILED'} {path}")
        return 0 if all(results.values()) else 1
    if options.certificate is None:
        print("Nothing is signed: no certificate was given.", file=sys.stderr)
        return 2
    for path in options.files:
        sign(
            path,
            Certificate(file=options.certificate, password_file=options.password_file, timestamp=options.timestamp),
        )
        print(f"signed {path}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
