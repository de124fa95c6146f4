"""Finds routines: what a reminder offers, what a notice says of it, what the player needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from knotbreak.app.reminding import RoutineFacts, day_start_utc_ms
from knotbreak.app.turn_words import TurnWords
from knotbreak.app.views import TurnView
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area
from knotbreak.core.choice import Choice, Wanted
from knotbreak.core.events import EventKind, day_of
from knotbreak.core.problems import ProblemError
from knotbreak.core.reminders import Reminder, ReminderKind
from knotbreak.core.session_state import TAKEN
from knotbreak.core.units import DAY_MS, Instant, local_time

if TYPE_CHECKING:
    from knotbreak.app.playable import Playable
    from knotbreak.app.ports import HistoryStore, RoutineLibrary, SettingsSource, Translator
    from knotbreak.core.plan import PlannedStep
    from knotbreak.core.rotation import Candidate
    from knotbreak.core.routine import Routine
    from knotbreak.core.turns import Moment, Past, Rating
    from knotbreak.guide.easing import Easing


class Choosing:
    """Answers from the library as it is now; sums of routines are kept until it changes.

    What `easing` leaves nothing of is not there. What sums up and chooses is imported when
    something is due: the tray has no use for it before.

    Attributes:
        left_out: Says which areas rest on a day.
    """

    def __init__(
        self,
        library: RoutineLibrary,
        history: HistoryStore,
        settings: SettingsSource,
        translator: Translator,
        now: Callable[[], Instant],
        easing: Callable[[], Easing | None] = lambda: None,
    ) -> None:
        self.left_out: Callable[[int], frozenset[Area]] = lambda _day: frozenset()
        self._now = now
        self._easing = easing
        self._summed_for: tuple[Easing | None, bool] = (None, False)
        self._library = library
        self.history = history
        self.settings = settings
        self._translator = translator
        self._ = translator.gettext
        self._words = Wording(translator)
        self._turns = TurnWords(translator)
        self._candidates: tuple[Candidate, ...] | None = None
        self._known = False

    def refresh(self) -> None:
        """Look for changed files."""
        if self._library.refresh():
            self._candidates = None

    def refresh_known(self) -> None:
        """Look for changed files if they have been read before: they are not needed otherwise."""
        if self._known or self._candidates is not None:
            self.refresh()

    def candidates(self) -> tuple[Candidate, ...]:
        """All routines, summed up."""
        from knotbreak.app.playable import Playable
        from knotbreak.core.rotation import sum_up

        easing, longer = self._easing(), self.settings.settings.session.longer_holds
        if self._candidates is None or (easing, longer) != self._summed_for:
            self._summed_for = easing, longer
            stretches = self._library.stretches()
            playable = (
                Playable(id_, routine, stretches, easing, longer_holds=longer)
                for id_, routine in self._library.routines().items()
            )
            self._candidates = tuple(
                sum_up(one.id, one.routine, steps) for one in playable if (steps := one.steps())
            )
        return self._candidates

    def for_reminder(self, reminder: Reminder, wanted: Wanted) -> Choice | None:
        """The routine that a reminder offers."""
        self.refresh()
        kept = self.settings.settings.session.routine
        # What has been put off twice is short, whatever is kept; eyes are no stretch.
        keeps = not wanted.short and reminder.kind is not ReminderKind.EYES
        return self._choose(reminder.kind, wanted, reminder.routine or (kept if keeps else None))

    def next_up(self, short: bool = False) -> Choice | None:
        """The routine that comes next, whoever asks."""
        self.refresh()
        kept = self.settings.settings.session.routine
        return self._choose(ReminderKind.STRETCH, Wanted(short=short), kept)

    def playable(self, name: str) -> Playable:
        """A routine by its id, ready to play; raises `ProblemError` with the nearest name."""
        from knotbreak.app.playable import Playable

        self.refresh()
        stretches = self._library.stretches()
        settings = self.settings.settings
        return Playable(
            name,
            self._library.routine(name),
            stretches,
            self._easing(),
            settings.seated_only,
            settings.session.longer_holds,
        )

    def facts(self, choice: Choice) -> RoutineFacts:
        """What a notice says of a routine that was chosen."""
        from knotbreak.core.compiler import Frame, compile_timeline
        from knotbreak.core.plan import plan_steps
        from knotbreak.core.timeline import TimelineOptions

        name = choice.routine
        playable = self.playable(name)
        # Of one that nothing is left of, the whole is told: to start it says why it cannot be.
        steps = playable.steps() or plan_steps(playable.routine, playable.stretches)
        timeline = compile_timeline(steps, Frame.of(playable.routine), TimelineOptions())
        areas = playable.routine.areas or steps[0].areas
        why = self.ticks(name, playable.routine) or self._turns.short(choice)
        return RoutineFacts(
            id=name,
            title=self._(playable.routine.title),
            areas=areas,
            total_ms=timeline.total_ms,
            where=self._words.posture(steps[0].position),
            picture=self._picture(steps, areas),
            why=" ".join(filter(None, (why, playable.leaving(self._translator)))),
        )

    def ticks(self, name: str, routine: Routine) -> str:
        """Who gave a prescribed routine, and how far it is today; empty for others."""
        if routine.per_day is None:
            return ""
        from knotbreak.core.prescription import ticks_on, wanted_on

        now = self._now()
        if not wanted_on(routine, now.local.date()):
            return ""
        try:
            sessions = self.history.of_kinds(day_start_utc_ms(now), EventKind.SESSION)
        except ProblemError:
            return ""
        ticks = ticks_on(name, sessions, now.local.date())
        return self._turns.ticks(ticks, routine.per_day, routine.given_by)

    def areas(self, name: str) -> tuple[Area, ...]:
        """The areas that a routine is for, the main one first; none if there is no such routine."""
        return next((one.areas for one in self.candidates() if one.id == name), ())

    def prescribed(self) -> Mapping[str, Routine]:
        """The routines that somebody prescribed, by id."""
        found = self._library.prescribed()
        self._known = self._known or bool(found)
        return found

    def past(self, now: Instant) -> Past:
        """What was done in the last weeks; raises `ProblemError`."""
        from knotbreak.core.turns import PAST_DAYS, Done, Past

        day = now.local.date().toordinal()
        begun = self.history.last_played()
        since_utc_ms = now.utc_ms - PAST_DAYS * DAY_MS
        sessions = self.history.of_kinds(since_utc_ms, EventKind.SESSION)
        return Past(
            done=tuple(
                Done(one.routine, day_of(one).toordinal(), one.held_s or 0.0)
                for one in sessions
                if one.routine is not None and one.outcome in TAKEN
            ),
            begun_utc_ms=begun,
            today=frozenset(
                id_
                for id_, utc_ms in begun.items()
                if local_time(utc_ms, now.zone).date().toordinal() == day
            ),
            rating=self.rating(),
        )

    def rating(self) -> Rating:
        """What the person thinks of routines; raises `ProblemError`."""
        from knotbreak.core.turns import Rating

        latest = {one.routine: one.outcome for one in self.history.of_kinds(0, EventKind.RATED)}
        return Rating(
            more=frozenset(id_ for id_, how in latest.items() if id_ and how == "more"),
            less=frozenset(id_ for id_, how in latest.items() if id_ and how == "less"),
        )

    def turn(self, name: str) -> TurnView | None:
        """What is thought of a routine; None if there is no such routine, or none can be read."""
        try:
            rating = self.rating()
            title = self._(self._library.routine(name).title)
        except ProblemError:
            return None
        rated = "more" if name in rating.more else "less" if name in rating.less else ""
        return TurnView(name, title, rated, name == self.settings.settings.session.routine)

    def enough(self, now: Instant) -> frozenset[Area]:
        """The areas that had enough movement in the last seven days; raises `ProblemError`."""
        from knotbreak.core.turns import ENOUGH_S, week_s

        seconds = week_s(self.past(now), self.candidates(), now.local.date().toordinal())
        return frozenset(area for area, moved_s in seconds.items() if moved_s >= ENOUGH_S)

    def _picture(self, steps: Sequence[PlannedStep], areas: Sequence[Area]) -> str:
        """The first movement for the main area shows best what is offered."""
        shown = sorted(steps, key=lambda step: step.areas[:1] != tuple(areas[:1]))
        pictures = (self._library.picture(step.stretch) for step in shown if step.stretch)
        return next(filter(None, pictures), "")

    def _choose(self, kind: ReminderKind, wanted: Wanted, pinned: str | None) -> Choice | None:
        from knotbreak.core.turns import Past, take_turns

        now = self._now()
        try:
            past = self.past(now)
        except ProblemError:
            # A history that cannot be read makes the choice poorer, not impossible.
            past = Past()
        moment = self._moment(now)
        candidates = self.candidates()
        return take_turns(candidates, moment, past, kind=kind, wanted=wanted, pinned=pinned)

    def _moment(self, now: Instant) -> Moment:
        from knotbreak.core.turns import Moment

        settings = self.settings.settings
        day = now.local.date().toordinal()
        hours = settings.work.day
        minute = now.local.hour * 60 + now.local.minute
        # A working day that runs over midnight is followed by a morning.
        before = hours.start > hours.until and minute >= hours.start
        return Moment(
            day=day,
            place=settings.place,
            seated_only=settings.seated_only,
            named=settings.turns.areas,
            after_hours=minute >= hours.until and not before,
            left_out=self.left_out(day),
        )
