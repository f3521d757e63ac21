#!/usr/bin/python3 -IS
"""Starts ergobreak with its own libraries and no others.

The interpreter is the system's, but nothing else is let in: not the person's PYTHONPATH, not the folder one stands
in, not the system's or the person's site-packages. What ergobreak starts later runs under ``bin/python3`` below, which
makes the same promise.
"""

import os
import sys

HOME = "/usr/lib/ergobreak"

sys.path.insert(0, HOME + "/lib/python3.11/site-packages")
sys.executable = HOME + "/bin/python3"
for _name in ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP"):
    os.environ.pop(_name, None)
os.environ["PYTHONSAFEPATH"] = "1"

from ergobreak.__main__ import main  # noqa: E402 - found through what stands above

if __name__ == "__main__":
    raise SystemExit(main())
