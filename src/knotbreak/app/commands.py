"""The commands that reach the running program through its socket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.controller import Controller
from knotbreak.app.intents import (
    Acknowledge,
    AllowMovement,
    CheckIn,
    CountAsBreak,
    DoneDue,
    Drank,
    GoAgain,
    HoldMovement,
    Intent,
    Moved,
    PauseReminders,
    Rate,
    ResumeReminders,
    Returned,
    SkipDue,
    SnoozeDue,
    StartCare,
    StartRoutine,
    StopCare,
)
from knotbreak.app.pausing import Refused
from knotbreak.app.state import OpenSession
from knotbreak.app.status import Status, care_rows
from knotbreak.app.turn_words import TurnWords
from knotbreak.core.body import Area
from knotbreak.core.events import EventKind, HistoryEvent
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.scheduler_state import GUIDE

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

Reply = dict[str, object]
Args = Mapping[str, object]
Answers = Callable[[Mapping[str, object], Callable[[Reply], None]], None]
"""Answers a request, as `Commands.handle` does."""


class Commands:
    """Answers requests; every answer stands for what has been written already."""

    def __init__(
        self,
        controller: Controller,
        status: Status,
        translator: Translator,
        quit_program: Callable[[], None],
        show: Callable[[str | None, str, str], bool] = lambda *_: False,
    ) -> None:
        self._controller = controller
        self._status = status
        self._ = translator.gettext
        self._words = translator
        self._quit = quit_program
        self._show = show
        self._table: dict[str, Callable[[Args], Reply]] = {
            "status": self._on_status,
            "next": self._on_next,
            "play": self._on_play,
            "pause": self._on_pause,
            "resume": self._on_resume,
            "snooze": self._on_snooze,
            "skip": self._on_skip,
            "water": self._on_water,
            "done": self._on_done,
            "back": self._on_back,
            "moved": self._on_moved,
            "count-as-break": self._on_count_as_break,
            "allow-movement": self._on_allow_movement,
            "care": self._on_care,
            "rate": self._on_rate,
            "checkin": self._on_checkin,
            "go": self._on_go,
            "acknowledge": self._on_acknowledge,
            "record": self._on_record,
            "session": self._on_session,
            "held": self._on_held,
            "checkins": self._on_checkins,
            "movement": self._on_movement,
            "show": self._on_show,
            "quit": self._on_quit,
        }

    def add(self, name: str, command: Callable[[Args], Reply]) -> None:
        """Answer one command more."""
        self._table[name] = command

    def handle(self, request: Mapping[str, object], reply: Callable[[Reply], None]) -> None:
        """Answer one request."""
        name = request.get("cmd")
        args = request.get("args")
        command = self._table.get(name) if isinstance(name, str) else None
        if command is None or not isinstance(args, dict | None):
            message = self._("This knotbreak does not know the command {name}.").format(name=name)
            reply({"ok": False, "message": message})
            return
        try:
            answer = command(args or {})
        except Refused as reason:
            answer = {"ok": False, "message": str(reason)}
        except ProblemError as error:
            answer = {"ok": False, "message": str(error)}
        reply(answer)

    def _carry_out(self, intent: Intent, message: str) -> Reply:
        return self._written(self._controller.handle(intent), message)

    def _written(self, problems: tuple[Problem, ...], message: str) -> Reply:
        if not problems:
            return {"ok": True, "message": message}
        why = "; ".join(str(problem) for problem in problems)
        kept = self._("Noted, but not on the disk yet: {why}").format(why=why)
        return {"ok": False, "message": kept}

    def _whole(self, args: Args, name: str) -> int | None:
        """A whole number among the arguments; None if it was not said."""
        number = args.get(name)
        if number is None:
            return None
        if not isinstance(number, int) or isinstance(number, bool):
            raise Refused(self._("{name} has to be a whole number.").format(name=name))
        return number

    def _on_status(self, _args: Args) -> Reply:
        self._controller.wake()
        view = self._status.view()
        lines = [view.why] if view.why else []
        if view.notice is not None:
            lines.append(self._("Due: {title}").format(title=view.notice.title))
        lines += [one.line for one in view.care]
        session = self._status.session()
        if session is not None:
            lines.append(f"{session['title']} ({session['step']}/{session['steps']})")
        if view.next is not None:
            lines.append(
                self._("Next: {name}, {when}").format(name=view.next.name, when=view.next.words)
            )
        lines.append(view.water_words)
        words, rest = TurnWords(self._words), self._controller.noting.paused
        lines += [*map(words.rest, rest), *([words.whom()] if rest else [])]
        lines += [str(problem) for problem in self._status.problems()]
        lines += [
            self._("Limited here: {limit}.").format(limit=limit) for limit in self._status.limits()
        ]
        return {"ok": True, "message": "\n".join(lines), "data": self._status.as_json()}

    def _on_next(self, _args: Args) -> Reply:
        self._controller.wake()
        status = self._status.view()
        choice = self._controller.choosing.next_up()
        when = None if status.next is None else msgspec.to_builtins(status.next)
        data: Reply = {"next": when, "routine": None, "why": status.why}
        if choice is not None:
            facts = self._controller.choosing.facts(choice)
            data["routine"] = {
                "id": facts.id,
                "title": facts.title,
                "seconds": facts.total_ms // 1000,
                "why": choice.why.value,
                "area": choice.area,
                "because": TurnWords(self._words).why(choice),
            }
        return {"ok": True, "message": "", "data": data}

    def _on_play(self, args: Args) -> Reply:
        routine = args.get("routine")
        if not isinstance(routine, str | None):
            raise Refused(self._("Say which routine, by its name."))
        name = routine
        reply = self._carry_out(StartRoutine(name), self._("It begins."))
        if self._controller.playing.waiting is not None:
            message = self._("First read the safety notice, where knotbreak is running.")
            return {"ok": True, "message": message}
        return reply

    def _on_pause(self, args: Args) -> Reply:
        until_tomorrow = args.get("until_tomorrow") is True
        whole = self._whole(args, "minutes")
        reply = self._carry_out(PauseReminders(whole, until_tomorrow), "")
        return reply if reply["message"] else {**reply, "message": self._status.view().why}

    def _on_resume(self, _args: Args) -> Reply:
        return self._carry_out(ResumeReminders(), self._("Reminders go on."))

    def _on_snooze(self, args: Args) -> Reply:
        asked = self._whole(args, "minutes")
        whole = 5 if asked is None else asked
        message = self._("Put off by {n} minutes.").format(n=whole)
        return self._carry_out(SnoozeDue(whole), message)

    def _on_skip(self, _args: Args) -> Reply:
        return self._carry_out(SkipDue(), self._("Skipped. The next one comes in its own time."))

    def _on_water(self, args: Args) -> Reply:
        glasses = self._whole(args, "glasses")
        reply = self._carry_out(Drank(1 if glasses is None else glasses), "")
        view = self._status.view()
        data: Reply = {"water": view.water, "goal": view.water_goal}
        return {**reply, "message": reply["message"] or view.water_words, "data": data}

    def _on_done(self, _args: Args) -> Reply:
        return self._carry_out(DoneDue(), self._("Noted."))

    def _on_back(self, _args: Args) -> Reply:
        return self._carry_out(Returned(), self._("Welcome back."))

    def _on_moved(self, _args: Args) -> Reply:
        return self._carry_out(Moved(), self._("That counts: the clock begins anew."))

    def _on_count_as_break(self, _args: Args) -> Reply:
        return self._carry_out(CountAsBreak(), self._("It was a break: the clock begins anew."))

    def _on_allow_movement(self, _args: Args) -> Reply:
        return self._carry_out(AllowMovement(), self._("Movement is offered again. Move gently."))

    def _on_care(self, args: Args) -> Reply:
        """Begin a timer, stop one or all, or tell what runs."""
        message = ""
        if "start" in args:
            try:
                wish = msgspec.convert(args["start"], StartCare)
            except msgspec.ValidationError as error:
                return {"ok": False, "message": str(error)}
            self._controller.handle(wish)
        elif args.get("stop") is True:
            self._controller.handle(StopCare(self._whole(args, "timer")))
            message = self._("Stopped.")
        else:
            self._controller.wake()
        views = self._status.view().care
        lines = [f"{view.line} ({view.until})" for view in views]
        if not lines:
            lines = [message or self._("No timer runs.")]
        return {"ok": True, "message": "\n".join(lines), "data": {"care": care_rows(views)}}

    def _on_rate(self, args: Args) -> Reply:
        routine, how = args.get("routine"), args.get("how")
        if not isinstance(routine, str) or not isinstance(how, str):
            raise Refused(self._("Say which routine, by its name."))
        message = {
            "more": self._("It comes more often from now on."),
            "less": self._("Reminders leave it out from now on."),
        }.get(how, self._("It takes its turns like the others."))
        return self._carry_out(Rate(routine, how), message)

    def _on_checkin(self, args: Args) -> Reply:
        amount = self._whole(args, "amount")
        if amount is None:
            raise Refused(self._("Say how tight it is, from 0 to 10."))
        return self._carry_out(CheckIn(self._area(args), amount), self._("Noted."))

    def _on_go(self, args: Args) -> Reply:
        return self._carry_out(GoAgain(self._area(args)), self._("Its steps come again."))

    def _area(self, args: Args) -> Area:
        try:
            return Area(str(args.get("area")))
        except ValueError:
            every = ", ".join(Area)
            raise Refused(self._("Say which area: {areas}.").format(areas=every)) from None

    def _on_acknowledge(self, _args: Args) -> Reply:
        return self._carry_out(Acknowledge(), self._("Thank you. Move gently."))

    def _on_record(self, args: Args) -> Reply:
        try:
            event = msgspec.convert(args.get("event"), HistoryEvent)
        except msgspec.ValidationError as error:
            return {"ok": False, "message": str(error)}
        return self._written(self._controller.record(event), "")

    def _on_session(self, args: Args) -> Reply:
        if "session" in args:
            try:
                session = msgspec.convert(args["session"], OpenSession)
            except msgspec.ValidationError as error:
                return {"ok": False, "message": str(error)}
            self._controller.elsewhere.stands_at(session)
        elif args.get("began") is True:
            left_ms = args.get("left_ms")
            self._controller.remote_session_began(left_ms if isinstance(left_ms, int) else 0)
        else:
            self._controller.remote_session_ended(args.get("taken") is True)
        return {"ok": True, "message": ""}

    def _on_held(self, args: Args) -> Reply:
        begin, until = args.get("from"), args.get("until")
        if not isinstance(begin, int) or not isinstance(until, int):
            return {"ok": False, "message": self._("From when until when?")}
        return {"ok": True, "message": "", "data": {"held_s": self._status.held(begin, until)}}

    def _on_checkins(self, args: Args) -> Reply:
        """The notes of tightness from a moment on, for a session in another process."""
        since = args.get("since")
        if not isinstance(since, int):
            return {"ok": False, "message": self._("From when until when?")}
        notes = self._controller.choosing.history.of_kinds(since, EventKind.CHECKIN)
        return {"ok": True, "message": "", "data": {"events": msgspec.to_builtins(notes)}}

    def _on_movement(self, args: Args) -> Reply:
        """Whether movement waits after the emergency card; `hold` says what it must do."""
        hold = args.get("hold")
        state = self._controller.reminding.scheduler.state
        if isinstance(hold, bool) and hold is not (GUIDE in state.pauses):
            reply = self._carry_out(HoldMovement() if hold else AllowMovement(), "")
        else:
            reply = {"ok": True, "message": ""}
        held = GUIDE in self._controller.reminding.scheduler.state.pauses
        return {**reply, "data": {"held": held}}

    def _on_show(self, args: Args) -> Reply:
        """A second start: the first one comes to the front, or a window of it."""
        said = (args.get(name) for name in ("token", "what", "about"))
        token, what, about = (word if isinstance(word, str) else "" for word in said)
        shown = self._show(token or None, what, about)
        message = "" if shown else self._("knotbreak is running already, in a terminal.")
        if not shown and what:
            message = self._("There is no such window.")
        return {"ok": shown, "message": message}

    def _on_quit(self, _args: Args) -> Reply:
        self._quit()
        return {"ok": True, "message": self._("knotbreak ends. Nothing is lost.")}
