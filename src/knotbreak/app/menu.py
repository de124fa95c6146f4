"""What the tray's menu and the status window offer to start, worded and in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.controller import Controller
from knotbreak.app.intents import GoAgain, StartDue, StartRoutine
from knotbreak.app.turn_words import TurnWords
from knotbreak.app.views import NoticeView, TurnView
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area, Place, Position
from knotbreak.core.interruptions import Kind
from knotbreak.core.problems import ProblemError
from knotbreak.core.scheduler_state import BACK, GUIDE, USER
from knotbreak.core.units import SECOND_MS, minutes_of

if TYPE_CHECKING:
    from knotbreak.app.ports import HistoryStore, RoutineLibrary, SettingsSource, Translator
    from knotbreak.core.rotation import Candidate

RECENT = 5
"""So many routines that were played lately stand before the long list."""

IN_CALL = "in-call"
"""What no camera and no microphone notices. Nothing but a hand starts it."""


class MenuEntry(msgspec.Struct, frozen=True):
    """Something to start, and what to ask for when it is chosen."""

    label: str
    intent: StartDue | StartRoutine | GoAgain


class MenuGroup(msgspec.Struct, frozen=True):
    """The routines whose main area is the same."""

    label: str
    entries: tuple[MenuEntry, ...]


class MenuView(msgspec.Struct, frozen=True, kw_only=True):
    """What can be started, and what is chosen now.

    `first` is what is due, or what would come next. `paused` is whether the person has paused
    reminders (a call or a lock pauses them too, but is not theirs to end), `on_break` whether a
    break goes on until they say that they are back. `absence` is whether
    there was one that they may count as a break, `movement_held` whether movement waits for them
    to allow it again, `workstation` whether it is time for the workstation checklist.
    `last` is what was played last; `resting` let areas go again.
    """

    first: MenuEntry
    recent: tuple[MenuEntry, ...]
    groups: tuple[MenuGroup, ...]
    place: Place
    paused: bool
    on_break: bool
    absence: bool
    movement_held: bool
    workstation: bool = False
    last: TurnView | None = None
    resting: tuple[MenuEntry, ...] = ()


class Menu:
    """Words the menu. The library and the history are read only when `refresh` says so."""

    def __init__(
        self,
        controller: Controller,
        library: RoutineLibrary,
        history: HistoryStore,
        settings: SettingsSource,
        translator: Translator,
        workstation: Callable[[], bool] = lambda: False,
    ) -> None:
        self._workstation = workstation
        # Known before the menu is opened: one that grows while it opens is cut by its host.
        self._workstation_due = workstation()
        self._controller = controller
        self._library = library
        self._history = history
        self._settings = settings
        self._translator = translator
        self._ = translator.gettext
        self._n = translator.ngettext
        self._words = Wording(translator)
        self._turns = TurnWords(translator)
        self._in_call: MenuEntry | None = None
        self._last: TurnView | None = None
        self._recent: tuple[MenuEntry, ...] = ()
        self._groups: tuple[MenuGroup, ...] = ()

    def refresh(self) -> None:
        """Read again what there is and what was played: when the menu is about to be seen."""
        self._workstation_due = self._workstation()
        try:
            self._controller.choosing.refresh()
            candidates = self._controller.choosing.candidates()
            entries = {one.id: self._entry(one) for one in candidates}
        except ProblemError:
            # The program tells of broken files elsewhere; the menu keeps what it had.
            return
        try:
            enough = self._controller.choosing.enough(self._controller.clock.now())
        except ProblemError:
            enough = frozenset()
        played = self._played()
        last = next((id_ for id_ in played if id_ in entries), None)
        self._last = None if last is None else self._controller.choosing.turn(last)
        self._in_call = entries.get(IN_CALL)
        self._recent = tuple(entries[id_] for id_ in played if id_ in entries)[:RECENT]
        self._groups = tuple(
            MenuGroup(self._heading(area, enough), of_area)
            for area in Area
            if (of_area := tuple(entries[one.id] for one in candidates if area in one.areas[:1]))
        )
        elsewhere = tuple(entries[one.id] for one in candidates if not one.areas)
        if elsewhere:
            self._groups += (MenuGroup(self._("Other"), elsewhere),)

    def view(self, notice: NoticeView | None) -> MenuView:
        """The menu as it stands; `notice` is what is due, from the status."""
        scheduler = self._controller.reminding.scheduler
        if notice is not None and notice.starts_session:
            first = MenuEntry(self._("Due now: {what}").format(what=notice.title), StartDue())
        elif self._in_call is not None and self._call_goes_on():
            first = self._in_call
        else:
            first = MenuEntry(self._("Whatever comes next"), StartRoutine())
        return MenuView(
            first=first,
            recent=self._recent,
            groups=self._groups,
            place=self._settings.settings.place,
            paused=USER in scheduler.state.pauses,
            on_break=BACK in scheduler.state.pauses,
            absence=scheduler.absence(self._controller.clock.now()) is not None,
            movement_held=GUIDE in scheduler.state.pauses,
            workstation=self._workstation_due,
            last=self._last,
            resting=tuple(
                MenuEntry(self._turns.go(area), GoAgain(area))
                for area in self._controller.noting.paused
            ),
        )

    def _heading(self, area: Area, enough: frozenset[Area]) -> str:
        """The name of an area, with a tick when it has had enough this week."""
        name = _capital(self._words.area(area))
        return f"{name} ✓" if area in enough else name

    def _call_goes_on(self) -> bool:
        reasons = self._controller.interrupting.machine.reasons
        return any(reason.busy.kind is Kind.CALL for reason in reasons)

    def _played(self) -> list[str]:
        """What was played, the latest first."""
        try:
            played = self._history.last_played()
        except ProblemError:
            return []
        return sorted(played, key=lambda id_: (-played[id_], id_))

    def _entry(self, one: Candidate) -> MenuEntry:
        routine = self._library.routine(one.id)
        parts = [self._(routine.title), self._length(one.total_ms)]
        if self._settings.settings.seated_only:
            from knotbreak.app.leaving import leaving_mark

            parts += filter(None, [leaving_mark(one.positions, self._translator)])
        elif one.floor:
            parts.append(self._words.posture(Position.FLOOR))
        ticks = self._controller.choosing.ticks(one.id, routine)
        return MenuEntry(" · ".join([*parts, ticks] if ticks else parts), StartRoutine(one.id))

    def _length(self, total_ms: int) -> str:
        minutes = minutes_of(total_ms)
        if minutes == 0:
            seconds = max(10, (total_ms + 5 * SECOND_MS) // (10 * SECOND_MS) * 10)
            return self._n("{n} second", "{n} seconds", seconds).format(n=seconds)
        return self._n("{n} minute", "{n} minutes", minutes).format(n=minutes)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
