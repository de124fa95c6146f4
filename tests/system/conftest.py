"""A loop and a private bus for each test."""

from __future__ import annotations

import gettext
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.processes import Processes


@pytest.fixture
def loop() -> Iterator[SelectorLoop]:
    with SelectorLoop() as loop:
        yield loop


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder for sockets, whose names must be short."""
    folder = Path(tempfile.mkdtemp(prefix="knotbreak-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def bus(short_folder: Path) -> Iterator[PrivateBus]:
    """A bus without a service."""
    folder = short_folder
    processes = Processes(folder, {"PATH": "/usr/bin:/bin", "HOME": str(folder)})
    bus = PrivateBus(processes, folder / "session")
    bus.start()
    yield bus
    processes.end_all()


@pytest.fixture
def translator() -> gettext.NullTranslations:
    return gettext.NullTranslations()
