"""A session that plays: its machine, what is seen of it, and the moments it marks.

Apart from `playing`, which imports it when a session begins: the program in the tray pays for
player and compiler when they are wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from knotbreak.app.effects import Ring, Signal
from knotbreak.app.intents import Key
from knotbreak.app.pausing import Refused
from knotbreak.app.play_settings import PlaySettings
from knotbreak.app.playable import Playable
from knotbreak.app.session_wording import SessionWording
from knotbreak.app.sounding import Heard, Sounding
from knotbreak.app.views import SessionView
from knotbreak.core.compiler import Frame
from knotbreak.core.figure_spec import FigureSpec
from knotbreak.core.plan import PlannedStep, other_step
from knotbreak.core.player import (
    Ended,
    Halfway,
    IllegalMoveError,
    PlayerEvent,
    SegmentBegan,
    SessionPlayer,
)
from knotbreak.core.session_state import State
from knotbreak.core.timeline import MOVEMENT, SegmentKind, TimelineOptions
from knotbreak.core.units import MINUTE_MS
from knotbreak.guide import safety

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

FORGOTTEN_MS = 30 * MINUTE_MS
"""A session that stands still for so long has been forgotten: reminders would wait for ever."""


class Session:
    """Owns the player of one session.

    Attributes:
        left_out: What the person goes easy on in it, and why; empty if nothing is.

    Raises:
        Refused: if nothing is left of the routine.
    """

    def __init__(
        self, playable: Playable, settings: Callable[[], PlaySettings], translator: Translator
    ) -> None:
        self.playable = playable
        self._settings = settings
        self._ = translator.gettext
        self._words = SessionWording(translator)
        now = settings()
        steps = playable.steps(sound=now.sound)
        self.left_out = playable.left_out(translator)
        if not steps:
            raise Refused(self._("Nothing of it is left. {why}").format(why=self.left_out))
        self.player = SessionPlayer(
            steps,
            Frame.of(playable.routine),
            TimelineOptions(breath_holds=now.breath_holds and playable.breath_holds),
            playable.allowed(),
        )
        self._sounding = Sounding(self.player, translator)
        self._stands_since_ms: int | None = None

    @property
    def moves(self) -> bool:
        """Whether anything in it moves; breathing does not."""
        return any(step.breaths is None for step in self.player.timeline.steps)

    @property
    def moving(self) -> bool:
        """Whether it goes on and is not paused."""
        return self.player.state in (State.RUNNING, State.REENTRY)

    def deadline(self) -> int | None:
        """When `advance` has something to do."""
        if self._stands_since_ms is not None:
            return self._stands_since_ms + FORGOTTEN_MS
        moments = (self.player.deadline(), self._sounding.deadline())
        return min((moment for moment in moments if moment is not None), default=None)

    def advance(self, at_ms: int) -> list[PlayerEvent]:
        """Let time pass."""
        since_ms = self._stands_since_ms
        if since_ms is not None and at_ms - since_ms >= FORGOTTEN_MS:
            return self.player.stop(at_ms)
        return self.player.advance(at_ms)

    def steer(self, key: Key, at_ms: int) -> tuple[list[PlayerEvent], str]:
        """Carry out a key: what happens, and what is to be said of it, if anything.

        A key that makes no sense at this moment does nothing.
        """
        player = self.player
        try:
            match key:
                case Key.TOGGLE:
                    return self._toggle(at_ms), ""
                case Key.BACK:
                    return player.back(at_ms), ""
                case Key.SKIP:
                    return player.skip(at_ms), ""
                case Key.SLOWER | Key.FASTER:
                    return player.set_pace(at_ms, slower=key is Key.SLOWER), ""
                case Key.STOP:
                    return player.stop(at_ms), ""
                case Key.EASIER:
                    return self._easier(at_ms)
                case Key.OTHER:
                    return self._other(at_ms)
        except IllegalMoveError:
            return [], ""

    def lapsed(self, at_ms: int, lost_ms: int) -> list[PlayerEvent]:
        """The last `lost_ms` were not lived through: pause."""
        return self.player.pause(at_ms, lost_ms) if self.moving else []

    def go_on(self, at_ms: int) -> list[PlayerEvent]:
        """What made it pause is over."""
        return self.player.resume(at_ms) if self.player.state is State.PAUSED else []

    def heard(
        self, events: Sequence[PlayerEvent], at_ms: int
    ) -> tuple[list[Ring | Heard], Ended | None]:
        """The moments to mark and what is heard at them, and the end if it came."""
        rings: list[Ring | Heard] = []
        ended: Ended | None = None
        for event in events:
            match event:
                case SegmentBegan(index=index):
                    rings += self._rings(index)
                case Halfway():
                    rings.append(self.ring(Signal.HALFWAY))
                case Ended():
                    rings.append(self.ring(Signal.DONE))
                    ended = event
                case _:
                    pass
        stands = ended is None and self.player.deadline() is None
        since_ms = at_ms if self._stands_since_ms is None else self._stands_since_ms
        self._stands_since_ms = since_ms if stands else None
        now = self._settings()
        heard = self._sounding.heard(events, at_ms, now.level, breath=now.breath_tones)
        return [*rings, *heard], ended

    def view(self) -> SessionView:
        """The session as it stands."""
        player, playable = self.player, self.playable
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
        stretch = self.playable.stretches.get(step.stretch) if step.stretch is not None else None
        return None if stretch is None else stretch.figure

    def _rings(self, index: int) -> list[Ring]:
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
        return [] if signal is None else [self.ring(signal)]

    def ring(self, signal: Signal) -> Ring:
        """A moment to mark; `eyes_away` where a look at the screen is not to be asked for."""
        waits = self.player.segment.kind is SegmentKind.WAIT
        before = self.player.timeline.steps[max(0, self.player.segment.step - 1)]
        return Ring(signal, waits or self.player.step.looks_away or before.looks_away)

    def _toggle(self, at_ms: int) -> list[PlayerEvent]:
        player = self.player
        if player.state is State.PAUSED:
            return player.resume(at_ms)
        if player.state is State.RUNNING and player.segment.kind is SegmentKind.WAIT:
            return player.there(at_ms)
        return player.pause(at_ms)

    def _easier(self, at_ms: int) -> tuple[list[PlayerEvent], str]:
        before = self.player.timeline
        events = self.player.easier(at_ms, self.playable.gently)
        if self.player.timeline is not before or self.player.state is State.ENDED:
            return events, ""
        return events, self._("This is the gentlest version. Skip it, or stop.")

    def _other(self, at_ms: int) -> tuple[list[PlayerEvent], str]:
        player = self.player
        in_use = {step.stretch for step in player.timeline.steps if step.stretch is not None}
        other = other_step(player.step, self.playable.allowed(), in_use, player.step.needs)
        if other is None:
            return [], self._("There is nothing else for this area in this position.")
        return player.replace(at_ms, self.playable.gently(other)), ""
