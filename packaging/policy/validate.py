"""Hand the policy templates to everybody who judges such files: ``python3 packaging/policy/validate.py``.

Each validator runs if it is here, and the table says so plainly if it is not; only a failed one makes this fail. What
each needs:

* Microsoft's schema for ADMX: a folder with ``PolicyDefinitionFiles.xsd``, named by ADMX_XSD_DIR. It is Microsoft's
  text and not ours to pass on; it comes with the specification MS-GPREG.
* check-jsonschema and xmlschema: among the tools of this checkout.
* plistutil: Debian's libplist-utils.
* pre-commit-macadmin (homebysix on GitHub): installed, or its checkout named by MACADMIN_DIR.
* ansible-lint and ansible-playbook: on PATH. The play is also run, as root, in a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OK, FAILED, NOT_HERE = "ok", "FAILED", "not here"
LONGEST = 600
MACADMIN = {
    "check_plists": ("macos/*.mobileconfig", "macos/*.plist"),
    "check_jamf_profiles": ("macos/*.mobileconfig",),
    "check_preference_manifests": ("macos/*.plist",),
    "check_jamf_json_manifests": ("macos/jamf-schema.json",),
}


class Result(NamedTuple):
    """One line of the table."""

    state: str
    what: str
    detail: str


def files(*patterns: str) -> list[Path]:
    """The files of the tree that fit; a pattern that fits nothing is a fault of this program."""
    found = [path for pattern in patterns for path in sorted(HERE.glob(pattern))]
    if not found:
        message = f"nothing fits {patterns}"
        raise FileNotFoundError(message)
    return found


def run(what: str, command: list[str], folder: Path = HERE, **more: str) -> Result:
    """Run a validator; the last line it printed is the detail, and all of it when it failed."""
    if command[0] == sys.executable:
        more["PYTHONSAFEPATH"] = "1"  # no module of this folder is to be taken for a library
    done = subprocess.run(
        command, cwd=folder, env=os.environ | more, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False, timeout=LONGEST,
    )  # fmt: skip
    said = (done.stdout + done.stderr).strip()
    if done.returncode:
        return Result(FAILED, what, f"exit code {done.returncode}\n{said}")
    return Result(OK, what, said.splitlines()[-1] if said else "")


def generated() -> Iterator[Result]:
    """Every file is what the model says, and every sentence is translated."""
    yield run("generate.py --check", [sys.executable, str(HERE / "generate.py"), "--check"])


def structure() -> Iterator[Result]:
    """Our own checks of the Group Policy template."""
    import_module("generate").prepare()
    checks = import_module("policy.checks")
    languages = {path.parent.name: path.read_text(encoding="utf-8") for path in files("windows/*/*.adml")}
    found = checks.problems((HERE / "windows/ergobreak.admx").read_text(encoding="utf-8"), languages)
    yield Result(FAILED if found else OK, "structure of ADMX and ADML", "\n".join(found) or ", ".join(languages))


def microsoft() -> Iterator[Result]:
    """The ADMX schema."""
    folder = os.environ.get("ADMX_XSD_DIR")
    if not folder:
        yield Result(NOT_HERE, "Microsoft's ADMX schema", "set ADMX_XSD_DIR to a folder with its three files")
        return
    if find_spec("xmlschema") is None:
        yield Result(NOT_HERE, "Microsoft's ADMX schema", "the Python package xmlschema is missing")
        return
    schema = import_module("xmlschema").XMLSchema(str(Path(folder) / "PolicyDefinitionFiles.xsd"))
    for path in files("windows/*.admx", "windows/*/*.adml"):
        errors = [f"{each.path}: {each.reason}" for each in schema.iter_errors(str(path))]
        yield Result(
            FAILED if errors else OK, f"ADMX schema: {path.relative_to(HERE)}", "\n".join(errors) or "0 errors"
        )


def json_schema() -> Iterator[Result]:
    """The schema itself, and the files that have to fit it."""
    if find_spec("check_jsonschema") is None:
        yield Result(NOT_HERE, "check-jsonschema", "the Python package check-jsonschema is missing")
        return
    tool = [sys.executable, "-m", "check_jsonschema"]
    schema = HERE / "linux/policy.schema.json"
    yield run("check-jsonschema --check-metaschema: policy.schema.json", [*tool, "--check-metaschema", str(schema)])
    for path in files("linux/*/*.json"):
        name = f"check-jsonschema --schemafile: {path.relative_to(HERE)}"
        yield run(name, [*tool, "--schemafile", str(schema), str(path)])


def own_check() -> Iterator[Result]:
    """What Ansible's ``validate`` runs on a machine."""
    for path in files("linux/*/*.json"):
        command = [sys.executable, "-m", "ergobreak", "policy", "validate", str(path)]
        yield run(f"ergobreak policy validate: {path.relative_to(HERE)}", command, PYTHONPATH=str(ROOT))


