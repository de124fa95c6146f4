"""The sounds of the program's own."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """A sound of the program's own; the value is its file's name."""

    START = "start"
    SWITCH = "switch"
    HALFWAY = "halfway"
    LAST = "last"
    RELEASE = "release"
    DONE = "done"
    BREATH_IN = "breath-in"
    BREATH_OUT = "breath-out"
    NOTICE = "notice"
