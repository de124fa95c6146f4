"""What the program asks of the outside: small protocols, named by role.

Adapters live in `system`, `storage`, `qt` and `terminal`, fakes in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from knotbreak.app.notice import ClosedHow, Notice
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import Problem
from knotbreak.core.settings import Settings
from knotbreak.core.units import Instant

if TYPE_CHECKING:
    from knotbreak.app.effects import Ring
    from knotbreak.app.state import AppState, WindowPlace
    from knotbreak.core.breathing import BreathPhase
    from knotbreak.core.routine import Routine, Stretch
    from knotbreak.core.tone import Tone


class Handle(Protocol):
    """Something that goes on until it is cancelled; cancelling twice is harmless."""

    def cancel(self) -> None: ...


class Loop(Protocol):
    """The event loop. Its times are real monotonic milliseconds, whatever `--speed` says."""

    def now_ms(self) -> int:
        """The real monotonic time."""

    def call_at(self, real_ms: int, fn: Callable[[], None]) -> Handle:
        """Call `fn` once, not before `real_ms`."""

    def add_reader(self, fd: int, fn: Callable[[], None]) -> Handle:
        """Call `fn` whenever `fd` can be read."""

    def add_writer(self, fd: int, fn: Callable[[], None]) -> Handle:
        """Call `fn` whenever `fd` can be written."""

    def post(self, fn: Callable[[], None]) -> None:
        """Call `fn` soon on the loop: the only call that another thread may make."""


class RunLoop(Loop, Protocol):
    """A loop that can be run."""

    def run(self) -> None: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


class Clock(Protocol):
    """The program's time; with `--speed N` it runs N times as fast as the real one."""

    @property
    def speed(self) -> float:
        """How many times as fast as real time."""

    def now(self) -> Instant:
        """This moment; never earlier than the answer before."""

    def real_ms(self, mono_ms: int) -> int:
        """The loop's time at which the program's monotonic time will be `mono_ms`."""


class Translator(Protocol):
    """Turns the program's English into the user's language (stdlib gettext fits)."""

    def gettext(self, message: str, /) -> str: ...
    def ngettext(self, singular: str, plural: str, n: int, /) -> str: ...


class NoticeListener(Protocol):
    """Hears what becomes of notices. Only notices of our own are ever reported."""

    def notice_shown(self, offer_id: int, handle: str) -> None:
        """The notice is on the screen; `handle` names it to `close_stale` after a crash."""

    def notice_answered(self, offer_id: int, action: str, token: str | None) -> None:
        """An action was chosen; `token` lets a window take the focus."""

    def notice_closed(self, offer_id: int, how: ClosedHow) -> None:
        """The notice went away without an answer."""

    def notice_failed(self, offer_id: int, problem: Problem) -> None:
        """The notice could not be shown; another way is needed."""


class Notifier(Protocol):
    """Shows one notice at a time: a new one takes the place of the one before."""

    def start(self, listener: NoticeListener) -> None:
        """Connect. Faults come later, through the listener, never from here."""

    def show(self, notice: Notice) -> None: ...

    def withdraw(self, offer_id: int) -> None:
        """Take the notice down, if it is still there."""

    def close_stale(self, handle: str) -> None:
        """Take down the notice that an earlier, killed run of the program left behind."""

    def stop(self) -> None:
        """Let go of the connection. Notices that are open are withdrawn first."""

    def describe(self) -> str:
        """Which means this is and what it can do, in a few words for a person."""


