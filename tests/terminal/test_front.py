"""The terminal front end: which page, which intents, what is said where there is no screen."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from knotbreak.app.effects import Ring, Signal
from knotbreak.app.intents import (
    Acknowledge,
    CheckIn,
    DoneDue,
    Drank,
    Intent,
    Key,
    PauseReminders,
    ResumeReminders,
    SessionKey,
    SkipDue,
    SnoozeDue,
    StartRoutine,
)
from knotbreak.app.pausing import Refused
from knotbreak.core.body import Area
from knotbreak.core.session_state import State
from knotbreak.core.timeline import SegmentKind
from knotbreak.terminal.front import FINISH_MS, FRAME_MS, MESSAGE_MS, TerminalFront
from knotbreak.terminal.style import Style
from tests.terminal import pages


class Loop:
    """Time that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.ms = 0
        self.timers: list[SimpleNamespace] = []
        self.posted: list[Callable[[], None]] = []

    def now_ms(self) -> int:
        return self.ms

    def call_at(self, real_ms: int, fn: Callable[[], None]) -> SimpleNamespace:
        timer = SimpleNamespace(at=real_ms, fn=fn)
        timer.cancel = lambda: timer in self.timers and self.timers.remove(timer)
        self.timers.append(timer)
        return timer

    def post(self, fn: Callable[[], None]) -> None:
        self.posted.append(fn)

    def settle(self, ms: int = 0) -> None:
        self.ms += ms
        while self.posted or any(timer.at <= self.ms for timer in self.timers):
            posted, self.posted = self.posted, []
            for fn in posted:
                fn()
            for timer in [timer for timer in self.timers if timer.at <= self.ms]:
                timer.cancel()
                timer.fn()


class World:
    """A front end with everything around it played by the test."""

    def __init__(self, *, screen: bool = True, keys: bool = True, once: bool = False) -> None:
        self.loop = Loop()
        self.page: list[str] = []
        self.shown = 0
        self.said: list[str] = []
        self.bells = 0
        self.left: list[str] = []
        self.intents: list[Intent] = []
        self.refusal = ""
        self.view: Any = None
        self.status = pages.status()
        self.notice: Any = None
        playing = SimpleNamespace(
            view=lambda: self.view,
            frame=lambda _now: pages.frame(breath=pages.BREATH),
            finish=None,
        )
        self.playing = playing
        terminal = SimpleNamespace(
            screen=screen, has_keys=keys, size=(80, 24), show=self._show, print=self.said.append,
            open=self._open, close=lambda: None, forget=lambda: self.page.clear(), bell=self._bell,
        )  # fmt: skip
        self.terminal = terminal
        draw = pages.drawn(Style(colour=False, unicode=True))
        self.front = TerminalFront(
            terminal, draw, self.loop, pages.WORDS,  # type: ignore[arg-type]
            once=once, bell=lambda: True, quit_program=lambda: self.left.append("quit"),
            nobody=lambda: self.left.append("nobody"),
        )  # fmt: skip
        clock = SimpleNamespace(now=lambda: None, speed=1)
        self.own = 0
        interrupting = SimpleNamespace(own_input=self._own_input)
        controller = SimpleNamespace(
            playing=playing, clock=clock, handle=self._handle, interrupting=interrupting
        )
        status = SimpleNamespace(view=lambda: self.status, notice=lambda: self.notice)
        self.front.attach(controller, status)  # type: ignore[arg-type]
        self.front.open()

    def press(self, *names: str) -> None:
        for name in names:
            self.key(name)
            self.loop.settle()

    @property
    def text(self) -> str:
        self.front.changed()
        self.loop.settle()
        return "\n".join(self.page)

    def begin(self) -> None:
        self.view = pages.view()
        self.status = pages.status(state="session")
        self.front.session_began(None)
        self.front.changed()
        self.loop.settle()

    def end(self) -> None:
        self.view = None
        self.status = pages.status()
        self.playing.finish = pages.FINISH
        self.front.session_over(True)
        self.front.changed()
        self.loop.settle()

    def _show(self, lines: list[str]) -> None:
        self.page = list(lines)
        self.shown += 1

    def _open(self, key: Callable[[str], None], end: Callable[[], None]) -> None:
        self.key, self.no_keys = key, end

    def _own_input(self, _now: None) -> None:
        self.own += 1

    def _bell(self) -> None:
        self.bells += 1

    def _handle(self, intent: Intent) -> tuple[()]:
        if self.refusal:
            raise Refused(self.refusal)
        self.intents.append(intent)
        return ()


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("key", "intent"),
    [
        ("enter", StartRoutine()),
        ("z", SnoozeDue()),
        ("k", SkipDue()),
        ("w", Drank()),
        ("p", PauseReminders()),
    ],
)
def test_keys_between_sessions(world: World, key: str, intent: Intent) -> None:
    world.press(key, "x", "up", "tab")
    assert world.intents == [intent]


