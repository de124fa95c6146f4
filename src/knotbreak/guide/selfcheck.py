"""What may be causing it: answers speak for causes, causes propose changes to the settings.

Nothing changes by itself: proposals are shown one by one with their reason, and what was changed
can be taken back as long as nobody has changed it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from knotbreak.core.body import Place
from knotbreak.core.settings import ReminderSettings, Settings, filled_in
from knotbreak.core.text import N_
from knotbreak.guide.shape import CauseId, CheckAnswer, CheckQuestion

Plain = bool | float | str | tuple[str, ...]
Value = Plain | dict[str, Plain]
"""What a proposal sets: one field of a reminder, or a whole new reminder."""

Say = Callable[[str], str]


class Finding(msgspec.Struct, frozen=True):
    """A cause that answers speak for, and how many of them."""

    cause: CauseId
    answers: int


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the answers say: the likeliest cause first, and what proposals must know."""

    findings: tuple[Finding, ...] = ()
    standing_desk: bool = False
    fluid_limit: bool = False

    @property
    def causes(self) -> tuple[CauseId, ...]:
        """The causes alone."""
        return tuple(one.cause for one in self.findings)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One place of the settings as the file has it, and as it would be; None is "not there".

    `now` is what holds at present, said in the file or not, for the person to compare.
    """

    key: tuple[str, ...]
    before: Value | None = None
    after: Value | None = None
    now: Value | None = None


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Changes that belong together, and why."""

    cause: CauseId
    because: str
    changes: tuple[Change, ...]


def tell(questions: Sequence[CheckQuestion], given: Mapping[str, Sequence[str]]) -> Told:
    """Sum up the answers; a question that was skipped is not among them.

    Raises:
        KeyError: if a question has no such answer.
    """
    chosen: list[CheckAnswer] = []
    for question in questions:
        by_id = {one.id: one for one in question.answer}
        chosen += [by_id[id_] for id_ in given.get(question.id, ())]
    counts = {cause: sum(cause in one.causes for one in chosen) for cause in CauseId}
    findings = [Finding(cause, count) for cause, count in counts.items() if count]
    return Told(
        findings=tuple(sorted(findings, key=lambda one: -one.answers)),
        standing_desk=any(one.standing for one in chosen),
        fluid_limit=any(one.fluid_limit for one in chosen),
    )


def propose(told: Told, settings: Settings, say: Say) -> tuple[Proposal, ...]:
    """What could be changed for the causes: nothing that is so already, and nothing twice.

    `say` translates what the person will read, in a notice too.
    """
    made: list[Proposal] = []
    proposed: set[tuple[str, ...]] = set()
    for cause, because, wanted in _wishes(told, settings, say):
        changes = tuple(
            change
            for one in wanted
            if (change := one.change(settings)) is not None and change.key not in proposed
        )
        proposed.update(change.key for change in changes)
        if changes:
            made.append(Proposal(cause=cause, because=say(because), changes=changes))
    return tuple(made)


def undoing(changes: Sequence[Change], settings: Settings) -> tuple[Change, ...]:
    """What takes changes back, the last first; what was changed again since stays."""
    return tuple(
        Change(key=one.key, before=one.after, after=one.before, now=one.after)
        for one in reversed(changes)
        if _said(settings, one.key) == one.after
    )


class _On(msgspec.Struct, frozen=True):
    """A built-in reminder that should come, or should not."""

    reminder: str
    on: bool = True

    def change(self, settings: Settings) -> Change | None:
        now = _filled(settings, self.reminder).on
        return None if now is self.on else _field(settings, self.reminder, "on", self.on, now)


class _AtMost(msgspec.Struct, frozen=True):
    """A built-in reminder that should come at least as often as this."""

    reminder: str
    every_min: float

    def change(self, settings: Settings) -> Change | None:
        now = _filled(settings, self.reminder).every_min
        # Whoever has chosen fixed times has no interval, and means it.
        if now is None or now <= self.every_min:
            return None
        return _field(settings, self.reminder, "every_min", self.every_min, now)


class _New(msgspec.Struct, frozen=True):
    """A reminder besides the built-in ones; one of the person's own with that name stays."""

    reminder: str
    table: dict[str, Plain]

    def change(self, settings: Settings) -> Change | None:
        if self.reminder in settings.reminder:
            return None
        return Change(key=("reminder", self.reminder), after=self.table)


_Wanted = _On | _AtMost | _New


def _wishes(
    told: Told, settings: Settings, say: Say
) -> Iterator[tuple[CauseId, str, tuple[_Wanted, ...]]]:
    for cause in told.causes:
        match cause:
            case CauseId.OVERUSE:
                words = say(N_("Half a minute for your hands?"))
                hands = _new("hands", "micro-wrists", words, every_min=25.0)
                yield cause, N_("A short set for the hands, quietly, while you work."), (hands,)
            case CauseId.POSTURE:
                often = (_On("posture"), _AtMost("posture", 25.0))
                yield cause, N_("A quiet nudge to change position between two stretches."), often
            case CauseId.STRESS:
                calm = _new("calm", "calm-2", say(N_("Two quiet minutes?")), at=("15:00",))
                yield cause, N_("Two quiet minutes in the afternoon."), (calm,)
            case CauseId.INACTIVITY:
                often = (_On("stretch"), _AtMost("stretch", 40.0))
                yield cause, N_("Getting up a little more often."), often
                if told.standing_desk:
                    why = N_("Standing for a while, since your desk can be raised.")
                    yield cause, why, (_On("stand"),)
            case CauseId.DEHYDRATION if not told.fluid_limit:
                often = (_On("water"), _AtMost("water", 60.0))
                yield cause, N_("A quiet reminder to drink, once an hour."), often
            case CauseId.SLEEP:
                routine = "evening-10" if settings.place is Place.HOME else "calm-2"
                evening = _new("evening", routine, say(N_("A slow end of the day?")), at=("20:30",))
                yield cause, N_("A slow set in the evening, before the night."), (evening,)
            case CauseId.NO_WARM_UP | CauseId.COLD | CauseId.AGING:
                yield cause, N_("Moving a little every day."), (_On("stretch"),)
            case _:
                # For the others the guide has advice, and there is no setting that would help.
                pass
    if told.fluid_limit:
        why = N_("You have been told to limit fluids: no reminder to drink.")
        yield CauseId.DEHYDRATION, why, (_On("water", on=False),)


def _new(reminder: str, routine: str, words: str, **when: Plain) -> _New:
    return _New(reminder, {**when, "quiet": True, "routine": routine, "words": (words,)})


def _filled(settings: Settings, reminder: str) -> ReminderSettings:
    return filled_in(reminder, settings.reminder.get(reminder, ReminderSettings()))


def _field(
    settings: Settings, reminder: str, field: str, after: Plain, now: Plain | None
) -> Change:
    key = ("reminder", reminder, field)
    return Change(key=key, before=_said(settings, key), after=after, now=now)


def _said(settings: Settings, key: tuple[str, ...]) -> Value | None:
    """What the file itself says for a reminder, or for one field of it."""
    own = settings.reminder.get(key[1])
    if own is None:
        return None
    table = {
        field: value
        for field in own.__struct_fields__
        if (value := getattr(own, field)) is not None
    }
    return table if len(key) == 2 else table.get(key[2])
