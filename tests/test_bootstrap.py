"""What only the composition root decides."""

from __future__ import annotations

from pathlib import Path

from knotbreak.app.state import AppState, OpenNotice, OpenSession
from knotbreak.bootstrap.files import SessionStore
from knotbreak.core.scheduler_state import GUIDE, PauseReason, SchedulerState
from knotbreak.storage.state_file import StructFile


def test_a_run_that_only_plays_leaves_the_reminders_memory_alone(tmp_path: Path) -> None:
    file = StructFile(tmp_path / "state.toml", AppState)
    remembered = AppState(
        boot_id="then",
        scheduler=SchedulerState(counted_ms={"stretch": 1_234}, next_offer_id=9),
        notice=OpenNotice(8, "fdo:a:1"),
        offer_routine="neck-2",
    )
    file.save(remembered)
    holds: list[bool] = []
    store = SessionStore(file, lambda: holds.append(True))
    left = store.load()
    assert left is not None
    assert (left.scheduler, left.notice, left.offer_routine) == (None, None, None)
    session = OpenSession(key="session:1", routine="micro-neck", began_utc_ms=1)
    store.save(AppState(boot_id="now", safety_version=1, session=session))
    after = file.load()
    assert after is not None
    assert (after.safety_version, after.session) == (1, session)
    assert after.boot_id == "then"
    assert after.scheduler == remembered.scheduler
    assert after.notice == remembered.notice
    assert after.offer_routine == "neck-2"
    assert not holds
    waits = SchedulerState(pauses={GUIDE: PauseReason(key=GUIDE, why=GUIDE)})
    store.save(AppState(scheduler=waits))
    assert holds, "that movement waits is kept for the next run"


def test_a_first_run_that_only_plays_has_nothing_to_keep(tmp_path: Path) -> None:
    file = StructFile(tmp_path / "state.toml", AppState)
    store = SessionStore(file, lambda: None)
    assert store.load() is not None
    store.save(AppState(safety_version=1))
    after = file.load()
    assert after is not None
    assert after.safety_version == 1
    assert after.scheduler is None
