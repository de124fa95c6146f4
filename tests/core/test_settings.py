"""The settings table: what it resolves to, what it refuses, what it says about itself."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.health_settings import HealthSettings
from knotbreak.core.reminders import EVERY_DAY, ReminderKind, TimeRange, Weekday
from knotbreak.core.settings import (
    BUILT_IN,
    ReminderSettings,
    Settings,
    check_settings,
    resolve_reminders,
)
from knotbreak.core.settings_reference import settings_reference
from knotbreak.core.units import HOUR_MS, MINUTE_MS, SECOND_MS


def with_reminder(name: str, **keys: object) -> Settings:
    return msgspec.convert({"reminder": {name: keys}}, Settings)


def resolved(settings: Settings) -> dict[str, object]:
    return {reminder.id: reminder for reminder in resolve_reminders(settings)}


def faults_of(settings: Settings) -> list[tuple[str, str]]:
    return [(".".join(map(str, f.path)), f.what) for f in check_settings(settings)]


def test_without_settings_the_defaults_of_the_design_hold() -> None:
    stretch, posture, water = resolve_reminders(Settings())
    assert (stretch.id, stretch.kind, stretch.every_ms) == ("stretch", "stretch", 50 * MINUTE_MS)
    assert (stretch.quiet, stretch.stay_ms, stretch.on_break_resets) == (False, 300_000, True)
    assert (posture.id, posture.every_ms, posture.quiet) == ("posture", 25 * MINUTE_MS, True)
    assert (posture.stay_ms, posture.on_break_resets, len(posture.words)) == (10_000, True, 3)
    assert (water.id, water.every_ms, water.quiet) == ("water", HOUR_MS, True)
    assert (water.hours, water.on_break_resets) == ((TimeRange(480, 1200),), False)
    assert stretch.days == water.days == EVERY_DAY
    assert {reminder.snooze_max for reminder in (stretch, posture, water)} == {3}
    assert check_settings(Settings()) == []


def test_eyes_and_stand_come_when_they_are_switched_on() -> None:
    settings = msgspec.convert(
        {"reminder": {"eyes": {"on": True}, "stand": {"on": True}}}, Settings
    )
    found = {reminder.id: reminder for reminder in resolve_reminders(settings)}
    eyes, stand = found["eyes"], found["stand"]
    assert (eyes.every_ms, eyes.quiet, eyes.stay_ms) == (20 * MINUTE_MS, True, 10 * SECOND_MS)
    assert eyes.routine == "micro-eyes"
    assert (stand.every_ms, stand.quiet, stand.stay_ms) == (30 * MINUTE_MS, False, 300_000)


def test_a_table_changes_only_what_it_says() -> None:
    before = resolved(Settings())["stretch"]
    after = resolved(with_reminder("stretch", every_min=40.5, snooze_max=0))["stretch"]
    assert after == msgspec.structs.replace(before, every_ms=2_430_000, snooze_max=0)


def test_a_built_in_reminder_can_be_switched_off() -> None:
    assert list(resolved(with_reminder("posture", on=False))) == ["stretch", "water"]


def test_fixed_times_take_the_place_of_the_interval() -> None:
    alone = resolve_reminders(with_reminder("stretch", at=["15:00", "9:30", "15:00"]))[0]
    both = resolve_reminders(with_reminder("stretch", at=["15:00"], every_min=60))[0]
    assert (alone.every_ms, alone.at) == (None, (570, 900))
    assert (both.every_ms, both.at) == (HOUR_MS, (900,))


def test_an_empty_list_of_times_or_hours_takes_them_away() -> None:
    water = resolve_reminders(with_reminder("water", at=[], hours=[]))[2]
    assert (water.every_ms, water.at, water.hours) == (HOUR_MS, (), ())


def test_a_reminder_of_ones_own_is_custom_and_on() -> None:
    settings = with_reminder("pills", at=["08:00"], words=["The white one."], days=["sat", "mon"])
    pills = resolve_reminders(settings)[-1]
    assert (pills.id, pills.kind, pills.at) == ("pills", ReminderKind.CUSTOM, (480,))
    assert (pills.quiet, pills.stay_ms, pills.every_ms) == (False, 300_000, None)
    assert pills.days == (Weekday.MON, Weekday.SAT)
    assert not pills.on_break_resets
    assert check_settings(settings) == []


def test_a_custom_routine_is_replaced_by_a_break() -> None:
    walk = resolve_reminders(with_reminder("walk", every_min=90, routine="stand-2"))[-1]
    assert walk.starts_session
    assert walk.on_break_resets


def test_a_second_reminder_of_a_kind_is_like_the_first_but_for_its_times() -> None:
    settings = with_reminder("eyes-at-noon", kind="eyes", at=["12:00"])
    eyes = resolve_reminders(settings)[-1]
    assert (eyes.kind, eyes.quiet, eyes.routine) == (ReminderKind.EYES, True, "micro-eyes")
    assert (eyes.every_ms, eyes.at) == (None, (720,))
    assert faults_of(with_reminder("eyes-2", kind="eyes")) == [
        ("reminder.eyes-2", "nothing says when this reminder comes")
    ]


def test_every_bad_time_is_named_with_its_place() -> None:
    settings = with_reminder(
        "tea", at=["25:00", "15:00", "noon"], hours=["09:00-12:30", "9-17", "10:00-10:00"]
    )
    assert [path for path, _ in faults_of(settings)] == [
        "reminder.tea.at.0",
        "reminder.tea.at.2",
        "reminder.tea.hours.1",
        "reminder.tea.hours.2",
    ]
    assert all(fault.hint for fault in check_settings(settings))


def test_a_fault_cannot_steer_a_terminal() -> None:
    [fault] = check_settings(with_reminder("tea", at=["\x1b[2J"]))
    assert "\x1b" not in fault.what


@pytest.mark.parametrize(
    ("name", "keys", "path"),
    [
        ("tea", {}, "reminder.tea"),
        ("tea", {"at": []}, "reminder.tea"),
        ("water", {"kind": "posture"}, "reminder.water.kind"),
        ("water", {"every_min": 20}, "reminder.water.every_min"),
        ("more-water", {"kind": "water", "every_min": 29.9}, "reminder.more-water.every_min"),
    ],
)
def test_what_makes_no_sense_is_a_fault(name: str, keys: dict[str, object], path: str) -> None:
    [fault] = check_settings(with_reminder(name, **keys))
    assert ".".join(map(str, fault.path)) == path
    assert fault.hint
    assert not fault.warning


@pytest.mark.parametrize(
    "table",
    [
        {"every_min": 0.5},
        {"every_min": 721},
        {"stay_s": 4},
        {"snooze_max": 21},
        {"words": ["x"] * 11},
        {"words": ["x" * 121]},
        {"days": []},
        {"days": ["monday"]},
        {"kind": "nap"},
        {"every": 5},
        {"routine": "Neck 2"},
    ],
)
def test_what_the_shape_refuses(table: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"reminder": {"tea": table}}, Settings)


@pytest.mark.parametrize("format_", [0, 2, "1"])
def test_other_formats_are_refused(format_: object) -> None:
    assert msgspec.convert({"format": 1}, Settings) == Settings()
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"format": format_}, Settings)


_TIMES = st.one_of(
    st.text("0123456789:- \x1b", max_size=8),
    st.builds("{}:{:02}".format, st.integers(0, 24), st.integers(0, 59)),
)
_RANGES = st.one_of(_TIMES, st.builds("{}-{}".format, _TIMES, _TIMES)).filter(
    lambda text: len(text) <= 20
)
_TABLES = st.builds(
    ReminderSettings,
    on=st.none() | st.booleans(),
    kind=st.none() | st.sampled_from(ReminderKind),
    every_min=st.none() | st.floats(1, 720),
    at=st.none() | st.lists(_TIMES, max_size=4).map(tuple),
    hours=st.none() | st.lists(_RANGES, max_size=4).map(tuple),
    days=st.none() | st.lists(st.sampled_from(Weekday), min_size=1, max_size=7).map(tuple),
    quiet=st.none() | st.booleans(),
    stay_s=st.none() | st.floats(5, 3600),
    snooze_max=st.none() | st.integers(0, 20),
)


@given(
    st.dictionaries(
        st.sampled_from(["stretch", "water", "eyes", "tea", "x-1"]), _TABLES, max_size=5
    )
)
def test_settings_are_refused_or_resolve_to_reminders_that_come(
    tables: dict[str, ReminderSettings],
) -> None:
    settings = Settings(reminder=tables)
    faults = check_settings(settings)
    reminders = resolve_reminders(settings)
    for reminder in reminders:
        if any(fault.path[1] == reminder.id for fault in faults):
            continue
        own = tables.get(reminder.id, ReminderSettings())
        assert reminder.every_ms is not None or reminder.at
        assert len(reminder.at) <= len(own.at or ())
        assert bool(reminder.at) == bool(own.at)
        assert len(reminder.hours) == len(own.hours if own.hours is not None else reminder.hours)
        assert 5_000 <= reminder.stay_ms <= 3_600_000
    off = (BUILT_IN.keys() | tables.keys()) - {reminder.id for reminder in reminders}
    for name in off:
        own = tables.get(name, ReminderSettings())
        assert own.on is False or (own.on is None and name in BUILT_IN and not BUILT_IN[name].on)


def test_the_reference_says_everything_about_every_setting() -> None:
    rows = {row.name: row for row in settings_reference()}
    assert list(rows)[:4] == ["format", "place", "seated_only", "breath_holds"]
    assert {name.removeprefix("reminder.*.") for name in rows if "*" in name} == set(
        ReminderSettings.__struct_fields__
    )
    assert all(row.label and row.help and row.type for row in rows.values())
    glass = rows["water.glass_ml"]
    assert (glass.type, glass.range, glass.default) == ("whole number", "50 to 1000 ml", "200")
    assert rows["place"].range == "office, home"
    assert rows["place"].default == '"office"'
    assert rows["reminder.*.every_min"].range == "1 to 720 min"
    assert rows["reminder.*.words"].range == "at most 10 items"
    assert rows["breath_holds"].range == ""
    assert {row.unit for row in rows.values()} == {"", "ml", "min", "s", "%"}


def test_the_built_in_words_fit_a_notice() -> None:
    words = [word for table in BUILT_IN.values() for word in table.words or ()]
    assert len(words) == len(set(words)) == 3
    for table in BUILT_IN.values():
        assert msgspec.convert(msgspec.to_builtins(table), ReminderSettings) == table


# -- working hours -------------------------------------------------------------------------------


def at_work(**more: object) -> dict[str, object]:
    work = {"hours": ["09:00-12:30"], "days": ["mon", "fri"]}
    settings = msgspec.convert({"work": work, "reminder": more}, Settings)
    assert check_settings(settings) == []
    return resolved(settings)


def test_intervals_keep_to_the_working_hours() -> None:
    found = at_work(walk={"every_min": 90})
    for name in ("stretch", "posture", "water", "walk"):
        reminder = found[name]
        assert reminder.hours == (TimeRange(540, 750),)  # type: ignore[attr-defined]
        assert reminder.days == (Weekday.MON, Weekday.FRI)  # type: ignore[attr-defined]


def test_whoever_says_hours_or_times_means_them() -> None:
    found = at_work(
        stretch={"hours": [], "days": ["sun"]},
        tea={"at": ["20:00"]},
        water={"hours": ["7:00-8:00"]},
    )
    stretch, tea, water = found["stretch"], found["tea"], found["water"]
    assert (stretch.hours, stretch.days) == ((), (Weekday.SUN,))  # type: ignore[attr-defined]
    assert (tea.hours, tea.days) == ((), EVERY_DAY)  # type: ignore[attr-defined]
    assert water.hours == (TimeRange(420, 480),)  # type: ignore[attr-defined]


def test_working_hours_that_are_none_are_refused() -> None:
    settings = msgspec.convert({"work": {"hours": ["nine"]}}, Settings)
    assert faults_of(settings) == [("work.hours.0", '"nine" is no part of the day')]


@pytest.mark.parametrize("number", ["112", "0800 11 22", "1"])
def test_a_number_to_call(number: str) -> None:
    assert check_settings(Settings(health=HealthSettings(emergency_number=number))) == []


@pytest.mark.parametrize("number", ["", "mum", "112 ", "+", "11\n2"])
def test_no_number_to_call(number: str) -> None:
    (fault,) = check_settings(Settings(health=HealthSettings(emergency_number=number)))
    assert (fault.path, fault.hint) == (("health", "emergency_number"), "such as 112")
