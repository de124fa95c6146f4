"""What the guide remembers: that it was asked, and when the checklist was gone through."""

from __future__ import annotations

from pathlib import Path

from knotbreak.core.units import DAY_MS
from knotbreak.storage.guide_marks import AskedFile, WorkstationFile


def test_it_is_asked_once(tmp_path: Path) -> None:
    path = tmp_path / "state" / "asked.toml"
    file = AskedFile(path, lambda: 5)
    assert not file.asked
    file.note()
    assert AskedFile(path, lambda: 9).asked


def test_the_checklist_comes_again_after_90_days(tmp_path: Path) -> None:
    now_ms = 1_000
    file = WorkstationFile(tmp_path / "workstation.toml", lambda: now_ms)
    assert file.due, "never gone through"
    file.gone_through()
    assert not file.due
    now_ms += 90 * DAY_MS - 1
    assert not file.due
    now_ms += 1
    assert file.due


def test_a_mark_that_cannot_be_read_asks_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "workstation.toml"
    path.write_text("[[[")
    assert not WorkstationFile(path, lambda: 0).due
