"""The playing coordinator: a session from the safety notice to its last line in the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from knotbreak.app.acknowledging import acknowledgement
from knotbreak.app.effects import (
    AskSafety,
    BeginSession,
    Effect,
    Record,
    Ring,
    SessionBegan,
    SessionOver,
    Signal,
    Tell,
)
from knotbreak.app.intents import Key
from knotbreak.app.pausing import Refused
from knotbreak.app.play_settings import PlaySettings
from knotbreak.app.ports import Translator
from knotbreak.app.reminding import offset_min
from knotbreak.app.state import OpenSession
from knotbreak.app.views import FinishView, SessionView
from knotbreak.app.wording import Wording
from knotbreak.core.compiler import Frame
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.figure_spec import FigureSpec
from knotbreak.core.plan import PlannedStep, other_step, plan_steps
from knotbreak.core.player import (
    Ended,
    Halfway,
    IllegalMoveError,
    Outcome,
    PlayerEvent,
    PlayerFrame,
    SegmentBegan,
    SessionPlayer,
    State,
)
from knotbreak.core.problems import ProblemError
from knotbreak.core.routine import Routine, Stretch
from knotbreak.core.timeline import MOVEMENT, SegmentKind, TimelineOptions
from knotbreak.core.units import MINUTE_MS, SECOND_MS, Instant
from knotbreak.guide import safety


class Playable(msgspec.Struct, frozen=True):
    """A routine to play, with the stretches that it and its easier versions need."""

    id: str
    routine: Routine
    stretches: Mapping[str, Stretch]


FORGOTTEN_MS = 30 * MINUTE_MS
"""A session that stands still for so long has been forgotten: reminders would wait for ever."""

FEELINGS = ("better", "same", "worse")


class Playing:
    """Owns the player of the session that runs, if one does."""

    def __init__(
        self,
        find: Callable[[str], Playable],
        settings: Callable[[], PlaySettings],
        translator: Translator,
        held_today: Callable[[Instant], float] = lambda _now: 0.0,
        week: Callable[[Instant, HistoryEvent], str] = lambda _now, _session: "",
    ) -> None:
        self._held_today = held_today
        self._week = week
        self.player: SessionPlayer | None = None
        self.open: OpenSession | None = None
        self.ended: OpenSession | None = None
        self.waiting: BeginSession | None = None
        self.safety_version = 0
        self.nobody_to_ask = False
        self.finish: FinishView | None = None
        self._find = find
        self._settings = settings
        self._ = translator.gettext
        self._words = Wording(translator)
        self._playable: Playable | None = None
        self._stands_since_ms: int | None = None

    @property
    def acknowledged(self) -> bool:
        """Whether the safety notice of this version has been read."""
        return self.safety_version >= safety.SAFETY_VERSION

    @property
    def moving(self) -> bool:
        """Whether a session plays and is not paused."""
        return self.player is not None and self.player.state in (State.RUNNING, State.REENTRY)

    def deadline(self) -> int | None:
        """When `advance` has something to do."""
        if self._stands_since_ms is not None:
            return self._stands_since_ms + FORGOTTEN_MS
        return None if self.player is None else self.player.deadline()

    def advance(self, now: Instant) -> list[Effect]:
        """Let time pass."""
        if self.player is None:
            return []
        since_ms = self._stands_since_ms
        if since_ms is not None and now.mono_ms - since_ms >= FORGOTTEN_MS:
            return self._effects(self.player.stop(now.mono_ms), now)
        return self._effects(self.player.advance(now.mono_ms), now)

    def begin(self, request: BeginSession, now: Instant) -> list[Effect]:
        """Play a routine; before the very first movement the safety notice has to be read."""
        if self.player is not None:
            raise Refused(self._("A session is playing already."))
        playable = self._find(request.routine)
        if not self.acknowledged and not self._without_movement(playable):
            self.waiting = request
            return [AskSafety()]
        self.waiting = None
        self.finish = None
        settings = self._settings()
        routine = playable.routine
        steps = plan_steps(routine, playable.stretches, sound=settings.sound)
        self.player = SessionPlayer(
            steps,
            Frame.of(routine),
            TimelineOptions(breath_holds=settings.breath_holds),
            playable.stretches,
        )
        self._playable = playable
        self.open = OpenSession(
            key=f"session:{now.utc_ms}",
            routine=playable.id,
            reminder=request.reminder,
            began_utc_ms=now.utc_ms,
        )
        started = self._record(EventKind.STARTED, now, self.open, key=f"{self.open.key}:started")
        began: list[Effect] = [started, SessionBegan(request.token)]
        return began + self._effects(self.player.start(now.mono_ms), now)

    def acknowledge(self, now: Instant) -> list[Effect]:
        """The safety notice has been read: remember it, and go on with what waited for it."""
        if self.acknowledged:
            return []
        self.safety_version = safety.SAFETY_VERSION
        waiting, self.waiting = self.waiting, None
        effects: list[Effect] = [Record(acknowledgement(now))]
        # What waited begins on its own: should it fail, the notice has been read all the same.
        return effects if waiting is None else [*effects, waiting]

    def _without_movement(self, playable: Playable) -> bool:
        """Whether there is nobody to ask, and nothing in the routine moves."""
        steps = plan_steps(playable.routine, playable.stretches)
        return self.nobody_to_ask and all(step.breaths is not None for step in steps)

    def give_up_waiting(self) -> list[Effect]:
        """The safety notice was not acknowledged: the session does not begin."""
        waiting, self.waiting = self.waiting, None
        return [] if waiting is None else [SessionOver(taken=False)]

    def steer(self, key: Key, now: Instant) -> list[Effect]:
        """Carry out a key; one that makes no sense at this moment does nothing."""
        player = self.player
        if player is None:
            return self.give_up_waiting() if key is Key.STOP else []
        at_ms = now.mono_ms
        try:
            match key:
                case Key.TOGGLE:
                    events = self._toggle(player, at_ms)
                case Key.BACK:
                    events = player.back(at_ms)
                case Key.SKIP:
                    events = player.skip(at_ms)
                case Key.SLOWER | Key.FASTER:
                    events = player.set_pace(at_ms, slower=key is Key.SLOWER)
                case Key.STOP:
                    events = player.stop(at_ms)
                case Key.EASIER | Key.OTHER:
                    return self._gentler(player, key, now)
        except IllegalMoveError:
            return []
        return self._effects(events, now)

    def felt(self, how: str, now: Instant) -> list[Effect]:
        """Note how it feels after the session that ended last; its key keeps the first answer."""
        ended = self.ended
        if ended is None or how not in FEELINGS:
            return []
        return [self._record(EventKind.FELT, now, ended, outcome=how, key=f"{ended.key}:felt")]

    def lapsed(self, now: Instant, lost_ms: int) -> list[Effect]:
        """The last `lost_ms` were not lived through (sleep, lock, a stalled machine): pause."""
        if self.player is None or self.player.state not in (State.RUNNING, State.REENTRY):
            return []
        return self._effects(self.player.pause(now.mono_ms, lost_ms), now)

    def go_on(self, now: Instant) -> list[Effect]:
        """What made it pause is over."""
        if self.player is None or self.player.state is not State.PAUSED:
            return []
        return self._effects(self.player.resume(now.mono_ms), now)

    def end_left_open(self, left: OpenSession, now: Instant) -> list[Effect]:
        """Write down a session that a killed run of the program left unfinished."""
        # Killed between the state and the history, its beginning is not there yet.
        began = HistoryEvent(
            at_utc_ms=left.began_utc_ms,
            offset_min=offset_min(now),
            event=EventKind.STARTED,
            reminder=left.reminder,
            routine=left.routine,
            key=f"{left.key}:started",
        )
        event = HistoryEvent(
            at_utc_ms=left.began_utc_ms + left.held_ms,
            offset_min=offset_min(now),
            event=EventKind.SESSION,
            reminder=left.reminder,
            routine=left.routine,
            outcome=Outcome.STOPPED.value,
            held_s=left.held_ms / SECOND_MS,
            key=f"{left.key}:session",
        )
        return [Record(began), Record(event)]

    def view(self) -> SessionView | None:
        """The session as it stands; None if none plays."""
        player, playable = self.player, self._playable
        if player is None or playable is None:
            return None
        segment, step = player.segment, player.step
        steps = player.timeline.steps
        following = segment.step + 1
        shares = [0] * len(steps)
        for part in player.timeline.segments:
            shares[part.step] += part.ms
        return SessionView(
            routine=playable.id,
            routine_title=self._(playable.routine.title),
            kind=segment.kind,
            state=player.state,
            step=segment.step + 1,
            steps=len(steps),
            set=segment.set + 1,
            sets=step.sets,
            title=self._(step.title),
            side=segment.side,
            side_words=self._words.side(segment.side),
            wait_words="" if segment.wait_for is None else self._words.wait(segment.wait_for),
            feel=self._(step.feel) if step.feel else "",
            next_title=self._(steps[following].title) if following < len(steps) else "",
            cues=" ".join(self._(cue) for cue in segment.said),
            segments=tuple(shares),
            gentle=step.gentle,
            pace=player.pace,
            always=self._(safety.ALWAYS),
            easier=self._(step.easier_cue) if step.easier_cue else "",
            breath_words=self._words.pattern(segment.breath[0]) if segment.breath else "",
            stop=tuple(self._(sign) for sign in step.stop),
            holds=step.reps is None,
            person=self._settings().figure,
            figure=self._figure(step),
            next_figure=self._figure(steps[following]) if following < len(steps) else None,
        )

    def _figure(self, step: PlannedStep) -> FigureSpec | None:
        assert self._playable is not None
        stretch = self._playable.stretches.get(step.stretch) if step.stretch is not None else None
        return None if stretch is None else stretch.figure

    def frame(self, now: Instant) -> PlayerFrame | None:
        """The numbers of this moment."""
        return None if self.player is None else self.player.frame(now.mono_ms)

    def _toggle(self, player: SessionPlayer, at_ms: int) -> list[PlayerEvent]:
        if player.state is State.PAUSED:
            return player.resume(at_ms)
        if player.state is State.RUNNING and player.segment.kind is SegmentKind.WAIT:
            return player.there(at_ms)
        return player.pause(at_ms)

    def _gentler(self, player: SessionPlayer, key: Key, now: Instant) -> list[Effect]:
        before = player.timeline
        if key is Key.EASIER:
            effects = self._effects(player.easier(now.mono_ms), now)
            if self.player is not None and player.timeline is before:
                effects.append(Tell(self._("This is the gentlest version. Skip it, or stop.")))
            return effects
        assert self._playable is not None
        in_use = {step.stretch for step in before.steps if step.stretch is not None}
        other = other_step(player.step, self._playable.stretches, in_use, player.step.needs)
        if other is None:
            return [Tell(self._("There is nothing else for this area in this position."))]
        return self._effects(player.replace(now.mono_ms, other), now)

    def _effects(self, events: list[PlayerEvent], now: Instant) -> list[Effect]:
        effects: list[Effect] = []
        for event in events:
            match event:
                case SegmentBegan(index=index):
                    effects += self._rings(index)
                case Halfway():
                    effects.append(self._ring(Signal.HALFWAY))
                case Ended():
                    effects += self._ended(event, now)
                case _:
                    pass
        stands = self.player is not None and self.player.deadline() is None
        since_ms = now.mono_ms if self._stands_since_ms is None else self._stands_since_ms
        self._stands_since_ms = since_ms if stands else None
        if self.player is not None and self.open is not None:
            self.open = msgspec.structs.replace(self.open, held_ms=self.player.held_ms)
        return effects

    def _rings(self, index: int) -> list[Effect]:
        assert self.player is not None
        segments = self.player.timeline.segments
        if index >= len(segments):
            return []
        signal = {
            SegmentKind.READY: Signal.READY,
            SegmentKind.SWITCH: Signal.SWITCH,
            SegmentKind.GAP: Signal.NEXT,
            SegmentKind.REST: Signal.NEXT,
            SegmentKind.WAIT: Signal.THERE,
        }.get(segments[index].kind)
        if signal is None and segments[index].kind in MOVEMENT:
            signal = Signal.BEGIN
        return [] if signal is None else [self._ring(signal)]

    def _ring(self, signal: Signal) -> Ring:
        assert self.player is not None
        waits = self.player.segment.kind is SegmentKind.WAIT
        before = self.player.timeline.steps[max(0, self.player.segment.step - 1)]
        return Ring(signal, waits or self.player.step.looks_away or before.looks_away)

    def _ended(self, event: Ended, now: Instant) -> list[Effect]:
        assert self.open is not None
        done = self._ring(Signal.DONE)
        record = self._record(
            EventKind.SESSION,
            now.after(event.at_ms - now.mono_ms),
            self.open,
            outcome=event.outcome.value,
            held_s=event.held_ms / SECOND_MS,
            key=f"{self.open.key}:session",
        )
        words = {
            Outcome.DONE: self._("Done. Well moved."),
            Outcome.PARTIAL: self._("A good part of it is done. That counts."),
            Outcome.STOPPED: self._(safety.STOPPED),
        }[event.outcome]
        held_s = event.held_ms // SECOND_MS
        try:
            before_s = round(self._held_today(now))
        except ProblemError:
            # A history that cannot be read makes the sum poorer; the session ends all the same.
            before_s = 0
        today_s = before_s + held_s
        until_back = event.taken and self._settings().until_back
        week = self._week(now, record.event)
        self.finish = FinishView(event.outcome.value, words, held_s, today_s, until_back, week)
        self.player = None
        self.ended, self.open = self.open, None
        self._playable = None
        return [done, record, SessionOver(event.taken)]

    def _record(
        self,
        kind: EventKind,
        now: Instant,
        session: OpenSession,
        *,
        key: str,
        outcome: str | None = None,
        held_s: float | None = None,
    ) -> Record:
        event = HistoryEvent(
            at_utc_ms=now.utc_ms,
            offset_min=offset_min(now),
            event=kind,
            reminder=session.reminder,
            routine=session.routine,
            outcome=outcome,
            held_s=held_s,
            key=key,
        )
        return Record(event)
