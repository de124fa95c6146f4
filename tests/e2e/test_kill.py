"""kill -9 at any moment: after the next start no double notice, and nothing acknowledged is lost.

`KNOTBREAK_KILLS` is how many rounds, `KNOTBREAK_SEED` repeats a campaign (as far as chance allows),
`KNOTBREAK_PROGRAM` is another installed program than the one in build/e2e.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter

import pytest

from knotbreak.app.state import AppState
from tests.desktop.waiting import wait_until
from tests.e2e.killing import HOLD_S, HOLDS, SPEED, Rig, Row, Told, counted, waiting

pytestmark = [pytest.mark.desktop, pytest.mark.e2e]

ROUNDS = int(os.environ.get("KNOTBREAK_KILLS", "100"))
SEED = int(os.environ.get("KNOTBREAK_SEED", "20251"))
SITUATIONS = ("countdown", "notice", "session", "write", "write", "chat", "start", "session")

IN_FLIGHT_S = 0.3
"""Killed so soon after its notice came to the daemon, a program may not have learnt its id."""

LOST_MIN = 5.5
"""Work that a kill may cost, in minutes of the program; it writes every 4, and alarms come late."""

# What a person does. The other events are the program's own.
_ANSWERS = {"water", "skipped", "snoozed", "pause", "pause-end", "started", "posture"}
# What ends the wait for an answer, so that the same reminder may be offered anew.
_SETTLING = {"skipped", "snoozed", "started", "posture", "natural-break"}


class Campaign:
    """Lets things happen, kills the program, starts it again, and looks at what is left."""

    def __init__(self, rig: Rig, seed: int) -> None:
        self.rig = rig
        self.random = random.Random(seed)
        self.kills: Counter[str] = Counter()
        self.killed_with: Counter[str] = Counter()
        self.in_flight = 0
        self.most_lost_min = 0.0
        self._told: list[Told] = []
        self._unsure: Told | None = None
        self._paused: bool | None = False
        self._steps_done = 0
        self._drunk = 0
        self._play_sent: float | None = None
        self._seen_row = rig.rows()[-1].id
        self._last_offer = 0
        self._owed: set[str] = set()
        self._left: AppState | None = rig.state()
        self._left_row = self._seen_row
        self._killed_at = 0.0
        self._answered_at: float | None = None
        self._may_be_unfinished: set[str] = set()
        self._on_screen: set[int] = set()

    def round(self, situation: str) -> None:
        """Start, check what the last kill left, let things happen, kill."""
        self.rig.spawn()
        if situation == "start":
            if self.random.random() < 0.5:
                self.rig.until_written()
                self._wait(self.random.uniform(0, 0.02))
            else:
                self._wait(self.random.uniform(0.02, 0.4))
        else:
            self.check()
            getattr(self, f"_{situation}")()
        self.kill(situation)

    def finish(self) -> None:
        """Start a last time, and compare what the command says with the file."""
        for path in self.rig.left_over():
            an_hour_ago = time.time() - 3600
            os.utime(path, (an_hour_ago, an_hour_ago))
        self.rig.spawn()
        self.check()
        assert self.rig.left_over() == [], "half-written files of killed runs stay"
        self.rig.check_history()
        while True:
            rows = self.rig.rows()
            done = self.rig.command("log", "--json")
            # The program goes on: what it has written in between is in one of them only.
            if rows == self.rig.rows():
                break
        assert done.returncode == 0, done.stderr
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        logged = [(line["event"], line.get("amount"), line.get("held_s")) for line in lines]
        written = [(row.event, row.amount, row.held_s) for row in rows]
        assert Counter(logged) == Counter(written)
        assert len(self.rig.fake.notified) <= sum(row.event == "offered" for row in rows)
        assert self.rig.fake.faults == []
        assert not self.rig.log_file.exists() or self.rig.log_file.read_text() == ""

    # -- what happens --------------------------------------------------------------------------

    def _countdown(self) -> None:
        self._clear()
        if self.random.random() < 0.3:
            self._water()
        self._wait(self.random.uniform(0, 0.25))

    def _long(self) -> None:
        """Nothing happens for longer than the state may wait to be written."""
        if self.random.random() < 0.5:
            self._until_notice()
        else:
            self._clear()
            self._pause()
        until = time.monotonic() + self.random.uniform(2.2, 2.6)
        while time.monotonic() < until:
            self._wait(0.01)
            self._count_lost(time.time())

    def _notice(self) -> None:
        if self.random.random() < 0.3:
            self._make_way()
            self.rig.kill_at_notify()
            return
        self._until_notice()
        self._wait(self.random.uniform(0, 0.1))

    def _session(self) -> None:
        self._begin_session()
        for _ in range(self.random.randrange(4)):
            self._wait(self.random.uniform(0, 0.18))
            session = self.rig.status()["session"]
            if session is None:
                return
            self._steps_done = session["step"] - 1

    def _chat(self) -> None:
        for _ in range(self.random.randint(2, 8)):
            self.random.choice((self._water, self._pause, self._resume, self._clear))()

    def _write(self) -> None:
        """Something is asked for, and the kill comes while it is carried out and written."""
        what = self.random.choice(("water", "pause", "play", "skip", "snooze", "click", "click"))
        if what in ("skip", "snooze", "click"):
            number = self._until_notice()
        else:
            self._clear()
        rig = self.rig
        match what:
            case "water":
                glasses = self._glasses()
                rig.shout("water", glasses=glasses)
                self._unsure = Told("water", glasses)
            case "pause" if not self._paused:
                rig.shout("pause", minutes=1200)
                self._unsure, self._paused = Told("pause"), None
            case "pause":
                rig.shout("resume")
                self._unsure, self._paused = Told("pause-end"), None
            case "play":
                rig.shout("play", routine="holds")
                self._unsure = Told("started")
            case "skip":
                rig.shout("skip")
                self._unsure = Told("skipped")
            case "snooze":
                rig.shout("snooze", minutes=1)
                self._unsure = Told("snoozed", 1)
            case "click":
                key, self._unsure = self._choice(number)
                rig.mark()
                rig.fake.invoke(number, key)
        if self.random.random() < 0.3:
            self._wait(self.random.uniform(0, 0.015))
        else:
            rig.until_written()
            self._wait(self.random.choice((0, 0, 0.0005, 0.001, 0.002, 0.004)))

    # -- parts of it ---------------------------------------------------------------------------

    def _wait(self, seconds: float) -> None:
        """Let it run: the moment of the kill is what is random here."""
        time.sleep(seconds)

    def _glasses(self) -> int:
        """Never the same number twice in a row: that would be the same glasses."""
        others = [number for number in range(1, 21) if number != self._drunk]
        self._drunk = self.random.choice(others)
        return self._drunk

    def _water(self) -> None:
        glasses = self._glasses()
        self.rig.tell("water", glasses=glasses)
        self._told.append(Told("water", glasses))

    def _pause(self) -> None:
        if not self._paused:
            self.rig.tell("pause", minutes=self.random.choice((None, 900, 1400)))
            self._told.append(Told("pause"))
            self._paused = True

    def _resume(self) -> None:
        if self._paused:
            self.rig.tell("resume")
            self._told.append(Told("pause-end"))
            self._paused = False

    def _clear(self) -> None:
        """Answer what is due, if something is."""
        while self.rig.status()["notice"] is not None:
            minutes = self.random.choice((0, 1, 5))
            cmd, told = "skip", Told("skipped")
            if minutes:
                cmd, told = "snooze", Told("snoozed", minutes)
            answer = self.rig.ask(cmd, **({"minutes": minutes} if minutes else {}))
            if answer["ok"]:
                self._told.append(told)

    def _make_way(self) -> None:
        """Nothing keeps the next notice from coming."""
        self._resume()
        self._clear()

    def _until_notice(self) -> int:
        """Wait until a notice is on the screen, and the program knows that it is; its number."""
        self._make_way()
        wait_until(lambda: (self.rig.status()["notice"] or {}).get("shown"), "a notice", 20_000)
        (number,) = self.rig.fake.open
        self._on_screen.add(number)
        return number

    def _choice(self, number: int) -> tuple[str, Told]:
        """A button of a notice, and what comes of it."""
        keys = set(self.rig.fake.open[number].actions[0::2])
        told = {
            "start": Told("started"),
            "done": Told("posture"),
            "skip": Told("skipped"),
            "snooze": Told("snoozed", 5),
        }
        key = self.random.choice(sorted(keys & told.keys()))
        return key, told[key]

    def _begin_session(self) -> None:
        if self.random.random() < 0.5:
            number = self._until_notice()
            self._play_sent = time.time()
            while (choice := self._choice(number))[0] not in ("start", "done"):
                pass
            self.rig.fake.invoke(number, choice[0])
            wait_until(lambda: self.rig.status()["notice"] is None, "the click is taken")
            self._told.append(choice[1])
            if choice[0] == "start":
                return
        self._play_sent = time.time()
        self.rig.tell("play", routine="holds")
        self._told.append(Told("started"))

    # -- the kill ------------------------------------------------------------------------------

    def kill(self, situation: str) -> None:
        """Kill it, and look at what it left."""
        rig = self.rig
        self._killed_at = rig.kill()
        self.kills[situation] += 1
        left = rig.state()
        assert left is not None, "the state is there"
        self._left = left
        rows = rig.rows(self._seen_row)
        self._left_row = rows[-1].id if rows else self._seen_row
        assert rig.fake.most_open <= 1, "two notices of ours are on the screen"
        for number in list(rig.fake.open):
            if self._killed_at - rig.notified_at[number] > IN_FLIGHT_S:
                self._on_screen.add(number)
            elif left.notice is None or not left.notice.handle.endswith(f":{number}"):
                # Nobody can tell its id: it goes as people make it go.
                assert number not in self._on_screen, "it forgot what it had shown"
                self.in_flight += 1
                rig.fake.close(number, 2)
            else:
                self._on_screen.add(number)
        self._count_lost(self._killed_at)
        self._answered_at = None
        what = "countdown"
        if left.session is not None:
            what = "session"
        elif rig.fake.open:
            what = "notice"
        self.killed_with[what] += 1

    def _count_lost(self, now: float) -> None:
        """The work that a kill at this moment costs: what has not been written since."""
        if self._answered_at is not None:
            unwritten_s = min(self.rig.state_age_s(now), now - self._answered_at)
            lost_min = unwritten_s * SPEED / 60
            self.most_lost_min = max(self.most_lost_min, lost_min)
            assert lost_min <= LOST_MIN, f"{lost_min:.1f} minutes of work would be lost"

    # -- what the next start makes of it -------------------------------------------------------

    def check(self) -> None:
        """Everything that the module's first line promises."""
        rig = self.rig
        status = rig.wait_answer()
        self._answered_at = time.time()
        assert status["problems"] == []
        assert status["session"] is None
        if self._paused is not None:
            assert (status["state"] == "paused") is self._paused, status
        self._paused = status["state"] == "paused"
        gone = self._on_screen
        wait_until(lambda: not gone & rig.fake.open.keys(), f"{gone} are taken down")
        self._on_screen = set()
        rows = rig.rows(self._seen_row)
        self._check_answers(rows)
        self._check_sessions(rows)
        self._check_offers(rows)
        self._check_state(rows)
        if rows:
            self._seen_row = rows[-1].id
        self._told, self._unsure = [], None
        self._steps_done, self._play_sent = 0, None
        assert not [path for path in rig.left_over() if ".broken" in path.name]

    def _check_answers(self, rows: list[Row]) -> None:
        found = [Told(row.event, row.amount) for row in rows if row.event in _ANSWERS]
        allowed = [self._told]
        if self._unsure is not None:
            allowed.append([*self._told, self._unsure])
        assert found in allowed, f"{found} is none of {allowed}"

    def _check_sessions(self, rows: list[Row]) -> None:
        begun = [row for row in rows if row.event == "started"]
        ended = [row for row in rows if row.event == "session"]
        keys = [f"{str(row.key).removesuffix(':started')}:session" for row in begun]
        assert [row.key for row in ended] == keys, "each session ends once"
        for row in ended:
            assert row.held_s is not None
            assert 0 <= row.held_s <= HOLD_S * HOLDS
        if ended and self._play_sent is not None:
            last = ended[-1]
            assert last.held_s is not None
            assert last.held_s >= HOLD_S * self._steps_done, "its last pieces are lost"
            assert last.held_s <= (self._killed_at - self._play_sent) * SPEED
            left = self._left.session if self._left is not None else None
            if left is not None:
                assert (last.outcome, last.held_s) == ("stopped", left.held_ms / 1000)

    def _check_offers(self, rows: list[Row]) -> None:
        for row in rows:
            assert row.event != "natural-break", "a start is no break"
            if row.event == "offered":
                number = int(str(row.key).split(":")[1])
                assert number > self._last_offer, "an offer's number comes twice"
                self._last_offer = number
                if row.outcome != "repeat":
                    assert row.reminder not in self._owed, f"{row.reminder} is offered twice"
                    self._owed.add(str(row.reminder))
            elif row.event in _SETTLING:
                self._owed -= {str(row.reminder), *row.merged}
            elif row.event == "session" and row.outcome != "stopped":
                self._owed.clear()
            elif row.event == "withdrawn" or (row.event, row.reminder) == ("unanswered", "posture"):
                self._owed -= {str(row.reminder), *row.merged}
        offered = sum(row.event == "offered" for row in self.rig.rows())
        assert len(self.rig.fake.notified) <= offered, "an offer is shown twice"

    def _check_state(self, rows: list[Row]) -> None:
        left, now = self._left, self.rig.state()
        assert left is not None
        assert now is not None
        assert now.safety_version == left.safety_version
        offer = None if left.scheduler is None else left.scheduler.offer
        # An answer that the history has and the state had not is one of now, too.
        answer = "" if offer is None else f"offer:{offer.id}:end"
        since = [row for row in rows if row.id > self._left_row or row.key == answer]
        settled = {id_ for row in since for id_ in (row.reminder, *row.merged)}
        for id_, ms in counted(left).items():
            assert id_ in settled or counted(now)[id_] >= ms, f"work towards {id_} is lost"
        lost = waiting(left) - waiting(now) - settled
        assert not lost, f"what waited for an answer is lost: {lost}"


def test_a_hundred_kills() -> None:
    began = time.monotonic()
    with Rig() as rig:
        campaign = Campaign(rig, SEED)
        number, situation = 0, ""
        try:
            for number in range(ROUNDS):
                situation = campaign.random.choice(SITUATIONS)
                if number % 20 == 10:
                    situation = "long"
                campaign.round(situation)
            campaign.finish()
        except BaseException as error:
            error.add_note(
                f"KNOTBREAK_SEED={SEED} KNOTBREAK_KILLS={ROUNDS}, round {number} ({situation})"
            )
            error.add_note("\n".join(map(str, rig.rows()[-40:])) + "\n" + rig.said())
            raise
        print(
            f"{ROUNDS} kills in {time.monotonic() - began:.0f} s: {dict(campaign.kills)};"
            f" found with {dict(campaign.killed_with)}; {campaign.in_flight} notices in flight;"
            f" at most {campaign.most_lost_min:.1f} min of work lost"
        )
