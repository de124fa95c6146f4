"""The settings: one table of names, types, ranges, units, defaults, labels and help.

The file, the settings window, the command line and the reference page (`settings_reference`) are
all made from the Structs here. What people read is marked with `N_` for the translators.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from knotbreak.core.body import Place
from knotbreak.core.busy_settings import BusySettings
from knotbreak.core.busy_settings import about as _about
from knotbreak.core.faults import Fault, Path
from knotbreak.core.figure_settings import FigureSettings
from knotbreak.core.health_settings import Flag, HealthSettings, health_faults
from knotbreak.core.insight_settings import InsightSettings
from knotbreak.core.look_settings import LookSettings
from knotbreak.core.reminders import (
    EVERY_DAY,
    Reminder,
    ReminderKind,
    TimeRange,
    Weekday,
    parse_range,
    parse_time,
)
from knotbreak.core.shortcuts import ShortcutSettings, shortcut_faults
from knotbreak.core.sound_settings import SoundSettings, sound_faults
from knotbreak.core.strong_settings import StrongSettings
from knotbreak.core.text import N_, Id
from knotbreak.core.turn_settings import CheckInSettings, TurnSettings
from knotbreak.core.units import MINUTE_MS, ms
from knotbreak.core.work_settings import ClockText, WorkSettings

WATER_MIN = 30
"""Water is never offered more often than this, in minutes (content.md §3, row 12)."""


Minutes = Annotated[float, Meta(ge=1, le=720)]
StaySeconds = Annotated[float, Meta(ge=5, le=3600)]
ReminderWords = Annotated[str, Meta(min_length=1, max_length=120)]


class Form(StrEnum):
    """How large a session's window opens."""

    LAST = "last"
    NORMAL = "normal"
    CORNER = "corner"
    FULL = "full"


class SessionSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a session plays."""

    bell: Annotated[
        bool,
        _about(
            N_("Terminal bell"),
            N_("Rings the terminal's bell when the eyes are away from the screen."),
        ),
    ] = True
    form: Annotated[
        Form, _about(N_("Window"), N_("How large it opens; or as you left it the last time."))
    ] = Form.LAST
    screen: Annotated[
        Annotated[str, Meta(min_length=1, max_length=60)] | None,
        _about(N_("Screen"), N_("Where it opens. Without one: where the pointer is.")),
    ] = None
    until_back: Annotated[
        bool,
        _about(
            N_("Until I am back"),
            N_("A break lasts until you say that you are back, or are at work again."),
        ),
    ] = False
    longer_holds: Annotated[
        bool,
        _about(
            N_("Longer holds"),
            N_("Stretches are held for 30 s, or as long as suits each; not what was prescribed."),
        ),
    ] = False
    routine: Annotated[
        Id | None,
        _about(
            N_("Routine"),
            N_("What stretches offer, and what plays by itself. Without it, routines take turns."),
        ),
    ] = None


class WaterSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a glass is, and how many of them make a day."""

    glass_ml: Annotated[
        int, Meta(ge=50, le=1000), _about(N_("Glass"), N_("How much one glass holds."), "ml")
    ] = 200
    goal: Annotated[
        int,
        Meta(ge=0, le=30),
        _about(
            N_("Glasses a day"),
            N_("A reminder, not a target to beat; all drinks count. 0 shows no goal."),
        ),
    ] = 8


class ReminderSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[reminder.<id>]` table. What it leaves out is as that reminder usually is."""

    on: Annotated[bool | None, _about(N_("On"), N_("Whether this reminder comes at all."))] = None
    kind: Annotated[
        ReminderKind | None,
        _about(N_("Kind"), N_("What it reminds of; a reminder of your own is custom.")),
    ] = None
    every_min: Annotated[
        Minutes | None,
        _about(N_("Every"), N_("So much time at the computer lies between two of them."), "min"),
    ] = None
    at: Annotated[
        Annotated[tuple[ClockText, ...], Meta(max_length=24)] | None,
        _about(
            N_("At fixed times"),
            N_(
                'Times of the day such as "10:30". They take the place of the interval, unless '
                "every_min stands beside them."
            ),
        ),
    ] = None
    hours: Annotated[
        Annotated[tuple[ClockText, ...], Meta(max_length=24)] | None,
        _about(
            N_("Hours"),
            N_(
                'Only in these parts of the day, such as "09:00-12:30". An empty list means all '
                "day."
            ),
        ),
    ] = None
    days: Annotated[
        Annotated[tuple[Weekday, ...], Meta(min_length=1, max_length=7)] | None,
        _about(N_("Days"), N_("Only on these days of the week.")),
    ] = None
    quiet: Annotated[
        bool | None, _about(N_("Quiet"), N_("Silent, short, and never in the way."))
    ] = None
    stay_s: Annotated[
        StaySeconds | None, _about(N_("Stays"), N_("How long the notice stays."), "s")
    ] = None
    snooze_max: Annotated[
        Annotated[int, Meta(ge=0, le=20)] | None,
        _about(N_("Snoozes"), N_("How often it can be put off before it is due again.")),
    ] = None
    routine: Annotated[Id | None, _about(N_("Routine"), N_("The routine that it offers."))] = None
    words: Annotated[
        Annotated[tuple[ReminderWords, ...], Meta(max_length=10)] | None,
        _about(N_("Words"), N_("What the notice says; several texts take turns.")),
    ] = None


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All settings, as `settings.toml` holds them."""

    format: Annotated[Literal[1], _about(N_("Format"), N_("The version of the file format."))] = 1
    place: Annotated[
        Place, _about(N_("Place"), N_("Where you are: floor work is offered at home only."))
    ] = Place.OFFICE
    seated_only: Annotated[
        bool, _about(N_("Seated only"), N_("Nothing is offered that needs you to get up."))
    ] = False
    breath_holds: Annotated[
        bool,
        _about(N_("Breath holds"), N_("Holding the breath in patterns that ask for it.")),
    ] = True
    work: Annotated[WorkSettings, Meta(title=N_("When you work"))] = WorkSettings()
    health: Annotated[HealthSettings, Meta(title=N_("Anything to go easy on"))] = HealthSettings()
    session: Annotated[SessionSettings, Meta(title=N_("Sessions"))] = SessionSettings()
    turns: Annotated[TurnSettings, Meta(title=N_("Turns"))] = TurnSettings()
    checkin: Annotated[CheckInSettings, Meta(title=N_("Check-in"))] = CheckInSettings()
    sound: Annotated[SoundSettings, Meta(title=N_("Sound"))] = SoundSettings()
    busy: Annotated[BusySettings, Meta(title=N_("Bad moments"))] = BusySettings()
    strong: Annotated[StrongSettings, Meta(title=N_("Strong mode"))] = StrongSettings()
    shortcuts: Annotated[ShortcutSettings, Meta(title=N_("Shortcuts"))] = ShortcutSettings()
    figure: Annotated[FigureSettings, Meta(title=N_("Figure"))] = FigureSettings()
    water: Annotated[WaterSettings, Meta(title=N_("Water"))] = WaterSettings()
    look: Annotated[LookSettings, Meta(title=N_("Look"))] = LookSettings()
    insights: Annotated[InsightSettings, Meta(title=N_("How it is going"))] = InsightSettings()
    reminder: Annotated[dict[Id, ReminderSettings], Meta(title=N_("Reminders"), max_length=50)] = {}

    @property
    def water_goal(self) -> int:
        """Glasses a day; 0 for those who have been told to limit fluids."""
        return 0 if Flag.FLUID in self.health.going_easy else self.water.goal


BUILT_IN: Mapping[str, ReminderSettings] = MappingProxyType(
    {
        "stretch": ReminderSettings(
            on=True, kind=ReminderKind.STRETCH, every_min=50, quiet=False, stay_s=300
        ),
        "posture": ReminderSettings(
            on=True,
            kind=ReminderKind.POSTURE,
            every_min=25,
            quiet=True,
            stay_s=10,
            words=(
                N_("Time to change position: sit another way, or stand for a moment."),
                N_("Let the shoulders go back and down, and the spine grow long."),
                N_("Is the screen at eye level?"),
            ),
        ),
        "water": ReminderSettings(
            on=True,
            kind=ReminderKind.WATER,
            every_min=60,
            hours=("08:00-20:00",),
            quiet=True,
            stay_s=10,
        ),
        "eyes": ReminderSettings(
            on=False,
            kind=ReminderKind.EYES,
            every_min=20,
            quiet=True,
            stay_s=10,
            routine="micro-eyes",
        ),
        "stand": ReminderSettings(
            on=False, kind=ReminderKind.STAND, every_min=30, quiet=False, stay_s=300
        ),
    }
)
"""The reminders that are there without any settings; the words are English, to be translated."""

_CUSTOM = ReminderSettings(kind=ReminderKind.CUSTOM, quiet=False, stay_s=300)


def resolve_reminders(settings: Settings) -> tuple[Reminder, ...]:
    """The reminders that are on, with every default filled in: the built-in ones first.

    The settings are ones that `check_settings` accepts.
    """
    fluid = Flag.FLUID in settings.health.flags
    return tuple(
        _reminder(name, filled)
        for name, filled in _all_filled(settings)
        if filled.on is not False and not (fluid and filled.kind is ReminderKind.WATER)
    )


def filled_in(name: str, own: ReminderSettings) -> ReminderSettings:
    """The table of one reminder with the usual values where it says nothing.

    A built-in reminder has its own; another takes those of its kind, and is on, but has to say
    when it comes. What has no usual value stays None.
    """
    usual = BUILT_IN.get(name)
    if usual is None:
        kind = own.kind or ReminderKind.CUSTOM
        like = BUILT_IN.get(kind.value, _CUSTOM)
        usual = msgspec.structs.replace(like, on=True, every_min=None)
    if own.at and own.every_min is None:
        # TOML cannot say "no interval": whoever writes fixed times alone means just those.
        usual = msgspec.structs.replace(usual, every_min=None)
    said = {
        field: value
        for field in own.__struct_fields__
        if (value := getattr(own, field)) is not None
    }
    return msgspec.structs.replace(usual, **said)


def workdays_of(settings: Settings) -> frozenset[int]:
    """The days of the week on which somebody works, 0 for Monday.

    Whoever has left all seven in, which is usual, works from Monday to Friday.
    """
    days = frozenset(EVERY_DAY.index(day) for day in settings.work.days)
    return days if len(days) < len(EVERY_DAY) else frozenset(range(5))


def check_settings(settings: Settings) -> list[Fault]:
    """Gather what is wrong with settings whose shape is right."""
    faults = list(shortcut_faults(("shortcuts",), settings.shortcuts))
    faults += sound_faults(settings.sound, ("sound",))
    faults += health_faults(("health",), settings.health)
    faults += _hours_faults(("work",), settings.work.hours)
    for name, own in settings.reminder.items():
        faults += _reminder_faults(("reminder", name), name, own)
    return faults


def _all_filled(settings: Settings) -> Iterator[tuple[str, ReminderSettings]]:
    names = [*BUILT_IN, *(name for name in settings.reminder if name not in BUILT_IN)]
    for name in names:
        own = settings.reminder.get(name, ReminderSettings())
        yield name, _at_work(filled_in(name, own), own, settings.work)


def _at_work(
    filled: ReminderSettings, own: ReminderSettings, work: WorkSettings
) -> ReminderSettings:
    """Keep an interval to the working hours and days; whoever names times of day means them."""
    if filled.every_min is None:
        return filled
    if own.hours is None and work.hours:
        filled = msgspec.structs.replace(filled, hours=work.hours)
    return filled if own.days is not None else msgspec.structs.replace(filled, days=work.days)


def _reminder(name: str, filled: ReminderSettings) -> Reminder:
    kind = filled.kind or ReminderKind.CUSTOM
    every_ms = None if filled.every_min is None else round(filled.every_min * MINUTE_MS)
    times = {minute for text in filled.at or () if (minute := parse_time(text)) is not None}
    ranges: list[TimeRange] = [part for text in filled.hours or () if (part := parse_range(text))]
    reminder = Reminder(
        id=name,
        kind=kind,
        every_ms=every_ms,
        at=tuple(sorted(times)),
        hours=tuple(ranges),
        days=tuple(day for day in EVERY_DAY if day in (filled.days or EVERY_DAY)),
        quiet=bool(filled.quiet),
        stay_ms=ms(filled.stay_s or 0),
        routine=filled.routine,
        words=filled.words or (),
    )
    if filled.snooze_max is not None:
        reminder = msgspec.structs.replace(reminder, snooze_max=filled.snooze_max)
    # A glass of water or a pill is not replaced by a break; a movement or a change of place is.
    resets = reminder.starts_session or kind is ReminderKind.POSTURE
    return msgspec.structs.replace(reminder, on_break_resets=resets)


def _reminder_faults(path: Path, name: str, own: ReminderSettings) -> Iterator[Fault]:
    for index, text in enumerate(own.at or ()):
        if parse_time(text) is None:
            yield Fault(
                (*path, "at", index),
                f"{_quoted(text)} is no time of the day",
                'such as "09:05" or "17:30"',
            )
    yield from _hours_faults(path, own.hours or ())
    filled = filled_in(name, own)
    if filled.every_min is None and not filled.at:
        yield Fault(
            path,
            "nothing says when this reminder comes",
            'add every_min = 60, or at = ["15:00"], or both',
            absent=True,
        )
    if name in BUILT_IN and filled.kind is not BUILT_IN[name].kind:
        yield Fault(
            (*path, "kind"),
            f"the built-in reminder {name} cannot become another kind",
            f"delete this line, or give the reminder another name than {name}",
        )
    too_often = filled.every_min is not None and filled.every_min < WATER_MIN
    if filled.kind is ReminderKind.WATER and too_often:
        yield Fault(
            (*path, "every_min"),
            f"{filled.every_min:g} minutes are too few for water",
            f"at least {WATER_MIN} minutes: drinking follows thirst",
        )


def _hours_faults(path: Path, hours: Sequence[str]) -> Iterator[Fault]:
    for index, text in enumerate(hours):
        if parse_range(text) is None:
            yield Fault(
                (*path, "hours", index),
                f"{_quoted(text)} is no part of the day",
                'such as "09:00-12:30"; "22:00-02:00" runs over midnight',
            )


def _quoted(text: str) -> str:
    """Show a text of the file; an escape sequence in it cannot steer a terminal."""
    return '"' + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text) + '"'
