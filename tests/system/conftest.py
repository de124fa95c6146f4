"""A loop and a private bus for each test."""

from __future__ import annotations

import gettext
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knotbreak.system.dbus_address import BusKind
from knotbreak.system.session_bus import SessionBus
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.bus import PrivateBus
from tests.desktop.processes import Processes
from tests.desktop.waiting import wait_until
from tests.fakes import TRANSLATOR


@pytest.fixture
def loop() -> Iterator[SelectorLoop]:
    with SelectorLoop() as loop:
        yield loop


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder for sockets, whose names must be short."""
    folder = Path(tempfile.mkdtemp(prefix="knotbreak-"))
    yield folder

    def gone() -> bool:
        shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()

    # The thread of a sound that was silenced may still write its file.
    wait_until(gone, "nobody writes there any more")


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


@contextmanager
def started_buses(
    loop: SelectorLoop, session: PrivateBus, system: PrivateBus
) -> Iterator[tuple[SessionBus, SessionBus]]:
    """The program's connections to a session bus and a system bus."""
    environ = {
        "DBUS_SESSION_BUS_ADDRESS": session.address,
        "DBUS_SYSTEM_BUS_ADDRESS": system.address,
    }
    made = tuple(
        SessionBus(loop, TRANSLATOR, kind=kind, environ=environ)
        for kind in (BusKind.SESSION, BusKind.SYSTEM)
    )
    for one in made:
        one.start()
    yield made[0], made[1]
    for one in made:
        one.stop()