def test_pause_becomes_go_on(world: World) -> None:
    world.status = pages.status(state="paused")
    world.press("p")
    assert world.intents == [ResumeReminders()]
    assert "go on" in world.text


def test_enter_means_done_where_nothing_is_played(world: World) -> None:
    world.notice = pages.msgspec.structs.replace(pages.NOTICE, starts_session=False)
    world.press("enter")
    assert world.intents == [DoneDue()]


@pytest.mark.parametrize(
    ("key", "steers"),
    [
        ("space", Key.TOGGLE), ("p", Key.TOGGLE), ("left", Key.BACK), ("b", Key.BACK),
        ("right", Key.SKIP), ("n", Key.SKIP), ("e", Key.EASIER), ("o", Key.OTHER),
        ("-", Key.SLOWER), ("+", Key.FASTER), ("=", Key.FASTER), ("escape", Key.STOP),
        ("q", Key.STOP),
    ],
)  # fmt: skip
def test_keys_in_a_session(world: World, key: str, steers: Key) -> None:
    world.begin()
    world.press("w", "k", key)
    assert world.intents == [SessionKey(steers)]
    assert world.own == 3, "keys of ours are no work elsewhere"


def test_control_c_ends_the_program_from_any_page(world: World) -> None:
    world.begin()
    world.press("interrupt")
    assert world.left == ["quit"]
    assert world.intents == []


def test_the_signs_to_stop_pause_the_session(world: World) -> None:
    world.begin()
    world.press("?")
    assert "Stop at once" in world.text
    assert "Tingling in an arm." in world.text
    world.view = pages.view(state=State.PAUSED)
    world.press("b")
    assert world.intents == [SessionKey(Key.TOGGLE)] * 2
    assert "Side neck stretch" in world.text


@pytest.mark.parametrize(
    "view",
    [pages.view(state=State.PAUSED), pages.view(kind=SegmentKind.WAIT)],
    ids=["paused", "wait"],
)
def test_what_did_not_run_is_not_set_going(world: World, view: object) -> None:
    world.begin()
    world.view = view
    world.press("?", "x")
    assert world.intents == []


def test_escape_among_the_signs_stops(world: World) -> None:
    world.begin()
    world.view = pages.view(kind=SegmentKind.WAIT)
    world.press("?", "escape")
    assert world.intents == [SessionKey(Key.STOP)]


def test_the_signs_in_a_small_terminal(world: World) -> None:
    world.terminal.size = (40, 10)
    seen = ""
    world.press("?")
    for _ in range(10):
        seen += world.text
        if "any key" in world.text:
            break
        world.press("enter")
    world.press("enter")
    assert "gives way" in seen
    assert "stretch now" in world.text


