"""The self-check: from answers to causes, from causes to changes, and back again."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.core.body import Place
from knotbreak.core.settings import (
    ReminderSettings,
    Settings,
    check_settings,
    resolve_reminders,
)
from knotbreak.core.units import DAY_MS
from knotbreak.guide.book import Guide
from knotbreak.guide.selfcheck import (
    Change,
    Finding,
    Told,
    propose,
    tell,
    undoing,
)
from knotbreak.guide.shape import CauseId
from knotbreak.guide.workstation import workstation_due

ADVICE_ONLY = {
    CauseId.INJURY, CauseId.NUTRITION, CauseId.CONDITIONS, CauseId.OVEREXERTION,
    CauseId.ERGONOMICS,
}  # fmt: skip
"""No setting of a reminder would help there."""

ALL_OFF = Settings(
    reminder={
        name: ReminderSettings(on=False)
        for name in ("stretch", "posture", "water", "stand", "eyes")
    }
)


def told(*causes: CauseId, standing: bool = False, limit: bool = False) -> Told:
    findings = tuple(Finding(cause, 1) for cause in causes)
    return Told(findings=findings, standing_desk=standing, fluid_limit=limit)


def changed(settings: Settings, changes: tuple[Change, ...]) -> Settings:
    """The settings as the file would have them after some changes."""
    reminder = dict(settings.reminder)
    for change in changes:
        name = change.key[1]
        if len(change.key) == 2:
            assert change.before is None or change.after is None
            if change.after is None:
                del reminder[name]
            else:
                reminder[name] = msgspec.convert(
                    msgspec.json.decode(msgspec.json.encode(change.after)), ReminderSettings
                )
        else:
            own = reminder.get(name, ReminderSettings())
            assert getattr(own, change.key[2]) == change.before
            reminder[name] = msgspec.structs.replace(own, **{change.key[2]: change.after})
    return msgspec.structs.replace(settings, reminder=reminder)


def all_changes(told_: Told, settings: Settings) -> tuple[Change, ...]:
    return tuple(one for made in propose(told_, settings, str) for one in made.changes)


def test_answers_speak_for_causes_the_most_spoken_for_first(guide: Guide) -> None:
    found = tell(guide.questions, {"desk": ["no"], "chair": ["slump"], "screen": ["no"]})
    assert found.causes == (CauseId.POSTURE, CauseId.ERGONOMICS)
    assert [one.answers for one in found.findings] == [2, 2]
    assert not found.standing_desk
    most = tell(guide.questions, {"hours": ["many"], "desk": ["raise"], "cold": ["yes"]})
    assert most.causes == (CauseId.INACTIVITY, CauseId.COLD)
    assert most.standing_desk


def test_everything_can_be_skipped(guide: Guide) -> None:
    assert tell(guide.questions, {}) == Told()
    assert propose(Told(), Settings(), str) == ()


def test_an_answer_that_is_not_there_is_refused(guide: Guide) -> None:
    with pytest.raises(KeyError):
        tell(guide.questions, {"desk": ["maybe"]})


@pytest.mark.parametrize("cause", list(CauseId))
def test_every_cause_proposes_something_or_has_advice_alone(guide: Guide, cause: CauseId) -> None:
    proposals = propose(told(cause), ALL_OFF, str)
    assert bool(proposals) == (cause not in ADVICE_ONLY)
    assert all(one.cause is cause and one.because for one in proposals)
    assert guide.causes[cause].help


def test_what_is_so_already_is_not_proposed() -> None:
    # Posture and water are on from the start, and as often as they would be proposed.
    both = told(CauseId.POSTURE, CauseId.DEHYDRATION)
    assert propose(both, Settings(), str) == ()
    often = Settings(reminder={"stretch": ReminderSettings(every_min=30)})
    assert propose(told(CauseId.INACTIVITY), often, str) == ()


def test_an_interval_only_becomes_shorter_and_fixed_times_stay() -> None:
    [change] = all_changes(told(CauseId.INACTIVITY), Settings())
    assert change == Change(key=("reminder", "stretch", "every_min"), after=40.0, now=50)
    fixed = Settings(reminder={"stretch": ReminderSettings(at=("10:00", "15:00"))})
    assert all_changes(told(CauseId.INACTIVITY), fixed) == ()


def test_standing_is_proposed_where_there_is_a_desk_for_it() -> None:
    keys = {one.key for one in all_changes(told(CauseId.INACTIVITY, standing=True), Settings())}
    assert ("reminder", "stand", "on") in keys


def test_a_limit_on_fluids_turns_water_off_and_never_on() -> None:
    [change] = all_changes(told(CauseId.DEHYDRATION, limit=True), Settings())
    assert (change.key, change.after) == (("reminder", "water", "on"), False)
    assert all_changes(told(CauseId.DEHYDRATION, limit=True), ALL_OFF) == ()


def test_a_reminder_of_the_persons_own_is_not_touched() -> None:
    own = Settings(reminder={"hands": ReminderSettings(at=("11:00",), words=("Mine",))})
    assert propose(told(CauseId.OVERUSE), own, str) == ()


def test_the_evening_needs_no_floor_at_the_office() -> None:
    routines = []
    for place in (Place.OFFICE, Place.HOME):
        [change] = all_changes(told(CauseId.SLEEP), Settings(place=place))
        assert isinstance(change.after, dict)
        routines.append(change.after["routine"])
    assert routines == ["calm-2", "evening-10"]


def test_what_people_read_is_translated() -> None:
    [one] = propose(told(CauseId.STRESS), Settings(), str.upper)
    assert one.because.isupper()
    [change] = one.changes
    assert isinstance(change.after, dict)
    assert change.after["words"] == ("TWO QUIET MINUTES?",)


@given(
    causes=st.lists(st.sampled_from(list(CauseId)), unique=True),
    standing=st.booleans(),
    limit=st.booleans(),
    settings=st.sampled_from([Settings(), ALL_OFF, Settings(place=Place.HOME)]),
    taken=st.data(),
)
def test_changes_are_allowed_come_once_and_can_be_taken_back(
    causes: list[CauseId], standing: bool, limit: bool, settings: Settings, taken: st.DataObject
) -> None:
    proposals = propose(told(*causes, standing=standing, limit=limit), settings, str)
    chosen = [one for one in proposals if taken.draw(st.booleans())]
    changes = tuple(change for one in chosen for change in one.changes)
    keys = [change.key for one in proposals for change in one.changes]
    assert len(keys) == len(set(keys))
    after = changed(settings, changes)
    assert [fault for fault in check_settings(after) if not fault.warning] == []
    assert propose(told(), after, str) == ()
    back = changed(after, undoing(changes, after))
    assert resolve_reminders(back) == resolve_reminders(settings)


def test_what_was_changed_again_since_is_not_taken_back() -> None:
    changes = all_changes(told(CauseId.INACTIVITY, CauseId.STRESS), Settings())
    after = changed(Settings(), changes)
    again = dict(after.reminder)
    again["stretch"] = ReminderSettings(every_min=55)
    left = undoing(changes, msgspec.structs.replace(after, reminder=again))
    assert [one.key for one in left] == [("reminder", "calm")]


def test_the_checklist_comes_again_after_ninety_days() -> None:
    assert workstation_due(None, 0)
    assert not workstation_due(1_000, 1_000 + 90 * DAY_MS - 1)
    assert workstation_due(1_000, 1_000 + 90 * DAY_MS)
