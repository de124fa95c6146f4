"""The interrupting coordinator: what is seen on the desktop, and what it means for both others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from knotbreak.app.effects import Effect, Tell
from knotbreak.app.intents import Returned
from knotbreak.app.playing import Playing
from knotbreak.app.reminding import Reminding
from knotbreak.core.agenda import BREAK_MS
from knotbreak.core.appointments import AHEAD_MS
from knotbreak.core.interruptions import (
    RULES,
    Began,
    Busy,
    InterruptionEvent,
    Interruptions,
    Over,
    StopSession,
)
from knotbreak.core.scheduler_state import BACK, PauseReason
from knotbreak.core.typing_on import TypingOn
from knotbreak.core.units import MINUTE_MS, SECOND_MS, Instant

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

LOOK_MS = MINUTE_MS
"""Signals are looked at from so long before a notice, not all day."""

BACK_MS = 3 * MINUTE_MS
"""Whoever is at the keyboard for so long after a break is back, and has forgotten to say so."""

ASK_AGAIN_MS = 5 * MINUTE_MS
"""What is planned may change: it is asked again after so long, while something is due soon."""

BREAK_LOOK_MS = 20 * SECOND_MS
"""And from so long before a stillness is taken for a break."""


class Watching(Protocol):
    """Whoever looks at the desktop; what it sees goes to the controller."""

    def look_once(self) -> None:
        """Look, unless that is going on already; what is found is looked at again."""

    def set_watching(self, watching: bool, /) -> None:
        """Look from now on, or no more; saying the same twice is harmless."""

    @property
    def plans(self) -> bool:
        """Whether anybody knows what is planned."""

    def look_ahead(self) -> None:
        """Tell the controller what the next hour brings, once and later."""


class Interrupting:
    """Owns the reasons that the desktop gives, and what typing does to a session."""

    def __init__(self, reminding: Reminding, playing: Playing, translator: Translator) -> None:
        self.machine = Interruptions()
        self._reminding = reminding
        self._playing = playing
        self._typing = TypingOn()
        self._hears_input = False
        self._ahead_asked_ms: int | None = None
        self._ = translator.gettext

    def deadline(self) -> int | None:
        """When `advance` has something to do."""
        moments = (self.machine.deadline(), self._typing.deadline(), self._back_ms())
        return min((moment for moment in moments if moment is not None), default=None)

    def look_ms(self, now: Instant, plans: bool) -> int | None:
        """When there will be reason to look at the desktop, or ahead, if there is none now."""
        moments = (self._look_from_ms(), self._ahead_ms() if plans else None)
        later = (moment for moment in moments if moment is not None and moment > now.mono_ms)
        return min(later, default=None)

    def direct(self, signals: Watching, now: Instant) -> None:
        """Let somebody look at what matters now."""
        signals.set_watching(self.wants_signals(now))
        ahead_ms = self._ahead_ms() if signals.plans else None
        if ahead_ms is not None and ahead_ms <= now.mono_ms:
            self._ahead_asked_ms = now.mono_ms
            signals.look_ahead()

    def _ahead_ms(self) -> int | None:
        """When to ask what is planned: in time for what may have to come before it."""
        state = self._reminding.scheduler.state
        due_ms = self._reminding.scheduler.early_due_ms()
        if due_ms is None or self._away or state.idle_from_ms is not None:
            return None
        asked_ms = self._ahead_asked_ms
        ahead_ms = due_ms - AHEAD_MS - LOOK_MS
        return ahead_ms if asked_ms is None else max(ahead_ms, asked_ms + ASK_AGAIN_MS)

    def advance(self, now: Instant) -> list[Effect]:
        """Let time pass."""
        effects = self._effects(self.machine.advance(now), now)
        typed_ms = self._typing.advance(now.mono_ms)
        back_ms = self._back_ms()
        if self.break_goes_on and (
            typed_ms is not None or (back_ms is not None and now.mono_ms >= back_ms)
        ):
            self._typing.rests()
            return effects + self._reminding.handle(Returned(), now)
        if typed_ms is None:
            return effects
        if not self._playing.moving:
            # The person stopped it; then it is theirs to go on.
            self._typing.rests()
            return effects
        effects += self._playing.lapsed(now, typed_ms)
        return [*effects, Tell(self._("The session waits while you type."))]

    def wants_signals(self, now: Instant) -> bool:
        """Whether it matters now what goes on, and goes on mattering."""
        if self._away:
            # Nobody is there; before anything comes to who is back, there is a look.
            return False
        state = self._reminding.scheduler.state
        if state.session or state.offer is not None or self.machine.reasons:
            return True
        begin_ms = self._look_from_ms()
        return begin_ms is not None and begin_ms <= now.mono_ms

    def _look_from_ms(self) -> int | None:
        """From when on a notice, or the end of a stillness, is so near that it matters."""
        scheduler = self._reminding.scheduler
        state = scheduler.state
        if state.idle_from_ms is not None:
            # Then it is decided whether this was a rest, or somebody sat in a long call.
            return None if state.break_counted else state.idle_from_ms + BREAK_MS - BREAK_LOOK_MS
        notice_ms = scheduler.notice_from_ms()
        return None if notice_ms is None else notice_ms - LOOK_MS

    def reported(self, busy: Busy, now: Instant) -> list[Effect]:
        """Somebody is busy."""
        return self._effects(self.machine.reported(now, busy), now)

    def withdrawn(self, key: str, now: Instant) -> list[Effect]:
        """They are not, any more."""
        return self._effects(self.machine.withdrawn(now, key), now)

    def was_there(self, idle_ms: int, now: Instant) -> bool:
        """Whether anybody was seen before a stillness of so long: one who may sit in a call now."""
        state = self._reminding.scheduler.state
        return state.idle_from_ms is None and idle_ms < now.mono_ms - state.active_from_ms

    def came_back(self, now: Instant) -> list[Effect]:
        """There is input again; on a locked screen that means nothing yet."""
        if self._away:
            return []
        return self._reminding.effects(now, self._reminding.scheduler.active_at(now))

    def session_began(self, now: Instant) -> list[Effect]:
        """A session plays, here or in another process."""
        effects = self._effects(self.machine.session_is(now, plays=True), now)
        return effects + self._reminding.effects(
            now, self._reminding.scheduler.session_started(now)
        )

    def session_ended(self, taken: bool, now: Instant) -> list[Effect]:
        """It is over."""
        self._typing.rests()
        effects = self._effects(self.machine.session_is(now, plays=False), now)
        scheduler = self._reminding.scheduler
        happened = scheduler.session_ended(now, taken)
        finish = self._playing.finish
        if taken and finish is not None and finish.until_back:
            happened += scheduler.reason_started(now, PauseReason(key=BACK, why=BACK))
        return effects + self._reminding.effects(now, happened)

    def input_began(self, now: Instant) -> list[Effect]:
        """There is input while a session plays, or the break after it goes on."""
        self._hears_input = True
        if self._playing.player is not None or self.break_goes_on:
            self._typing.began(now.mono_ms)
        return []

    def own_input(self, now: Instant) -> None:
        """The person uses the session's own window: turns the figure, moves the mouse over it."""
        self._typing.ours(now.mono_ms)

    def input_rests(self, now: Instant) -> list[Effect]:
        """The input pauses: a session that waited for that goes on."""
        return self._playing.go_on(now) if self._typing.rests() else []

    @property
    def break_goes_on(self) -> bool:
        """Whether the break waits for the person to say that they are back."""
        return BACK in self._reminding.scheduler.state.pauses

    def _back_ms(self) -> int | None:
        """When a break that goes on ends by itself; None where input cannot be told."""
        state = self._reminding.scheduler.state
        if not (self.break_goes_on and self._hears_input) or state.idle_from_ms is not None:
            return None
        return state.active_from_ms + BACK_MS

    @property
    def _away(self) -> bool:
        return any(RULES[reason.busy.kind].away for reason in self.machine.reasons)

    def _effects(self, events: Sequence[InterruptionEvent], now: Instant) -> list[Effect]:
        return [effect for event in events for effect in self._effects_of(event, now)]

    def _effects_of(self, event: InterruptionEvent, now: Instant) -> list[Effect]:
        scheduler = self._reminding.scheduler
        match event:
            case Began(busy=busy):
                happened = scheduler.reason_started(now, busy.reason)
                if RULES[busy.kind].away:
                    happened += scheduler.idle_since(now, 0)
            case Over(busy=busy):
                happened = scheduler.active_at(now) if RULES[busy.kind].away else []
                happened += scheduler.reason_ended(now, busy.key)
            case StopSession():
                return self._playing.lapsed(now, 0)
        return self._reminding.effects(now, happened)