class IdleSource(Protocol):
    """Knows how long keyboard and mouse have been still. Times are in the program's time."""

    @property
    def known(self) -> bool:
        """False where this cannot be told: the user is then taken to be active."""

    def watch_idle(self, threshold_ms: int, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when the input has been still for `threshold_ms`."""

    def watch_active(self, fn: Callable[[int], None]) -> Handle:
        """Call `fn(idle_ms)` once, when there is input again; `idle_ms` ago was the last."""

    def stop(self) -> None: ...

    def describe(self) -> str:
        """Which means this is, in a few words for a person."""


class Tones(Protocol):
    """Makes the sounds of care timers."""

    def alarm(self) -> None:
        """Something has to be done now; heard also where sounds are off."""

    def breath(self, phase: BreathPhase) -> None:
        """A part of the breath begins."""


class IdleInhibitor(Protocol):
    """Keeps the screen awake."""

    @property
    def limit(self) -> str:
        """Why the desktop refused the last time, for a person; empty while nothing is amiss."""

    def set_held(self, held: bool, /) -> None:
        """Hold it, or let go; saying the same twice is harmless."""


class HistoryStore(Protocol):
    """The record of what happened. Faults are raised as `ProblemError`."""

    def record(self, event: HistoryEvent, /) -> bool:
        """Write an event; it is on the disk when this returns. False if its key was there."""

    def water_between(self, from_utc_ms: int, until_utc_ms: int, /) -> int:
        """Glasses drunk from one moment until before another."""

    def held_between(self, from_utc_ms: int, until_utc_ms: int, /) -> float:
        """Seconds of movement in the sessions of a time."""

    def last_played(self) -> dict[str, int]:
        """When each routine was last begun, in milliseconds since 1970."""

    def of_kinds(self, since_utc_ms: int, /, *kinds: EventKind) -> list[HistoryEvent]:
        """The events of some kinds from a moment on, the earliest first."""

    def close(self) -> None:
        """Let go of it."""


class StateStore(Protocol):
    """Keeps the state file. Faults are raised as `ProblemError`."""

    def load(self) -> AppState | None:
        """What an earlier run left; None if there was none."""

    def save(self, state: AppState, /) -> None:
        """Replace it, whole or not at all."""


class WindowStore(Protocol):
    """Keeps where the session window was. Faults are raised as `ProblemError`."""

    def load(self) -> WindowPlace | None:
        """Where it was last; None if that is not known."""

    def save(self, place: WindowPlace, /) -> None:
        """Replace it, whole or not at all."""


class RoutineLibrary(Protocol):
    """The routines and stretches that can be played now."""

    def refresh(self) -> bool:
        """Look for changed files; whether anything is different."""

    def routine(self, name: str) -> Routine:
        """Find a routine; raises `ProblemError` with the nearest name."""

    def routines(self) -> Mapping[str, Routine]:
        """All of them, by id."""

    def stretches(self) -> Mapping[str, Stretch]:
        """All stretches, by id."""

    def prescribed(self) -> Mapping[str, Routine]:
        """Those that somebody prescribed, by id."""

    def picture(self, stretch: str) -> str:
        """The file of a stretch's small picture; empty where there is none."""


class Sounds(Protocol):
    """What can be heard. Nothing of it waits or raises: a sound that fails is not heard."""

    def play(self, tone: Tone, /) -> None:
        """Begin a tone now; those that still sound ring on."""

    def speak(self, text: str, /) -> None:
        """Begin to say something now, in place of what is still being said."""

    def stop(self) -> None:
        """Be silent at once."""


class Audible(Sounds, Protocol):
    """Sounds that can say of themselves that nothing plays them."""

    @property
    def mute(self) -> bool: ...


class SettingsSource(Protocol):
    """The settings in force: the last good ones, whatever the file says now."""

    @property
    def settings(self) -> Settings: ...

    @property
    def problems(self) -> Sequence[Problem]: ...

    def reload_if_changed(self) -> bool: ...

    def set_value(self, key_path: tuple[str, ...], value: object, /) -> None:
        """Change one setting, or take it out with None; raises `ProblemError`."""


class SettingsStore(SettingsSource, Protocol):
    """Settings that can be changed. Faults are raised as `ProblemError`, and change nothing."""

    @property
    def kept(self) -> bool:
        """Whether the file has a fault: earlier settings are in force, and it is left alone."""

    @property
    def content(self) -> bytes | None:
        """The whole file as it was read last; None if there is none."""

    def set_values(self, changes: Sequence[tuple[tuple[str, ...], object]]) -> None:
        """Change settings by their key paths, all or none; None takes a key out."""

    def rename_reminder(self, old: str, new: str) -> None:
        """Give a reminder another name."""

    def put_back(self, content: bytes) -> None:
        """Replace the whole file by what it was."""


class FrontEnd(Protocol):
    """The terminal or the windows: draws what the controller's views say."""

    def changed(self) -> None:
        """Something is different: ask for the views again."""

    def session_began(self, token: str | None) -> None:
        """A session plays; `token` lets a window take the focus."""

    def session_over(self, taken: bool, /) -> None:
        """The session has ended; the finish view says how. `taken` counts as a break."""

    def acknowledge_first(self) -> None:
        """A session waits for the safety notice to be read."""

    def ring(self, ring: Ring) -> None:
        """A moment to mark with a sound."""

    def tell(self, text: str) -> None:
        """Say something to the person."""


class Front(FrontEnd, Protocol):
    """A front end that takes and gives back what it draws on."""

    def open(self) -> None: ...
    def close(self) -> None: ...
