"""What is left out for somebody who goes easy on something."""

from __future__ import annotations

import msgspec
import pytest

from knotbreak.app.going_easy import GoingEasy
from knotbreak.bootstrap.files import guide, library_port
from knotbreak.core.plan import plan_steps
from knotbreak.core.settings import Settings, resolve_reminders
from knotbreak.guide.book import Guide
from knotbreak.storage.folders import Folders
from knotbreak.storage.library_port import LibraryPort
from tests.fakes import FakeSettings


@pytest.fixture
def library(tmp_path, monkeypatch: pytest.MonkeyPatch) -> LibraryPort:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    found = library_port(Folders())
    found.refresh()
    return found


def easy(library: LibraryPort, **settings: object) -> tuple[GoingEasy, list[int]]:
    read: list[int] = []

    def book() -> Guide:
        read.append(1)
        return guide(library)

    made = FakeSettings(msgspec.convert(settings, Settings))
    return GoingEasy(library, made, book), read


def test_whoever_has_said_nothing_is_offered_all_and_the_guide_is_not_read(
    library: LibraryPort,
) -> None:
    made, read = easy(library)
    assert all(made.suits(name) for name in library.routines())
    assert made.breath_holds
    assert read == []


def test_a_flag_leaves_out_the_routines_with_what_it_hides(library: LibraryPort) -> None:
    made, read = easy(library, health={"flags": ["neck"]})
    assert not made.suits("seed-neck")
    assert made.suits("lowback-2")
    assert made.breath_holds
    assert read == [1]


def test_the_heart_ends_holding_the_breath(library: LibraryPort) -> None:
    made, _read = easy(library, health={"flags": ["heart"]})
    assert not made.breath_holds


def test_nothing_moves_what_is_injured(library: LibraryPort) -> None:
    areas = {"injured": ["hips"]}
    without, _read = easy(library, health=areas)
    assert without.suits("hips-2")
    made, _read = easy(library, health={"flags": ["injury"], **areas})
    assert not made.suits("hips-2")
    assert made.suits("micro-wrists")


def test_seated_only_is_seated_only(library: LibraryPort) -> None:
    made, _read = easy(library, seated_only=True)
    routines, stretches = library.routines(), library.stretches()
    assert not made.suits("stand-5")
    offered = [name for name in routines if made.suits(name)]
    assert len(offered) > 5
    positions = {
        step.position for name in offered for step in plan_steps(routines[name], stretches)
    }
    assert positions <= {"seated", None}


def test_a_limit_on_fluids_switches_water_off() -> None:
    settings = msgspec.convert({"health": {"flags": ["fluid"]}}, Settings)
    assert [one.id for one in resolve_reminders(settings)] == ["stretch", "posture"]
