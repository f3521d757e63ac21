"""The programs in ``packaging/`` that make the Linux packages, as modules; they are no part of the package."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
for _name in ("packaging", "packaging/linux"):
    if str(ROOT / _name) not in sys.path:
        sys.path.insert(0, str(ROOT / _name))

tree = import_module("tree")
elf = import_module("elf")
slim = import_module("slim")
files = import_module("files")
papers = import_module("papers")
man = import_module("man")
build_deb = import_module("build_deb")
build_rpm = import_module("build_rpm")
