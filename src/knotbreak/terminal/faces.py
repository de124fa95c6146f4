"""The pages of a terminal."""

from __future__ import annotations

from enum import StrEnum


class Face(StrEnum):
    """Which page is shown."""

    STATUS = "status"
    SAFETY = "safety"
    SESSION = "session"
    STOP_IF = "stop-if"
    FINISH = "finish"
