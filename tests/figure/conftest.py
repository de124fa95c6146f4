"""The stretches that come with the program, as moving bodies."""

from __future__ import annotations

import pytest

from tests.figure.moments import Moment, all_moments


@pytest.fixture(scope="session")
def moments() -> tuple[Moment, ...]:
    """Every keyframe of every stretch and the instants between them, on both sides."""
    return tuple(all_moments())
