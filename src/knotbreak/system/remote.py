"""A session in this process while another is the running program: that one writes.

The running program is told when the session begins and ends, so that its reminders keep quiet,
and it keeps the history. Should it end before the session does, `alone` writes in its place.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.effects import Ring
from knotbreak.app.state import AppState, OpenSession
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.system.ipc_client import AnswerError, NotRunningError, ask

if TYPE_CHECKING:
    from knotbreak.app.ports import FrontEnd, StateStore

_AGAIN_S = 60
"""A session that stands still is told again after so long: its process lives."""


class RemoteHistory:
    """Implements the `HistoryStore` port by asking the running program to write."""

    def __init__(self, path: Path, alone: Callable[[HistoryEvent], None]) -> None:
        self._path = path
        self._alone = alone

    def record(self, event: HistoryEvent) -> bool:
        """Have an event written; it is on the disk when this returns."""
        if event.event is EventKind.SAFETY_ACKNOWLEDGED:
            return True
        try:
            report(self._path, "record", {"event": msgspec.to_builtins(event)})
        except GoneError:
            self._alone(event)
        return True

    def water_between(self, from_utc_ms: int, until_utc_ms: int) -> int:
        """Not asked for: the running program counts."""
        del from_utc_ms, until_utc_ms
        return 0

    def held_between(self, from_utc_ms: int, until_utc_ms: int) -> float:
        """Seconds of movement, as the running program knows them."""
        args = {"from": from_utc_ms, "until": until_utc_ms}
        held = report(self._path, "held", args).get("held_s")
        return held if isinstance(held, float) else 0.0

    def last_played(self) -> dict[str, int]:
        """Not asked for: the routine is named."""
        return {}

    def of_kinds(self, since_utc_ms: int, *kinds: EventKind) -> list[HistoryEvent]:
        """The notes of tightness; the running program alone chooses, and needs the others."""
        if EventKind.CHECKIN not in kinds:
            return []
        found = report(self._path, "checkins", {"since": since_utc_ms}).get("events")
        return msgspec.convert(found, list[HistoryEvent])

    def close(self) -> None:
        """The running program keeps it open."""


class RemoteStore:
    """Implements the `StateStore` port: reads what the running program wrote, and tells it when
    the safety notice has been read and how far the session has come.

    Should this process be killed, the running program writes down the end of the session.
    """

    def __init__(
        self,
        state: StateStore,
        path: Path,
        alone: Callable[[], None],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._state = state
        self._path = path
        self._alone = alone
        self._now_s = now_s
        self._known = 0
        self._told: OpenSession | None = None
        self._told_s = 0.0

    def load(self) -> AppState | None:
        """Whether the safety notice has been read, and what rests; the remainder is not ours."""
        left = self._state.load()
        if left is None:
            return None
        self._known = left.safety_version
        return AppState(safety_version=left.safety_version, noted=left.noted)

    def save(self, state: AppState) -> None:
        """Pass on that the safety notice has been read, and where the session stands."""
        if state.safety_version > self._known:
            try:
                report(self._path, "acknowledge")
            except GoneError:
                self._alone()
            self._known = state.safety_version
        if state.session is not None:
            self._tell(state.session)

    def _tell(self, session: OpenSession) -> None:
        now_s = self._now_s()
        if session == self._told and now_s - self._told_s < _AGAIN_S:
            return
        self._told, self._told_s = session, now_s
        with suppress(GoneError):
            report(self._path, "session", {"session": msgspec.to_builtins(session)})


class RemoteFront:
    """A front end that also tells the running program when a session begins and ends."""

    def __init__(self, front: FrontEnd, path: Path, left_ms: Callable[[], int]) -> None:
        self._front = front
        self._path = path
        self._left_ms = left_ms
        self._taken = False

    def changed(self) -> None:
        """Passed on."""
        self._front.changed()

    def session_began(self, token: str | None) -> None:
        """Keep the running program's reminders quiet."""
        self._tell_how_long()
        self._front.session_began(token)

    def session_over(self, taken: bool) -> None:
        """Let them go on."""
        self._quietly("session", {"began": False, "taken": taken})
        self._front.session_over(taken)

    def acknowledge_first(self) -> None:
        """Passed on."""
        self._front.acknowledge_first()

    def ring(self, ring: Ring) -> None:
        """With each piece of the session, say how long it will still take."""
        self._tell_how_long()
        self._front.ring(ring)

    def tell(self, text: str) -> None:
        """Passed on."""
        self._front.tell(text)

    def _tell_how_long(self) -> None:
        self._quietly("session", {"began": True, "left_ms": self._left_ms()})

    def _quietly(self, cmd: str, args: Mapping[str, object]) -> None:
        try:
            report(self._path, cmd, args)
        except GoneError:
            # It was told to end meanwhile: there is nobody left to keep quiet.
            return
        except ProblemError as error:
            self._front.tell(str(error))


class GoneError(ProblemError):
    """The running program has ended."""


def report(path: Path, cmd: str, args: Mapping[str, object] | None = None) -> dict[str, object]:
    """Ask the running program for something that must succeed; the answer is its data.

    Raises:
        GoneError: if it has ended.
        ProblemError: if it does not answer, or refuses.
    """
    try:
        answer = ask(path, cmd, args)
    except NotRunningError as error:
        raise GoneError(Problem(where="knotbreak", what=str(error))) from None
    except AnswerError as error:
        raise ProblemError(Problem(where="knotbreak", what=str(error))) from None
    if answer.get("ok") is not True:
        raise ProblemError(Problem(where="knotbreak", what=str(answer.get("message"))))
    data = answer.get("data")
    return data if isinstance(data, dict) else {}
