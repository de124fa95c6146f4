"""`knotbreak guide`: every page of the guide as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from knotbreak.app.relief import ReliefDesk
from knotbreak.core.faults import nearest
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.routine import Source
from knotbreak.guide.book import Guide
from knotbreak.guide.shape import AreaGuide, Card, Cause, Page, Tip, Treatment, WorkstationCheck
from knotbreak.terminal.relief import ReliefTerminal

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

Out = Callable[[str], None]
Entry = Page | AreaGuide | Cause | Treatment | Tip | Card | WorkstationCheck

WORKSTATION = "workstation"
LISTS = ("areas", "causes", "treatments", "tips", "cards", WORKSTATION)
"""Topics that are lists of others; the checklist is a list that has no topics of its own."""


class GuideTerminal:
    """Prints topics. A name may mean several: posture is a cause and a treatment."""

    def __init__(self, guide: Guide, desk: ReliefDesk, out: Out, words: Translator) -> None:
        self._guide = guide
        self._desk = desk
        self._out = out
        self._ = words.gettext
        self._relief = ReliefTerminal(desk, out, words)

    def topics(self) -> None:
        """The table of contents."""
        _ = self._
        self._out(_("knotbreak guide TOPIC, with one of:"))
        self._row(_("To read"), [*self._guide.pages, WORKSTATION])
        for name in LISTS[:-1]:
            self._row(name, [entry.id for entry in self._list_of(name)])

    def show(self, topic: str) -> None:
        """One topic, or a list of them.

        Raises:
            ProblemError: if there is none of that name; the nearest is the hint.
        """
        name = "-".join(topic.lower().replace("_", " ").replace("-", " ").split())
        if name in LISTS:
            self._list(name)
            return
        found = [entry for entry in self._all() if entry.id == name]
        if not found:
            guess = nearest(name, {*LISTS, *(str(entry.id) for entry in self._all())})
            hint = f"did you mean {guess}?" if guess else "knotbreak guide shows what there is"
            raise ProblemError(Problem(where=topic, what="is no topic of the guide", hint=hint))
        for number, entry in enumerate(found):
            if number:
                self._out("")
            self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        _ = self._
        match entry:
            case AreaGuide():
                self._title(self._desk.label(entry.id))
                self._relief.page(self._desk.about(entry.id))
                self._out(_("To ease it: knotbreak relief {area}").format(area=entry.id.value))
                self._sources(self._guide.sources.get("area", ()))
            case Card():
                self._relief.card(self._desk.card(entry.id))
                self._sources(entry.sources)
            case Page():
                self._title(_(entry.title))
                self._text(entry.text)
                self._plays(entry.routines)
                self._sources(entry.sources)
            case Cause():
                self._title(_(entry.title))
                self._text([entry.text])
                self._bullets(_("For example:"), entry.examples)
                self._bullets(_("What may help:"), entry.help)
                self._plays(entry.routines)
                self._sources(entry.sources or self._guide.sources.get("cause", ()))
            case Treatment():
                self._title(_(entry.title))
                self._text(entry.text)
                self._bullets(_("With care:"), entry.cautions)
                self._plays(entry.routines)
                self._sources(entry.sources)
            case Tip():
                self._title(_(entry.title))
                self._text([entry.text])
                self._plays(entry.routines)
                self._sources(self._guide.sources.get("tip", ()))
            case WorkstationCheck():
                self._out("- " + _(entry.words))
                self._out("    " + _(entry.how))

    def _list(self, name: str) -> None:
        _ = self._
        for entry in self._list_of(name):
            match entry:
                case AreaGuide():
                    self._out(f"{entry.id.ljust(18)} {_(entry.feels)}")
                case WorkstationCheck():
                    self._entry(entry)
                case Card():
                    self._out(f"{entry.id.ljust(18)} {_(entry.title)}. {_(entry.lead)}")
                case Treatment():
                    self._out(f"{entry.id.ljust(18)} {_(entry.title)}. {_(entry.short)}")
                case Cause() | Tip():
                    self._out(f"{entry.id.ljust(18)} {_(entry.title)}. {_(entry.text)}")
        if name == WORKSTATION:
            self._sources(self._guide.sources.get("check", ()))

    def _list_of(self, name: str) -> Sequence[Entry]:
        guide = self._guide
        lists: dict[str, Sequence[Entry]] = {
            "areas": tuple(guide.areas.values()),
            "causes": tuple(guide.causes.values()),
            "treatments": tuple(guide.treatments.values()),
            "tips": tuple(guide.tips.values()),
            "cards": tuple(guide.cards.values()),
            WORKSTATION: guide.checks,
        }
        return lists[name]

    def _all(self) -> Iterator[Entry]:
        lists = (self._list_of(name) for name in LISTS[:-1])
        return chain(self._guide.pages.values(), *lists)

    def _row(self, head: str, ids: Sequence[str]) -> None:
        self._out(f"{head}: {', '.join(ids)}")

    def _title(self, title: str) -> None:
        self._out(title[:1].upper() + title[1:])

    def _text(self, paragraphs: Sequence[str]) -> None:
        for paragraph in paragraphs:
            self._out(self._(paragraph))

    def _bullets(self, head: str, lines: Sequence[str]) -> None:
        if lines:
            self._out(head)
        for line in lines:
            self._out("- " + self._(line))

    def _plays(self, routines: Sequence[str]) -> None:
        if routines:
            names = ", ".join(routines)
            self._out(self._("To play: {routines}").format(routines=names))

    def _sources(self, sources: Sequence[Source]) -> None:
        for source in sources:
            address = f" <{source.address}>" if source.address else ""
            self._out(self._("Source: {title}").format(title=source.title) + address)
