"""The emergency hold between processes: a command keeps it for the next program, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from knotbreak.app.movement_hold import ProgramHold
from knotbreak.app.state import AppState
from knotbreak.bootstrap.holding import CommandHold, hold_file, take_over
from knotbreak.core.problems import ProblemError
from knotbreak.core.scheduler_state import GUIDE, PauseReason, SchedulerState
from knotbreak.storage.folders import Folders
from knotbreak.storage.state_file import StructFile
from knotbreak.system.instance import InstanceLock
from tests.app.world import World


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        folder = tmp_path / name.lower()
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(name, str(folder))
    return Folders()


def kept_by_a_program_that_ended(folders: Folders) -> StructFile[AppState]:
    reason = PauseReason(key=GUIDE, why=GUIDE, counts=True, movement_only=True)
    other = PauseReason(key="user", why="user", counts=True)
    state = StructFile(folders.state / "state.toml", AppState)
    scheduler = SchedulerState(pauses={GUIDE: reason, "user": other}, next_offer_id=4)
    state.save(AppState(boot_id="then", scheduler=scheduler))
    return state


def test_a_command_keeps_it_for_the_next_program(folders: Folders) -> None:
    command = CommandHold(folders)
    assert not command.held
    command.hold()
    assert CommandHold(folders).held
    world = World()
    take_over(folders, world.controller)
    assert ProgramHold(world.controller).held
    assert not hold_file(folders).held, "it has one place at a time"


def test_nothing_is_taken_over_where_nothing_was_left(folders: Folders) -> None:
    world = World()
    take_over(folders, world.controller)
    assert not ProgramHold(world.controller).held


def test_a_command_sees_and_ends_what_a_program_kept(folders: Folders) -> None:
    state = kept_by_a_program_that_ended(folders)
    command = CommandHold(folders)
    assert command.held
    command.release()
    assert not CommandHold(folders).held
    left = state.load()
    assert left is not None
    assert left.scheduler is not None
    assert set(left.scheduler.pauses) == {"user"}, "the person's own pause stays"
    assert left.scheduler.next_offer_id == 4


def test_what_cannot_be_changed_now_goes_on_holding(folders: Folders) -> None:
    kept_by_a_program_that_ended(folders)
    with InstanceLock(folders.runtime / "knotbreak.lock"), pytest.raises(ProblemError):
        CommandHold(folders).release()
    assert CommandHold(folders).held


def test_a_state_that_cannot_be_read_is_no_reason_to_hold(folders: Folders) -> None:
    folders.state.mkdir(parents=True, exist_ok=True)
    (folders.state / "state.toml").write_text("[[[")
    assert not CommandHold(folders).held
