"""Fixtures for every folder of tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# How long an example takes says something about the machine, and nothing about the property.
settings.register_profile("knotbreak", deadline=None)
settings.load_profile("knotbreak")

if TYPE_CHECKING:
    from tests.desktop.desktop import Desktop


@pytest.fixture(scope="module")
def desktop_dunst() -> Iterator[Desktop]:
    """A desktop with dunst, shared by the tests of a file."""
    from tests.desktop.desktop import Desktop

    with Desktop("dunst") as desktop:
        yield desktop


@pytest.fixture(scope="module")
def desktop_xfce() -> Iterator[Desktop]:
    """A desktop with xfce4-notifyd, shared by the tests of a file."""
    from tests.desktop.desktop import Desktop

    with Desktop("xfce") as desktop:
        yield desktop
