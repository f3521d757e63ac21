"""The packaged rules, and help in one country."""

from __future__ import annotations

import pytest

from ergobreak.triage.emergency import Help, help_for
from ergobreak.triage.loader import packaged
from ergobreak.triage.model import Table
from ergobreak.triage.safety import packaged_countries


@pytest.fixture(scope="session")
def table() -> Table:
    return packaged()


@pytest.fixture
def britain() -> Help:
    return help_for(packaged_countries(), setting="GB")
