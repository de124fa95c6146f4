"""Finds routines: what a reminder offers, what a notice says of it, what the player needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from knotbreak.app.ports import HistoryStore, RoutineLibrary, SettingsSource, Translator
from knotbreak.app.reminding import RoutineFacts
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area, Position
from knotbreak.core.choice import Choice, Wanted
from knotbreak.core.problems import ProblemError
from knotbreak.core.reminders import Reminder, ReminderKind

if TYPE_CHECKING:
    from knotbreak.app.playable import Playable
    from knotbreak.core.plan import PlannedStep
    from knotbreak.core.rotation import Candidate
    from knotbreak.guide.easing import Easing


class Choosing:
    """Answers from the library as it is now; sums of routines are kept until it changes.

    What `easing` leaves nothing of is not there. What sums up and chooses is imported when
    something is due: the tray has no use for it before.
    """

    def __init__(
        self,
        library: RoutineLibrary,
        history: HistoryStore,
        settings: SettingsSource,
        translator: Translator,
        easing: Callable[[], Easing | None] = lambda: None,
    ) -> None:
        self._easing = easing
        self._eased_for: Easing | None = None
        self._library = library
        self._history = history
        self._settings = settings
        self._ = translator.gettext
        self._words = Wording(translator)
        self._candidates: tuple[Candidate, ...] | None = None

    def refresh(self) -> None:
        """Look for changed files."""
        if self._library.refresh():
            self._candidates = None

    def candidates(self) -> tuple[Candidate, ...]:
        """All routines, summed up."""
        from knotbreak.app.playable import Playable
        from knotbreak.core.rotation import sum_up

        easing = self._easing()
        if self._candidates is None or easing is not self._eased_for:
            self._eased_for = easing
            stretches = self._library.stretches()
            playable = (
                Playable(id_, routine, stretches, easing)
                for id_, routine in self._library.routines().items()
            )
            self._candidates = tuple(
                sum_up(one.id, one.routine, steps) for one in playable if (steps := one.steps())
            )
        return self._candidates

    def for_reminder(self, reminder: Reminder, wanted: Wanted) -> Choice | None:
        """The routine that a reminder offers."""
        self.refresh()
        return self._choose(reminder.kind, wanted, reminder.routine)

    def next_up(self, short: bool = False) -> Choice | None:
        """The routine that comes next, whoever asks."""
        self.refresh()
        pinned = self._settings.settings.session.routine
        return self._choose(ReminderKind.STRETCH, Wanted(short=short), pinned)

    def playable(self, name: str) -> Playable:
        """A routine by its id, ready to play; raises `ProblemError` with the nearest name."""
        from knotbreak.app.playable import Playable

        self.refresh()
        stretches = self._library.stretches()
        return Playable(name, self._library.routine(name), stretches, self._easing())

    def facts(self, name: str) -> RoutineFacts:
        """What a notice says of a routine."""
        from knotbreak.core.compiler import Frame, compile_timeline
        from knotbreak.core.plan import plan_steps
        from knotbreak.core.timeline import TimelineOptions

        playable = self.playable(name)
        # Of one that nothing is left of, the whole is told: to start it says why it cannot be.
        steps = playable.steps() or plan_steps(playable.routine, playable.stretches)
        timeline = compile_timeline(steps, Frame.of(playable.routine), TimelineOptions())
        areas = playable.routine.areas or steps[0].areas
        return RoutineFacts(
            id=name,
            title=self._(playable.routine.title),
            areas=areas,
            total_ms=timeline.total_ms,
            where=self._words.posture(steps[0].position),
            picture=self._picture(steps, areas),
        )

    def _picture(self, steps: Sequence[PlannedStep], areas: Sequence[Area]) -> str:
        """The first movement for the main area shows best what is offered."""
        shown = sorted(steps, key=lambda step: step.areas[:1] != tuple(areas[:1]))
        pictures = (self._library.picture(step.stretch) for step in shown if step.stretch)
        return next(filter(None, pictures), "")

    def _choose(self, kind: ReminderKind, wanted: Wanted, pinned: str | None) -> Choice | None:
        from knotbreak.core.rotation import choose

        settings = self._settings.settings
        candidates = self.candidates()
        if settings.seated_only:
            candidates = tuple(one for one in candidates if one.positions <= {Position.SEATED})
        try:
            played = self._history.last_played()
        except ProblemError:
            # A history that cannot be read makes the choice poorer, not impossible.
            played = {}
        return choose(
            candidates,
            place=settings.place,
            kind=kind,
            wanted=wanted,
            played_utc_ms=played,
            pinned=pinned,
        )
