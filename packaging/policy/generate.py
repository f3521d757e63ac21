"""Write every policy template from the one policy model: ``python packaging/policy/generate.py``.

Run from the checkout after a key, a profile or the policy model has changed; ``--check`` writes nothing and fails,
naming each file that is out of date and each sentence that the German table lacks or no longer needs.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COMMAND = "packaging/policy/generate.py"


def prepare() -> None:
    """Make ergobreak and these modules (as the package ``policy``) importable: programs here are run by path."""
    for folder in (str(ROOT), str(HERE.parent)):
        if folder not in sys.path:
            sys.path.insert(0, folder)


def main(arguments: list[str], folder: Path = HERE) -> int:
    """Write the files, or only compare them."""
    prepare()
    outputs = import_module("policy.outputs")
    files, complaints = outputs.everything()
    for each in complaints:
        print(each)
    stale = [name for name, content in files.items() if _now(folder / name) != content]
    for name in stale:
        if "--check" in arguments:
            print(f"packaging/policy/{name} is out of date: run {COMMAND}")
        else:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
            print(f"wrote packaging/policy/{name}")
    return 1 if complaints or (stale and "--check" in arguments) else 0


def _now(path: Path) -> bytes | None:
    """What is in the file; git may have given it the line ends of this system."""
    if not path.exists():
        return None
    content = path.read_bytes()
    return content if path.suffix == ".reg" else content.replace(b"\r\n", b"\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
