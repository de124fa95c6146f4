"""What is settled before the application is made."""

from __future__ import annotations

import os
from unittest.mock import MagicMock

import pytest

from knotbreak.qt import application

SWITCH = "QT_NO_GUI_THREADPOOL"


@pytest.mark.parametrize("chosen", [None, "0"])
def test_fills_are_not_shared_out_unless_somebody_chose(
    monkeypatch: pytest.MonkeyPatch, chosen: str | None
) -> None:
    seen: list[str | None] = []

    def made(_arguments: list[str]) -> MagicMock:
        seen.append(os.environ.get(SWITCH))
        return MagicMock()

    monkeypatch.setenv(SWITCH, chosen or "")
    if chosen is None:
        monkeypatch.delenv(SWITCH)
    monkeypatch.setattr(application, "QApplication", made)
    application.application()
    assert seen == [chosen or "1"]
