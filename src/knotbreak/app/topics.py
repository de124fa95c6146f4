"""The guide to read: what there is, and each topic worded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from knotbreak.core.routine import Source
from knotbreak.guide.book import Guide
from knotbreak.guide.shape import Cause, Page, Tip, Treatment

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

WORKSTATION = "workstation"


class Line(msgspec.Struct, frozen=True):
    """A topic in the table of contents."""

    key: str
    title: str
    short: str = ""


class Group(msgspec.Struct, frozen=True):
    """Topics of one kind."""

    title: str
    lines: tuple[Line, ...]


class Section(msgspec.Struct, frozen=True):
    """A list within a topic, with its heading."""

    title: str
    points: tuple[str, ...]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A page to read. `routines` are ids and titles of what can be played."""

    title: str
    text: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    routines: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = ()


class Topics:
    """Words the guide; `title_of` knows what a routine is called."""

    def __init__(
        self, guide: Guide, translator: Translator, title_of: Callable[[str], str]
    ) -> None:
        self._guide = guide
        self._ = translator.gettext
        self._title_of = title_of

    def groups(self) -> Iterator[Group]:
        """The table of contents."""
        _, guide = self._, self._guide
        pages = tuple(Line(f"page:{one.id}", _(one.title)) for one in guide.pages.values())
        yield Group(_("To read"), (*pages, Line(WORKSTATION, _("Workstation checklist"))))
        causes = (Line(f"cause:{one.id}", _(one.title)) for one in guide.causes.values())
        yield Group(_("What tends to bring it on"), tuple(causes))
        treatments = (
            Line(f"treatment:{one.id}", _(one.title), _(one.short))
            for one in guide.treatments.values()
        )
        yield Group(_("What may ease it"), tuple(treatments))
        tips = (Line(f"tip:{one.id}", _(one.title)) for one in guide.tips.values())
        yield Group(_("What may keep it away"), tuple(tips))

    def topic(self, key: str) -> Topic:
        """One of them, by its key.

        Raises:
            KeyError: if there is none.
        """
        kind, _colon, id_ = key.partition(":")
        guide = self._guide
        if key == WORKSTATION:
            return self._workstation()
        lists: dict[str, dict[str, Page | Cause | Treatment | Tip]] = {
            "page": {str(one.id): one for one in guide.pages.values()},
            "cause": {str(one.id): one for one in guide.causes.values()},
            "treatment": {str(one.id): one for one in guide.treatments.values()},
            "tip": {str(one.id): one for one in guide.tips.values()},
        }
        return self._worded(kind, lists[kind][id_])

    def _worded(self, kind: str, one: Page | Cause | Treatment | Tip) -> Topic:
        _ = self._
        text = (one.text,) if isinstance(one.text, str) else one.text
        sections: list[tuple[str, Sequence[str]]] = []
        sources = self._guide.sources.get(kind, ())
        if isinstance(one, Cause):
            sections = [(_("For example"), one.examples), (_("What may help"), one.help)]
        elif isinstance(one, Treatment):
            sections = [(_("With care"), one.cautions)]
        if not isinstance(one, Tip):
            sources = one.sources or sources
        return Topic(
            title=_(one.title),
            text=tuple(map(_, text)),
            sections=tuple(
                Section(head, tuple(map(_, lines))) for head, lines in sections if lines
            ),
            routines=tuple((id_, self._title_of(id_)) for id_ in one.routines),
            sources=tuple(sources),
        )

    def _workstation(self) -> Topic:
        _, guide = self._, self._guide
        return Topic(
            title=_("Workstation checklist"),
            text=(_("Two minutes, once in a while. Most of it is quickly mended."),),
            sections=tuple(Section(_(one.words), (_(one.how),)) for one in guide.checks),
            sources=guide.sources.get("check", ()),
        )