def property_lists() -> Iterator[Result]:
    """Every property list is one."""
    tool = shutil.which("plistutil")
    if tool is None:
        yield Result(NOT_HERE, "plistutil", "Debian has it in libplist-utils")
        return
    for path in files("macos/*.mobileconfig", "macos/*.plist"):
        found = run(f"plistutil: {path.relative_to(HERE)}", [tool, "-i", str(path), "-o", os.devnull, "-f", "xml"])
        yield found._replace(detail="" if found.state == OK else found.detail)


def mac_admins() -> Iterator[Result]:
    """The checks that Mac administrators run before a commit."""
    place = os.environ.get("MACADMIN_DIR", "")
    if not place and find_spec("pre_commit_macadmin_hooks") is None:
        yield Result(NOT_HERE, "pre-commit-macadmin", "set MACADMIN_DIR to a checkout of it")
        return
    for name, patterns in MACADMIN.items():
        paths = [str(path) for path in files(*patterns)]
        command = [sys.executable, "-m", f"pre_commit_macadmin_hooks.{name}", *paths]
        with tempfile.TemporaryDirectory() as elsewhere:  # "packaging" here would hide the library of that name
            found = run(f"pre-commit-macadmin {name}", command, Path(elsewhere), PYTHONPATH=place)
        yield found._replace(detail=found.detail or f"{len(paths)} files")


def ansible() -> Iterator[Result]:
    """The role, in a copy, since these tools write beside what they read."""
    lint, play = shutil.which("ansible-lint"), shutil.which("ansible-playbook")
    with tempfile.TemporaryDirectory() as copied:
        place = Path(copied) / "policy"
        for name in ("ansible", "linux"):
            shutil.copytree(HERE / name, place / name)
        folder, home = place / "ansible", str(Path(copied) / "home")
        if lint is None:
            yield Result(NOT_HERE, "ansible-lint", "not on PATH")
        else:
            yield run("ansible-lint", [lint, "--offline", "--nocolor", "--strict"], folder, ANSIBLE_HOME=home)
        if play is None:
            yield Result(NOT_HERE, "ansible-playbook", "not on PATH")
            return
        for name in ("site.yml", "test.yml"):
            command = [play, "--syntax-check", "-i", "localhost,", name]
            yield run(f"ansible-playbook --syntax-check: {name}", command, folder, ANSIBLE_HOME=home)
        yield _played(play, folder, home)


def _played(play: str, folder: Path, home: str) -> Result:
    what, command = "ansible-playbook: test.yml", shutil.which("ergobreak", path=str(Path(sys.executable).parent))
    if sys.platform == "win32" or os.geteuid() != 0:
        return Result(NOT_HERE, what, "needs root, since policy files belong to root")
    if command is None:
        return Result(NOT_HERE, what, "the command ergobreak is not installed beside this Python")
    arguments = ["-i", "localhost,", "-c", "local", "-e", f"ergobreak_command={command}"]
    interpreter = f"ansible_python_interpreter={sys.executable}"
    command_line = [play, *arguments, "-e", interpreter, "test.yml"]
    return run(what, command_line, folder, ANSIBLE_HOME=home, ANSIBLE_REMOTE_TMP=f"{home}/work")


VALIDATORS: tuple[Callable[[], Iterator[Result]], ...] = (
    generated, structure, microsoft, json_schema, own_check, property_lists, mac_admins, ansible,
)  # fmt: skip


def main() -> int:
    """Run them all and print the table."""
    if find_spec("pydantic") is None:  # a bare python3: the checkout's own knows everything
        sys.path.insert(0, str(ROOT))
        dev = import_module("dev")
        dev.hand_over(dev.in_project("python", str(Path(__file__).resolve())))
    failed = []
    for validator in VALIDATORS:
        for each in validator():
            first, *rest = each.detail.splitlines() or [""]
            print(f"{each.state:<9} {each.what:<72} {first}".rstrip(), flush=True)
            if each.state == FAILED:
                failed.append(each)
                print(*(f"          {line}" for line in rest), sep="\n")
    print(f"{len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