def test_the_notice_has_to_be_seen_to_its_end(world: World) -> None:
    world.terminal.size = (40, 10)
    world.front.acknowledge_first()
    assert "more" in world.text
    world.press("enter")
    assert world.intents == []
    for _ in range(10):
        if "I have read this" in world.text:
            break
        world.press("enter")
    world.press("x", "enter")
    assert world.intents == [Acknowledge()]


@pytest.mark.parametrize("key", ["escape", "q"])
def test_not_now(world: World, key: str) -> None:
    world.front.acknowledge_first()
    world.press(key)
    assert world.intents == [SessionKey(Key.STOP)]


def test_frames_come_only_while_something_moves(world: World) -> None:
    world.begin()
    before = world.shown
    for _ in range(10):
        world.loop.settle(FRAME_MS)
    assert world.shown == before + 10
    world.view = pages.view(state=State.PAUSED)
    world.loop.settle(FRAME_MS)
    before = world.shown
    world.loop.settle(100 * FRAME_MS)
    assert world.shown == before
    assert world.loop.timers == []


def test_many_changes_are_one_picture(world: World) -> None:
    for _ in range(5):
        world.front.changed()
    world.loop.settle()
    assert world.shown == 1


def test_messages_of_one_moment_are_shown_together(world: World) -> None:
    world.front.tell("One thing.")
    world.front.tell("Another thing.")
    assert "One thing." in world.text
    assert "Another thing." in world.text
    world.front.tell("A third.")
    assert "One thing." not in world.text
    world.loop.settle(MESSAGE_MS)
    assert "A third." not in world.text


def test_a_message_goes_with_the_next_key(world: World) -> None:
    world.refusal = "Nothing is due right now."
    world.press("k")
    assert "Nothing is due right now." in world.text
    world.refusal = ""
    world.press("w")
    assert "Nothing is due right now." not in world.text


def test_the_last_page_goes_by_itself(world: World) -> None:
    world.begin()
    world.end()
    assert "Done. Well moved." in world.text
    world.press("w")
    assert world.intents == [Drank()]
    world.loop.settle(FINISH_MS)
    assert "stretch now" in world.text
    assert world.left == []


def test_any_key_leaves_the_last_page_and_does_nothing_else(world: World) -> None:
    world.end()
    world.press("q")
    assert "stretch now" in world.text
    assert (world.left, world.intents) == ([], [])


def test_once_ends_the_program_and_leaves_its_last_words() -> None:
    world = World(once=True)
    world.begin()
    world.end()
    assert world.left == ["quit"]
    world.front.close()
    assert world.said == ["Done. Well moved. 1:23 of movement now, 4:00 today."]


ASKS = msgspec.structs.replace(
    pages.FINISH, asks=Area.NECK, asks_words="How tight is your neck now?"
)


def ask(world: World) -> None:
    """A session ends; the area has not been noted today."""
    world.begin()
    world.end()
    world.playing.finish = ASKS
    world.front.session_over(taken=True)
    world.loop.settle()


def answered(world: World, words: str) -> None:
    """What the program makes of a note."""

    def note(intent: Intent) -> None:
        world.intents.append(intent)
        if isinstance(intent, CheckIn):
            world.playing.finish = msgspec.structs.replace(ASKS, asks=None, answer=words)

    world.front._controller.handle = note  # type: ignore[union-attr, method-assign, assignment]


@pytest.mark.parametrize(
    ("typed", "amount"), [("4", 4), ("0", 0), ("10", 10), ("17", 7), ("100", 0), ("38", 8)]
)
def test_a_number_and_enter_note_how_tight_it_is(world: World, typed: str, amount: int) -> None:
    ask(world)
    assert "How tight is your neck now?" in world.text
    answered(world, "Noted, thank you.")
    world.press(*typed)
    assert world.intents == []
    world.press("enter")
    assert world.intents == [CheckIn(Area.NECK, amount)]
    assert "Noted, thank you." in world.text
    assert "How tight" not in world.text
    world.press("enter")
    assert "stretch now" in world.text


