"""How a `BusyProbe` asks services on a bus."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec
from jeepney import Message, MessageFlag

from knotbreak.app.signals import BusyReason, Outcome, Tried
from knotbreak.system.dbus import BusLost, CallError, NoReply
from knotbreak.system.probe import NotHereError
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator

ANSWER_MS = 1_500
"""For all questions of a look together: one that hangs must not cost what the others said."""
_UNREADABLE = (IndexError, KeyError, TypeError, ValueError, struct.error)
_NOT_THERE = (
    "ServiceUnknown",
    "NameHasNoOwner",
    "UnknownMethod",
    "UnknownInterface",
    "UnknownObject",
    "UnknownProperty",
    "PropertyNotFound",
    "InvalidArgs",
)
"""The last part of the names of errors that mean: this is not that service."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question to a service on a bus.

    Attributes:
        means: For a person, such as "KDE's power manager".
        read: Reads the reply into reasons, or into further questions. Raises NotHereError if the
            reply shows that this service has nothing to say; what it cannot understand it raises
            as any of the errors of reading.
    """

    means: str
    bus: SessionBus
    message: Message
    read: Callable[[Message], Sequence[BusyReason | Question]]
    works: str


class BusProbe:
    """Implements the `BusyProbe` port: asks several services at once and believes each of them.

    Services that do not run are not started by the question.
    """

    def __init__(
        self, loop: Loop, translator: Translator, port: str, questions: Sequence[Question]
    ) -> None:
        self.port = port
        self._loop = loop
        self._ = translator.gettext
        self._questions = tuple(questions)
        self._tried: tuple[Tried, ...] = ()
        self._round = 0

    def look(self, done: Callable[[tuple[BusyReason, ...]], None]) -> None:
        """Look once."""
        self._round += 1
        if not self._questions:
            self._loop.post(lambda: done(()))
            return
        gathering = _Gathering(self, self._round, self._questions, done)
        gathering.start()

    def tried(self) -> tuple[Tried, ...]:
        """Every service in order, as of the last look."""
        return self._tried

    def stop(self) -> None:
        """Look no more."""
        self._round += 1

    def _finish(
        self,
        number: int,
        found: list[BusyReason],
        tried: tuple[Tried, ...],
        done: Callable[[tuple[BusyReason, ...]], None],
    ) -> None:
        if number == self._round:
            self._tried = tried
            done(tuple(found))

    def _refused(self, question: Question, error: CallError) -> Tried:
        _ = self._
        how, words = Outcome.NOT_HERE, _("No such service runs here.")
        if isinstance(error, BusLost):
            words = _("There is no message bus.")
        elif isinstance(error, NoReply):
            how, words = Outcome.FAILED, _("It does not answer.")
        elif error.name.rpartition(".")[2] not in _NOT_THERE:
            how, words = Outcome.FAILED, _("It refuses: {error}").format(error=error.name)
        return self._said(question, how, words)

    def _said(self, question: Question, outcome: Outcome, words: str) -> Tried:
        return Tried(port=self.port, means=question.means, outcome=outcome, words=words)


class _Gathering:
    """The answers of one look."""

    def __init__(
        self,
        probe: BusProbe,
        number: int,
        questions: Sequence[Question],
        done: Callable[[tuple[BusyReason, ...]], None],
    ) -> None:
        self._probe = probe
        self._number = number
        self._questions = questions
        self._done = done
        self._due_ms = probe._loop.now_ms() + ANSWER_MS
        self._open = 0
        self._found: list[BusyReason] = []
        self._tried: dict[str, Tried] = {}

    def start(self) -> None:
        for question in self._questions:
            self._ask(question, follows=False)

    def _ask(self, question: Question, *, follows: bool) -> None:
        self._open += 1
        # What is not running has nothing to say, and a look must not start it.
        question.message.header.flags |= MessageFlag.no_auto_start

        def on_reply(message: Message) -> None:
            answer: Sequence[BusyReason | Question] = ()
            try:
                answer = question.read(message)
            except NotHereError as error:
                said = self._probe._said(question, Outcome.NOT_HERE, str(error))
                self._tried.setdefault(question.means, said)
            except _UNREADABLE:
                words = self._probe._("It answers what cannot be understood.")
                said = self._probe._said(question, Outcome.FAILED, words)
                self._tried.setdefault(question.means, said)
            else:
                said = self._probe._said(question, Outcome.CHOSEN, question.works)
                self._tried.setdefault(question.means, said)
            for part in answer:
                if isinstance(part, BusyReason):
                    self._found.append(part)
                else:
                    self._ask(part, follows=True)
            self._close()

        def on_error(error: CallError) -> None:
            # An inhibitor may end between being named and being asked about.
            if not follows:
                self._tried[question.means] = self._probe._refused(question, error)
            self._close()

        left_ms = max(1, self._due_ms - self._probe._loop.now_ms())
        question.bus.call(question.message, on_reply, on_error, timeout_ms=left_ms)

    def _close(self) -> None:
        self._open -= 1
        if self._open == 0:
            order = [one.means for one in self._questions]
            tried = tuple(self._tried[name] for name in dict.fromkeys(order))
            self._probe._finish(self._number, self._found, tried, self._done)
