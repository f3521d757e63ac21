"""The packaged rules, and help in one country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ergobreak.triage.emergency import Help, help_for
from ergobreak.triage.loader import packaged
from ergobreak.triage.safety import packaged_countries

if TYPE_CHECKING:
    from ergobreak.triage.model import Table


@pytest.fixture(scope="session")
def table() -> Table:
    return packaged()


@pytest.fixture
def britain() -> Help:
    return help_for(packaged_countries(), setting="GB")
