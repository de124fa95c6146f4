"""The self-check for a front end: questions, what they point to, and changes that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from knotbreak.core.health_settings import Flag
from knotbreak.guide.book import Guide
from knotbreak.guide.selfcheck import Change, Proposal, Told, Value, propose, tell
from knotbreak.guide.shape import CauseId, CheckQuestion

if TYPE_CHECKING:
    from knotbreak.app.ports import SettingsSource, Translator


class Changes(Protocol):
    """Makes changes to the settings, remembers them, and takes them back."""

    def apply(self, changes: Sequence[Change]) -> None:
        """Make them; raises `ProblemError`, and what was made before that can be taken back."""

    def undo(self) -> tuple[Change, ...]:
        """Take back what was changed last; raises `ProblemError`."""


class Workstation(Protocol):
    """When the workstation checklist was gone through last."""

    @property
    def due(self) -> bool:
        """Whether to offer it."""

    def gone_through(self) -> None:
        """It was, just now; raises `ProblemError` if that cannot be kept."""


class CauseLine(msgspec.Struct, frozen=True):
    """A cause that answers speak for."""

    id: CauseId
    title: str
    help: str


class ProposalLine(msgspec.Struct, frozen=True):
    """Changes that belong together, in words."""

    because: str
    changes: tuple[str, ...]
    proposal: Proposal


class CheckDesk:
    """Sums up answers; nothing changes before somebody agrees."""

    def __init__(
        self,
        guide: Guide,
        settings: SettingsSource,
        translator: Translator,
        changes: Changes,
        workstation: Workstation,
    ) -> None:
        self._guide = guide
        self._settings = settings
        self._ = translator.gettext
        self._changes = changes
        self.workstation = workstation

    @property
    def questions(self) -> tuple[CheckQuestion, ...]:
        """What is asked, worded."""
        _ = self._
        return tuple(
            msgspec.structs.replace(
                one,
                words=_(one.words),
                answer=tuple(
                    msgspec.structs.replace(answer, words=_(answer.words)) for answer in one.answer
                ),
            )
            for one in self._guide.questions
        )

    def tell(self, given: Mapping[str, Sequence[str]]) -> Told:
        """Sum the answers up; a limit on fluids that was told elsewhere counts here, too."""
        told = tell(self._guide.questions, given)
        limited = Flag.FLUID in self._settings.settings.health.going_easy
        return msgspec.structs.replace(told, fluid_limit=told.fluid_limit or limited)

    def causes(self, told: Told) -> tuple[CauseLine, ...]:
        """What may play a part, the likeliest first."""
        found = [self._guide.causes[id_] for id_ in told.causes]
        return tuple(CauseLine(one.id, self._(one.title), self._(one.help[0])) for one in found)

    def proposals(self, told: Told) -> tuple[ProposalLine, ...]:
        """What could change in the settings."""
        return tuple(
            ProposalLine(one.because, tuple(map(self.words, one.changes)), one)
            for one in propose(told, self._settings.settings, self._)
        )

    def words(self, change: Change) -> str:
        """A change for somebody who has never seen the file."""
        _ = self._
        if isinstance(change.after, dict):
            return self._new(change.after)
        name = self._name(change.key[1])
        if change.after is None:
            gone = len(change.key) == 2
            return (_("{reminder}: gone") if gone else _("{reminder}: as usual")).format(
                reminder=name
            )
        if change.key[-1] == "every_min":
            words = _("{reminder}: every {after} minutes; now {now}")
            return words.format(reminder=name, after=f"{change.after:g}", now=_toml(change.now))
        words = _("{reminder}: on") if change.after else _("{reminder}: off")
        return words.format(reminder=name)

    def _name(self, reminder: str) -> str:
        _ = self._
        known = {
            "stretch": _("Reminder to stretch"),
            "posture": _("Reminder to change position"),
            "water": _("Reminder to drink"),
            "stand": _("Reminder to stand up"),
        }
        return known.get(reminder) or _("Reminder {name}").format(name=reminder)

    def _new(self, table: Mapping[str, object]) -> str:
        _ = self._
        words, at = table.get("words"), table.get("at")
        said = words[0] if isinstance(words, tuple) and words else ""
        if isinstance(at, tuple) and at:
            return _("New: “{words}” at {at}, quietly").format(words=said, at=at[0])
        every = table.get("every_min")
        minutes = f"{every:g}" if isinstance(every, int | float) else ""
        return _("New: “{words}” every {n} minutes, quietly").format(words=said, n=minutes)

    def agree(self, proposals: Sequence[Proposal]) -> tuple[Change, ...]:
        """Make the changes that were agreed to; raises `ProblemError`."""
        changes = tuple(change for one in proposals for change in one.changes)
        self._changes.apply(changes)
        return changes

    def take_back(self) -> tuple[Change, ...]:
        """Take back what was changed last; raises `ProblemError`."""
        return self._changes.undo()


def change_words(change: Change) -> str:
    """A change as the settings file would show it, with what holds now."""
    key = ".".join(change.key)
    if isinstance(change.after, dict):
        pairs = ", ".join(f"{name} = {_toml(value)}" for name, value in change.after.items())
        return f"{key}: {pairs}"
    return f"{key}: {_toml(change.now)} -> {_toml(change.after)}"


def _toml(value: Value | None) -> str:
    match value:
        case None:
            return "(not set)"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:g}"
        case tuple():
            return "[" + ", ".join(f'"{one}"' for one in value) + "]"
        case dict():
            return "{ " + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + " }"
        case str():
            return f'"{value}"'
