"""Going easy: what the flags leave out of a session, what takes its place, and what is gentler.

Everything that plays goes through here, wherever it comes from: the rotation, a routine started by
hand, one of a pack, the easier version and "something else" within a session.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from knotbreak.core.body import Area, Position
from knotbreak.core.health_settings import Flag
from knotbreak.core.plan import GENTLE_HOLD_MS, PlannedStep, easier_step, other_step
from knotbreak.core.routine import Stretch
from knotbreak.guide.shape import FlagGuide


class Note(msgspec.Struct, frozen=True):
    """A movement that is left out, what takes its place (or nothing), and the flags that say so."""

    title: str
    instead: str
    flags: tuple[Flag, ...]


class Eased(msgspec.Struct, frozen=True):
    """The steps of a routine that are left, gentler where they must be, and what was changed."""

    steps: tuple[PlannedStep, ...]
    notes: tuple[Note, ...] = ()


class Easing:
    """The flags in force, and what they do to steps.

    Args:
        table: What each flag hides and changes.
        flags: Those in force, in the order of the table.
        injured: The areas that the flag for injuries means.
        every: All stretches.
    """

    def __init__(
        self,
        table: Mapping[Flag, FlagGuide],
        flags: Iterable[Flag],
        injured: Iterable[Area],
        every: Mapping[str, Stretch],
    ) -> None:
        wanted = set(flags)
        self.flags = tuple(table[flag] for flag in table if flag in wanted)
        self._injured = frozenset(injured)
        self._every = every
        self._gentle = {id_ for flag in self.flags for id_ in flag.gentle}
        self.gentle_for = tuple(flag.id for flag in self.flags if flag.gentle_all)
        self.breath_holds = all(flag.breath_holds for flag in self.flags)
        self.stretches = {
            id_: one for id_, one in every.items() if not self._against(id_, one.areas)
        }
        """Those that may be done."""

    def ease(self, steps: Sequence[PlannedStep], areas: Sequence[Area] = ()) -> Eased:
        """Go through the steps of a routine that is for these areas."""
        left: list[PlannedStep] = []
        notes: list[Note] = []
        kept = {step.stretch for step in steps if not self._closed(step, areas)}
        for step in steps:
            why = self._closed(step, areas)
            if not why:
                left.append(self.gently(step))
                continue
            instead = self._instead(step, areas, kept)
            if instead is not None:
                kept.add(instead.stretch)
                left.append(self.gently(instead))
                notes.append(Note(step.title, instead.title, why))
            else:
                notes.append(Note(step.title, "", why))
        return Eased(tuple(left), tuple(notes))

    def gently(self, step: PlannedStep) -> PlannedStep:
        """A step that may be done, as it may be done."""
        cues = step.cues
        cue = next((flag.standing for flag in self.flags if flag.standing), None)
        if cue is not None and step.position is Position.STANDING:
            cues = msgspec.structs.replace(cues, start=cue)
        if self.gentle_for or step.stretch in self._gentle:
            hold_ms = None if step.hold_ms is None else min(step.hold_ms, GENTLE_HOLD_MS)
            cues = msgspec.structs.replace(cues, hold=step.easier_cue or cues.hold)
            return msgspec.structs.replace(step, gentle=True, hold_ms=hold_ms, cues=cues)
        return msgspec.structs.replace(step, cues=cues)

    def _closed(self, step: PlannedStep, areas: Sequence[Area]) -> tuple[Flag, ...]:
        # A movement of somebody's own says nothing of the body but through its routine.
        return self._against(step.stretch, areas if step.stretch is None else step.areas)

    def _against(self, stretch: str | None, areas: Iterable[Area]) -> tuple[Flag, ...]:
        hurt = bool(self._injured.intersection(areas))
        return tuple(
            flag.id
            for flag in self.flags
            if stretch in flag.hides or (hurt and flag.id is Flag.INJURY)
        )

    def _instead(
        self, step: PlannedStep, areas: Sequence[Area], kept: Collection[str | None]
    ) -> PlannedStep | None:
        """The nearest of its easier versions that may be done, or something for the same area.

        Without the second, little would be left of a set for a back that must not bend.
        """
        seen = {step.stretch}
        easier = easier_step(step, self._every)
        while easier is not None and easier.stretch not in seen:
            if easier.stretch not in kept and not self._closed(easier, areas):
                return easier
            seen.add(easier.stretch)
            easier = easier_step(easier, self._every)
        avoid = [id_ for id_ in kept if id_ is not None]
        # Nobody has to get up for it, where something can be done in the same position.
        near = sorted(
            self.stretches.items(), key=lambda pair: pair[1].positions[0] is not step.position
        )
        return other_step(step, dict(near), avoid, step.needs, step.moves_ms)