@pytest.mark.parametrize("key", ["enter", "escape", "x"])
def test_enter_leaves_the_note_out(world: World, key: str) -> None:
    ask(world)
    world.press(key)
    assert "stretch now" in world.text
    assert world.intents == []


def test_water_is_counted_while_it_asks(world: World) -> None:
    ask(world)
    world.press("w")
    assert world.intents == [Drank()]
    assert "How tight" in world.text


def test_whoever_types_has_time_to_finish_it(world: World) -> None:
    ask(world)
    world.loop.settle(FINISH_MS - 1)
    world.press("4")
    world.loop.settle(FINISH_MS - 1)
    assert "How tight is your neck now? 4" in world.text
    world.loop.settle(1)
    assert "stretch now" in world.text


@pytest.mark.parametrize("screen", [True, False])
def test_one_session_waits_for_the_note_and_ends_with_what_comes_of_it(screen: bool) -> None:
    world = World(once=True, screen=screen)
    world.begin()
    world.playing.finish = ASKS
    world.view = None
    world.front.session_over(taken=True)
    world.loop.settle()
    assert world.left == []
    answered(world, "Noted, thank you.")
    world.press("4", "enter")
    assert world.intents == [CheckIn(Area.NECK, 4)]
    assert world.left == ["quit"]
    world.front.close()
    said = "\n".join(world.said)
    assert said.count("Noted, thank you.") == 1
    assert ("How tight is your neck now?" in said) is not screen


@pytest.mark.parametrize("way", ["enter", "nobody", "time"])
def test_one_session_ends_without_a_note(way: str) -> None:
    world = World(once=True)
    world.begin()
    world.playing.finish = ASKS
    world.view = None
    world.front.session_over(taken=True)
    match way:
        case "enter":
            world.press("enter")
        case "nobody":
            world.no_keys()
        case _:
            world.loop.settle(FINISH_MS)
    assert world.left == ["quit"]
    assert world.intents == []


def test_where_nobody_can_type_nothing_is_asked() -> None:
    world = World(once=True, keys=False, screen=False)
    world.begin()
    world.playing.finish = ASKS
    world.front.session_over(taken=True)
    assert world.left == ["quit"]
    assert "How tight" not in "\n".join(world.said)


def test_lines_where_there_is_no_screen() -> None:
    world = World(screen=False)
    world.begin()
    world.front.ring(Ring(Signal.BEGIN, eyes_away=True))
    world.end()
    world.front.tell("A word.")
    assert world.said[:2] == ["Neck unwinder", "Mild pull, never pain."]
    assert "hold 15 s." in world.said[2]
    done = "Done. Well moved. 1:23 of movement now, 4:00 today."
    assert world.said[3:] == [done, "Next: Stretch, about 10:40", "A word."]
    assert world.shown == 0


def test_the_bell_rings_where_the_eyes_are_elsewhere(world: World) -> None:
    world.begin()
    world.front.ring(Ring(Signal.SWITCH, eyes_away=False))
    world.front.ring(Ring(Signal.SWITCH, eyes_away=True))
    assert world.bells == 1


@pytest.mark.parametrize("screen", [True, False])
def test_nobody_can_acknowledge(screen: bool) -> None:
    world = World(screen=screen, keys=False, once=True)
    world.front.acknowledge_first()
    said = world.text + "\n".join(world.said)
    assert "knotbreak safety --accept" in said
    assert said.count("Before you start") == 1
    assert world.left == ["quit"]


def test_keys_that_end_while_the_notice_waits() -> None:
    world = World(screen=False, once=True)
    world.front.acknowledge_first()
    assert "Press enter when you have read this, q to leave." in world.said
    world.no_keys()
    assert world.left == ["nobody"]


def test_another_size_draws_everything_anew(world: World) -> None:
    assert world.text
    world.terminal.size = (40, 10)
    world.front.resized()
    assert world.page == []
    world.loop.settle()
    assert len(world.page) <= 10
