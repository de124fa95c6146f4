"""What front ends draw: frozen, already worded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from knotbreak.core.body import Area, Side
from knotbreak.core.figure_settings import FigureSettings
from knotbreak.core.session_state import State

if TYPE_CHECKING:
    from knotbreak.app.care_views import CareView
    from knotbreak.core.figure_spec import FigureSpec
    from knotbreak.core.timeline import SegmentKind


class NextView(msgspec.Struct, frozen=True):
    """The reminder that comes next: its id and name, local ISO time, and words for a person."""

    reminder: str
    name: str
    at: str
    words: str


class NoticeView(msgspec.Struct, frozen=True):
    """What is due, shown or waiting; `shown` is whether a notice is on the screen.

    `picture` is the path of a small picture of what is offered, or empty.
    """

    offer: int | None
    reminder: str
    title: str
    body: str
    shown: bool
    starts_session: bool
    picture: str = ""


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A session at one event: it changes only when something happens, not with every frame.

    `step` counts from 1, `side` is empty where sides do not matter, `segments` are the shares of
    the steps in the whole, in milliseconds; `cues` are all of this segment, one after the other.
    """

    routine: str
    routine_title: str
    kind: SegmentKind
    state: State
    step: int
    steps: int
    set: int
    sets: int
    title: str
    side: Side
    side_words: str
    wait_words: str
    feel: str
    next_title: str
    cues: str
    segments: tuple[int, ...]
    gentle: bool
    pace: int
    always: str
    easier: str
    breath_words: str
    stop: tuple[str, ...]
    holds: bool = True
    person: FigureSettings = FigureSettings()
    figure: FigureSpec | None = None
    next_figure: FigureSpec | None = None


class TurnView(msgspec.Struct, frozen=True):
    """A routine that was played, and what is thought of it: `rated` is more, less or empty."""

    routine: str
    title: str
    rated: str = ""
    pinned: bool = False


class FinishView(msgspec.Struct, frozen=True):
    """How a session ended, in a sentence, with the movement seconds of it and of today.

    `until_back` is whether the break goes on until the person says that they are back. `week` is
    the week in one line where it may be its last session, else empty. `turn` is what was played,
    `asks` the area whose tightness may be noted, with `asks_words` as the question; None where it
    is not asked. `answer` is what is said to "better", "same" or "worse", and empty until then.
    `see` is the area about which somebody should be seen.
    """

    outcome: str
    words: str
    held_s: int
    today_s: int
    until_back: bool = False
    week: str = ""
    turn: TurnView | None = None
    asks: Area | None = None
    asks_words: str = ""
    answer: str = ""
    see: Area | None = None


class CoverView(msgspec.Struct, frozen=True, kw_only=True):
    """What covers the screens in the strong mode.

    `offer` is the notice that is offered there, None while a session plays. `skip_words` is empty
    where nothing may be skipped any more; the skip button has to be held for `hold_ms`.
    """

    offer: int | None
    title: str
    body: str
    start_words: str = ""
    later_words: str = ""
    skip_words: str = ""
    hold_ms: int = 0
    leave_words: str = ""


class StatusView(msgspec.Struct, frozen=True, kw_only=True):
    """The program at a glance.

    `state` is active, away, due, paused, safety, session or session-paused; `tightness` is the
    share of the way to the next stretch, 0 just after a break and 1 when it is due; `speed_words`
    is empty unless `--speed` changes the pace of time; `cover` is None but in the strong mode.
    """

    state: str
    tightness: float
    why: str
    next: NextView | None
    notice: NoticeView | None
    water: int
    water_goal: int
    water_words: str
    speed_words: str = ""
    cover: CoverView | None = None
    care: tuple[CareView, ...] = ()
