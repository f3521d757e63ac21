"""Which files there are, and what belongs in each: one table, for writing, for comparing and for the tests."""

from __future__ import annotations

import json
from typing import Any

from ergobreak.settings.policy_schema import policy_schema_text
from ergobreak.words import use_language

from . import ansible, macos, oma_uri, reference, samples, windows
from .catalogue import DOMAIN, Words


def everything(german: str | None = None) -> tuple[dict[str, bytes], list[str]]:
    """Each file's name below this folder and its content, and what is wrong with the translations."""
    use_language("en")
    say, deutsch = Words.english(), Words.german(german)
    managed, recommended = samples.checked()
    texts = {
        "windows/ergobreak.admx": windows.admx(),
        "windows/en-US/ergobreak.adml": windows.adml(say),
        "windows/de-DE/ergobreak.adml": windows.adml(deutsch),
        "windows/oma-uri.md": oma_uri.table(),
        "macos/jamf-schema.json": _json(macos.jamf_schema(say)),
        "linux/policy.schema.json": policy_schema_text(),
        "linux/managed/50-sample.json": _json(managed),
        "linux/recommended/50-sample.json": _json(recommended),
        "ansible/roles/ergobreak/meta/argument_specs.yml": ansible.argument_specs(say),
        "REFERENCE.md": reference.page(say),
    }
    files = {name: text.encode() for name, text in texts.items()}
    files["windows/sample.reg"] = windows.sample_reg(managed, recommended).replace("\n", "\r\n").encode("ascii")
    files |= macos.profiles(managed, recommended)
    files[f"macos/{DOMAIN}.plist"] = macos.manifest(say)
    return dict(sorted(files.items())), deutsch.problems()


def _json(value: Any) -> str:  # noqa: ANN401 - whatever JSON knows
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
