"""Finds routines: what a reminder offers, what a notice says of it, what the player needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knotbreak.app.playing import Playable
from knotbreak.app.ports import HistoryStore, RoutineLibrary, SettingsSource, Translator
from knotbreak.app.reminding import RoutineFacts
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area
from knotbreak.core.compiler import Frame, compile_timeline
from knotbreak.core.plan import PlannedStep, plan_steps
from knotbreak.core.problems import ProblemError
from knotbreak.core.reminders import Reminder, ReminderKind
from knotbreak.core.rotation import Candidate, Choice, Wanted, candidate, choose
from knotbreak.core.timeline import TimelineOptions


class Choosing:
    """Answers from the library as it is now; sums of routines are kept until it changes.

    Of its own accord it offers only what `suits`, asked by the id of a routine.
    """

    def __init__(
        self,
        library: RoutineLibrary,
        history: HistoryStore,
        settings: SettingsSource,
        translator: Translator,
        suits: Callable[[str], bool] = lambda _routine: True,
    ) -> None:
        self._suits = suits
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
        if self._candidates is None:
            stretches = self._library.stretches()
            self._candidates = tuple(
                candidate(id_, routine, stretches)
                for id_, routine in self._library.routines().items()
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
        self.refresh()
        return Playable(name, self._library.routine(name), self._library.stretches())

    def facts(self, name: str) -> RoutineFacts:
        """What a notice says of a routine."""
        playable = self.playable(name)
        steps = plan_steps(playable.routine, playable.stretches)
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
        try:
            played = self._history.last_played()
        except ProblemError:
            # A history that cannot be read makes the choice poorer, not impossible.
            played = {}
        return choose(
            [one for one in self.candidates() if self._suits(one.id)],
            place=self._settings.settings.place,
            kind=kind,
            wanted=wanted,
            played_utc_ms=played,
            pinned=pinned,
        )
