"""`knotbreak selfcheck`: the questions, what they point to, and changes that are shown first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from knotbreak.app.check_desk import change_words
from knotbreak.core.settings import Settings
from knotbreak.guide.book import Guide
from knotbreak.guide.selfcheck import Change, Proposal, Told, propose, tell
from knotbreak.guide.shape import CauseId
from knotbreak.terminal.questions import Asker

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

Out = Callable[[str], None]


class SelfCheckTerminal:
    """Asks, shows, and hands out what the person has agreed to."""

    def __init__(self, guide: Guide, asker: Asker, out: Out, words: Translator) -> None:
        self._guide = guide
        self._asker = asker
        self._out = out
        self._ = words.gettext

    def run(self, settings: Settings) -> tuple[Change, ...]:
        """Ask everything; the answer is the changes that were agreed to."""
        told = self._ask()
        self._findings(told)
        proposals = propose(told, settings, self._)
        if not proposals:
            self._out(self._("Your reminders are set for this already: nothing to change."))
            return ()
        return self._agreed(proposals)

    def _ask(self) -> Told:
        _ = self._
        self._out(_("What may be causing it: about two minutes. Enter skips a question."))
        given: dict[str, Sequence[str]] = {}
        for question in self._guide.questions:
            self._out("")
            self._out(_(question.words))
            options = [_(one.words) for one in question.answer]
            if question.many:
                chosen = self._asker.many(options, _("none of these"))
            else:
                index = self._asker.one(options, _("skip"))
                chosen = () if index is None else (index,)
            given[question.id] = [question.answer[index].id for index in chosen]
        self._out("")
        return tell(self._guide.questions, given)

    def _findings(self, told: Told) -> None:
        _ = self._
        if not told.findings:
            self._out(_("Nothing stands out."))
            return
        self._out(_("What may play a part:"))
        for cause in (self._guide.causes[id_] for id_ in told.causes):
            self._out(f"- {_(cause.title)}: {_(cause.help[0])}  (knotbreak guide {cause.id.value})")
        if CauseId.ERGONOMICS in told.causes:
            self._out(_("The workstation checklist: knotbreak guide workstation"))
        self._out("")

    def _agreed(self, proposals: Sequence[Proposal]) -> tuple[Change, ...]:
        _ = self._
        self._out(_("What could change in your settings:"))
        options = [
            one.because + "  [" + "; ".join(map(change_words, one.changes)) + "]"
            for one in proposals
        ]
        chosen = self._asker.many(options, _("change nothing"))
        return tuple(change for index in chosen for change in proposals[index].changes)
