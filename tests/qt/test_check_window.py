"""What may be causing it: questions that can be skipped, and changes that can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from knotbreak.core.health_settings import Flag, HealthSettings
from knotbreak.core.settings import ReminderSettings, Settings
from knotbreak.guide.shape import CauseId
from knotbreak.qt.choice import Choice
from knotbreak.qt.text import Words
from tests.qt.guide_bench import CheckBench, GuideBench


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GuideBench:
    return GuideBench(tmp_path_factory.mktemp("nobody"))


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication, made: GuideBench) -> CheckBench:
    bench = CheckBench(qapp, made)
    qtbot.addWidget(bench.window)
    with qtbot.waitExposed(bench.window):
        bench.window.show()
    return bench


def said(bench: CheckBench) -> str:
    page = bench.window.column.page
    words = [one.words for one in page.findChildren(Words) if not one.isHidden()]
    return "\n".join([*words, *(one.accessibleName() for one in bench.window.column.choices)])


def click(qtbot: QtBot, bench: CheckBench, words: str) -> None:
    """Click by words, and wait for the page that follows."""
    found = [one for one in bench.window.column.choices if words in one.accessibleName()]
    assert found, f"{words} is not in {said(bench)}"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def answer_all(qtbot: QtBot, bench: CheckBench, number: int | None) -> None:
    """Give the same answer to every question; None skips them all."""
    click(qtbot, bench, "Begin")
    for question in bench.check.questions:
        assert question.words in said(bench)
        if question.many:
            click(qtbot, bench, "Go on")
        elif number is None:
            click(qtbot, bench, "Skip")
        else:
            click(qtbot, bench, question.answer[number].words)


def test_all_of_it_can_be_skipped_and_then_nothing_stands_out(
    qtbot: QtBot, bench: CheckBench
) -> None:
    answer_all(qtbot, bench, None)
    assert "Nothing stands out" in said(bench)
    assert bench.changes.made == ()


def test_answers_lead_to_causes_and_to_changes_that_are_shown_first(
    qtbot: QtBot, bench: CheckBench
) -> None:
    answer_all(qtbot, bench, 1)
    page = said(bench)
    assert "What may play a part" in page
    assert bench.made.guide.causes[CauseId.INACTIVITY].title in page
    ticks = [one for one in bench.window.column.choices if isinstance(one, Choice)]
    more = "\n".join(one.more for one in ticks)
    assert "Reminder to stretch: every 40 minutes; now 50" in more
    assert bench.changes.made == (), "nothing changes by itself"
    click(qtbot, bench, "Change this")
    assert bench.changes.made
    assert "Reminder to stretch: every 40 minutes; now 50" in said(bench)
    click(qtbot, bench, "Take it back")
    assert bench.changes.made == ()
    assert "Taken back" in said(bench)


def test_only_what_is_ticked_changes(qtbot: QtBot, bench: CheckBench) -> None:
    answer_all(qtbot, bench, 1)
    for one in bench.window.column.choices:
        if isinstance(one, Choice) and one.isCheckable() and "40 minutes" not in one.more:
            qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
    click(qtbot, bench, "Change this")
    assert [change.key for change in bench.changes.made] == [("reminder", "stretch", "every_min")]


def test_a_settings_file_in_the_way_is_told(qtbot: QtBot, bench: CheckBench) -> None:
    bench.changes.broken = True
    answer_all(qtbot, bench, 1)
    click(qtbot, bench, "Change this")
    assert "the disk is full" in said(bench)


def test_a_limit_on_fluids_that_was_told_elsewhere_counts(qtbot: QtBot, bench: CheckBench) -> None:
    told = {"water": ("no",)}
    off = Settings(reminder={"water": ReminderSettings(on=False)})
    bench.settings.settings = off
    assert any("drink" in line.because for line in bench.check.proposals(bench.check.tell(told)))
    limited = HealthSettings(flags=(Flag.FLUID,))
    bench.settings.settings = Settings(reminder=off.reminder, health=limited)
    assert not any(
        "drink, once" in line.because for line in bench.check.proposals(bench.check.tell(told))
    )


def test_escape_goes_one_question_back(qtbot: QtBot, bench: CheckBench) -> None:
    click(qtbot, bench, "Begin")
    first, second, *_ = bench.check.questions
    click(qtbot, bench, "Skip")
    assert second.words in said(bench)
    qtbot.keyClick(bench.window, Qt.Key.Key_Escape)
    assert first.words in said(bench)
    qtbot.keyClick(bench.window, Qt.Key.Key_Escape)
    with qtbot.waitSignal(bench.window.closed):
        qtbot.keyClick(bench.window, Qt.Key.Key_Escape)


def test_a_cause_leads_to_its_page(qtbot: QtBot, bench: CheckBench) -> None:
    answer_all(qtbot, bench, 1)
    click(qtbot, bench, bench.made.guide.causes[CauseId.INACTIVITY].title)
    qtbot.waitUntil(lambda: bench.read == ["cause:inactivity"])


def test_the_checklist_is_gone_through_once(qtbot: QtBot, bench: CheckBench) -> None:
    bench.window.turn_to("workstation")
    page = said(bench)
    assert all(one.words in page and one.how in page for one in bench.made.guide.checks)
    with qtbot.waitSignal(bench.window.closed):
        click(qtbot, bench, "Gone through it")
    assert bench.workstation.times == 1
