"""An office worker of a year, and somebody who watches what the program does to them.

The watcher keeps books of its own: what it asks for comes from the days, not from the scheduler.
It counts less than a minute of stillness as no work, so it asks a little later than it might.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from knotbreak.app.simulation import Line, Simulation
from knotbreak.core.settings import Settings
from knotbreak.core.trace import Do, Reply, Seen, TraceEvent
from knotbreak.core.units import HOUR_MS, MINUTE_MS, SECOND_MS, utc_ms_of
from tests.fakes import TRANSLATOR, FakeLibrary

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
SITTING = frozenset({Seen.CALL, Seen.INHIBITOR, Seen.FULL_SCREEN, Seen.SCREEN_SHARE})
BREAK_MS, EVERY_MS = 5 * MINUTE_MS, 50 * MINUTE_MS
PIECE_MS = 60 * SECOND_MS


class Watcher:
    """What the person lived through, and what may be asked of the program because of it."""

    def __init__(self, wait_ms: int) -> None:
        self.now_ms = 0
        self.wait_ms = wait_ms
        self.input = True
        self.typing = False
        self.locked = False
        self.reasons: set[Seen] = set()
        self.pause_until_ms: float | None = None
        self.session = False
        self.open = False
        self.again = False
        self.worked_ms = 0
        self.still_ms = 0
        self.rested = False
        self.offered = False
        self.overdue_ms = 0
        self.released_ms = -HOUR_MS
        self.was_held = False
        self.last_notice_ms = -HOUR_MS
        self.loud_ms: list[int] = []
        self.after_hold: list[int] = []
        self.expected_ms: int | None = None
        self.seen: dict[str, int] = {}

    @property
    def held(self) -> bool:
        paused = self.pause_until_ms is not None and self.now_ms < self.pause_until_ms
        return bool(self.reasons) or self.locked or paused

    @property
    def sits(self) -> bool:
        return bool(self.reasons & SITTING) and not self.locked

    @property
    def due(self) -> bool:
        return self.worked_ms >= EVERY_MS and not self.offered

    def reset(self) -> None:
        self.worked_ms = 0
        self.offered = False
        self.overdue_ms = 0
        self.expected_ms = None

    def lived(self, ms: int, *, asleep: bool = False) -> None:
        """Some time has passed, in which nothing changed but what the program did."""
        before_held = self.held
        self.now_ms += ms
        paused = self.pause_until_ms is not None and self.now_ms <= self.pause_until_ms
        here = (self.input and not self.locked and not asleep) or (self.sits and not asleep)
        if here:
            if not (self.session or paused):
                self.worked_ms += ms
        elif not (self.session and not asleep):
            self.still_ms += ms
            if self.still_ms >= BREAK_MS and not self.rested:
                self.rested = True
                self.reset()
        if before_held and not self.held:
            self.hold_ended()
        quiet_ms = self.now_ms - max(self.released_ms, self.last_notice_ms)
        free = not (self.held or self.session or self.open) and quiet_ms > MINUTE_MS + ms
        if self.due and self.worked_ms > EVERY_MS + ms and self.input and not asleep and free:
            self.overdue_ms += ms
            assert self.overdue_ms <= self.wait_ms + 2 * PIECE_MS, "50 active minutes, no offer"
        if self.expected_ms is not None and self.now_ms > self.expected_ms:
            assert self.last_notice_ms >= self.expected_ms, "no offer 60 s after the hold"
            assert self.last_notice_ms == self.expected_ms, "not on time"
            self.seen["after a hold"] = self.seen.get("after a hold", 0) + 1
            self.expected_ms = None

    def hold_ended(self) -> None:
        """The last reason is over."""
        self.released_ms = self.now_ms
        self.after_hold = []
        calm = self.input and not (self.typing or self.session or self.open)
        if calm and self.due and self.worked_ms > EVERY_MS + PIECE_MS:
            self.expected_ms = self.now_ms + MINUTE_MS

    def changed(self) -> None:
        """The person does something else: what was expected of the program is off."""
        self.expected_ms = None

    def heard(self, line: Line, at_ms: int) -> None:
        """The program did something."""
        self.seen[line.event] = self.seen.get(line.event, 0) + 1
        match line.event:
            case "notice":
                self.notice(line, at_ms)
            case "withdrawn" | "missed" if line.why != "time-passed":
                self.open = False
                if line.reminder == "stretch" and line.why == "paused" and not self.again:
                    # What was only said again is still owed in the tray.
                    self.offered = False
            case "snoozed" | "skipped" | "done" | "session-started":
                self.open = False
                self.session = line.event == "session-started"
                if line.event == "skipped" and line.reminder == "stretch":
                    self.reset()
            case "session-ended":
                self.session = False
                self.still_ms = 0
            case "reset":
                self.reset()
            case _:
                pass

    def notice(self, line: Line, at_ms: int) -> None:
        paused = self.pause_until_ms is not None and at_ms < self.pause_until_ms
        held = bool(self.reasons) or self.locked or paused
        assert not held, f"in a hold: {line}"
        assert not self.session, f"in a session: {line}"
        assert at_ms - self.released_ms >= MINUTE_MS, f"too soon after a hold: {line}"
        assert at_ms - self.last_notice_ms >= MINUTE_MS, f"twice in a minute: {line}"
        self.open = True
        self.again = line.why == "again"
        self.last_notice_ms = at_ms
        if "stretch" in (line.reminder, *line.merged):
            self.offered = True
            self.overdue_ms = 0
        if line.why == "due" and not line.quiet:
            recent = [ms for ms in self.loud_ms if at_ms - ms < HOUR_MS]
            assert len(recent) < 2, f"a third within the hour: {line}"
            self.loud_ms = [*recent, at_ms]
        if at_ms - self.released_ms < 10 * MINUTE_MS and line.why == "due":
            if line.reminder in ("stretch", "stand"):
                self.after_hold.append(at_ms)
            assert len(self.after_hold) <= 1, f"a second owed break after a hold: {line}"


class Worker:
    """Lives through a year of days with some hundred interruptions a month."""

    def __init__(self, seed: int, settings: Settings, start: str) -> None:
        self.dice = random.Random(seed)
        # A notice waits for a pause in the typing, and for a better lead that comes soon.
        fixed = any(one.at for one in settings.reminder.values())
        self.watcher = Watcher((13 if fixed else 3) * MINUTE_MS)
        self.events = 0
        self.answer_at_ms: int | None = None
        self.begun_ms = utc_ms_of(datetime.fromisoformat(start).replace(tzinfo=BERLIN))
        self.simulation = Simulation(
            start_utc_ms=self.begun_ms,
            zone=BERLIN,
            settings=settings,
            library=FakeLibrary(),
            translator=TRANSLATOR,
            out=self.heard,
        )
        self.boot_ms = self.simulation.clock.now().boot_ms

    def heard(self, line: Line) -> None:
        at_ms = self.simulation.clock.now().boot_ms
        self.watcher.heard(line, at_ms)
        if line.event == "notice":
            self.answer_at_ms = at_ms + self.dice.randrange(4, 290) * SECOND_MS
            if line.quiet:
                self.answer_at_ms = at_ms + 4 * SECOND_MS

    # -- time ----------------------------------------------------------------------------------

    def live(self, ms: int, *, asleep: bool = False) -> None:
        """Let time pass, answering what comes."""
        left = ms
        while left > 0:
            piece = left if asleep else min(left, PIECE_MS)
            watcher = self.watcher
            for moment in (self.answer_at_ms, watcher.pause_until_ms, watcher.expected_ms):
                if moment is not None and watcher.now_ms < moment < watcher.now_ms + piece:
                    piece = int(moment) - watcher.now_ms
            self.simulation.wait(piece)
            watcher.lived(piece, asleep=asleep)
            left -= piece
            if self.answer_at_ms is not None and watcher.now_ms >= self.answer_at_ms:
                self.answer_at_ms = None
                if not asleep and not watcher.locked and watcher.open:
                    self.answer()

    def answer(self) -> None:
        answers = [Reply.START] * 4 + [Reply.SNOOZE] * 2 + [Reply.SKIP] * 2 + [Reply.IGNORE] * 2
        answer = self.dice.choice(answers)
        minutes = self.dice.choice([1, 5, 15]) if answer is Reply.SNOOZE else None
        self.simulation.do(TraceEvent(at="", do=Do.ANSWER, answer=answer, minutes=minutes))

    def happen(self, do: Do, reason: Seen | None = None, **more: float | int | None) -> None:
        watcher = self.watcher
        watcher.changed()
        if do in (Do.LOCK, Do.SUSPEND) or (do is Do.REASON and reason is Seen.CALL):
            self.events += 1
        if do is Do.LOCK and watcher.sits:
            watcher.still_ms = 0
        held, sat = watcher.held, watcher.sits
        if do is Do.REASON and reason is not None:
            watcher.reasons.add(reason)
        if do is Do.LOCK:
            watcher.locked, watcher.input = True, False
        if do is Do.PAUSE:
            minutes = more.get("minutes")
            lasts = float("inf") if minutes is None else minutes * MINUTE_MS
            watcher.pause_until_ms = watcher.now_ms + lasts
        event = TraceEvent(at="", do=do, reason=reason, **more)  # type: ignore[arg-type]
        self.simulation.do(event)
        if do is Do.REASON_ENDED and reason is not None:
            watcher.reasons.discard(reason)
        if do is Do.UNLOCK:
            watcher.locked = False
        if do is Do.UNPAUSE:
            watcher.pause_until_ms = None
        if sat and not watcher.sits and not watcher.input:
            watcher.still_ms, watcher.rested = 0, False
        if do in (Do.ACTIVE, Do.TYPING, Do.UNLOCK):
            watcher.input, watcher.typing = True, do is Do.TYPING
            watcher.still_ms, watcher.rested = 0, False
        if do is Do.IDLE:
            watcher.input, watcher.typing = False, False
        if held and not watcher.held:
            watcher.hold_ended()

    # -- days ----------------------------------------------------------------------------------

    def minutes(self, low: float, high: float) -> int:
        return round(self.dice.uniform(low, high) * MINUTE_MS)

    def work(self) -> None:
        if self.dice.random() < 0.2:
            self.happen(Do.TYPING)
            self.live(self.minutes(1, 8))
            self.happen(Do.ACTIVE)
        self.live(self.minutes(1, 20))

    def pause_for_thought(self) -> None:
        self.happen(Do.IDLE)
        self.live(self.dice.choice([5, 20, 45, 70, 150, 280]) * SECOND_MS)
        self.happen(Do.ACTIVE)

    def coffee(self) -> None:
        self.happen(Do.IDLE)
        self.live(self.minutes(5.5, 16))
        self.happen(Do.ACTIVE)

    def away(self) -> None:
        self.happen(Do.LOCK)
        self.live(self.dice.choice([5, 5, 30, 60, 90, 200, 400]) * SECOND_MS)
        self.happen(Do.UNLOCK)

    def asleep(self) -> None:
        self.happen(Do.SUSPEND)
        self.live(self.dice.choice([5, 40, 200, 310, 900]) * SECOND_MS, asleep=True)
        self.woken()

    def woken(self) -> None:
        self.happen(Do.RESUME)
        self.watcher.still_ms, self.watcher.rested = 0, False

    def meeting(self) -> None:
        """A call, silent or not, often with more that holds; in any order they end."""
        reasons = [Seen.CALL]
        for more in (Seen.DO_NOT_DISTURB, Seen.SCREEN_SHARE, Seen.FULL_SCREEN, Seen.CALENDAR):
            if self.dice.random() < 0.25:
                reasons.append(more)
        for reason in reasons:
            self.happen(Do.REASON, reason)
            self.live(self.minutes(0, 1))
        silent = self.dice.random() < 0.6
        if silent:
            self.happen(Do.IDLE)
        self.live(self.minutes(2, 40))
        if silent:
            self.happen(Do.ACTIVE)
        self.dice.shuffle(reasons)
        for reason in reasons:
            self.happen(Do.REASON_ENDED, reason)
            self.live(self.minutes(0, 1))

    def film(self) -> None:
        reason = self.dice.choice([Seen.INHIBITOR, Seen.FULL_SCREEN, Seen.DO_NOT_DISTURB])
        self.happen(Do.REASON, reason)
        self.live(self.minutes(1, 25))
        self.happen(Do.REASON_ENDED, reason)

    def quiet_please(self) -> None:
        self.happen(Do.PAUSE, minutes=self.dice.choice([15, 30, 60]))
        self.live(self.minutes(5, 40))
        if self.watcher.held and self.dice.random() < 0.4:
            self.happen(Do.UNPAUSE)

    def clock_set(self) -> None:
        self.happen(Do.CLOCK, by_s=self.dice.choice([-2.0, 1.0, 3.0, -40.0]))

    def day(self) -> None:
        """From the first key to the lid, about nine hours."""
        what: list[tuple[Callable[[], None], int]] = [
            (self.work, 26), (self.pause_for_thought, 8), (self.coffee, 2), (self.away, 18),
            (self.asleep, 7), (self.meeting, 7), (self.film, 2), (self.quiet_please, 1),
            (self.clock_set, 1),
        ]  # fmt: skip
        doing, often = [one for one, _ in what], [weight for _, weight in what]
        until_ms = self.watcher.now_ms + self.minutes(500, 560)
        while self.watcher.now_ms < until_ms:
            self.dice.choices(doing, often)[0]()
            self.live(self.dice.randrange(0, 90) * SECOND_MS)

    def night(self, days: int) -> None:
        """The lid is closed until the morning, some days later."""
        now = self.simulation.clock.now()
        morning = datetime.combine(now.local.date() + timedelta(days=days), time(8), now.zone)
        self.happen(Do.SUSPEND)
        wait_ms = utc_ms_of(morning) - now.utc_ms + self.minutes(0, 60)
        self.live(wait_ms, asleep=True)

    def travel(self, to: ZoneInfo) -> None:
        self.simulation.do(TraceEvent(at="", do=Do.ZONE, to=str(to)), to)
