"""The guide to read: its contents, and one quiet page for each topic."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from knotbreak.app.topics import Topics
from knotbreak.qt.column import Column
from knotbreak.qt.text import QUIET
from knotbreak.qt.theme import UNIT, Size

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class TopicPages:
    """Fills a column; `read` shows a topic by its key, `start` plays a routine by its id."""

    def __init__(
        self,
        column: Column,
        translator: Translator,
        topics: Topics,
        read: Callable[[str], None],
        start: Callable[[str], None],
    ) -> None:
        self._column = column
        self._ = translator.gettext
        self._topics = topics
        self._read = read
        self._start = start

    def contents(self) -> None:
        """All topics."""
        _, column = self._, self._column
        column.clear(_("The guide"))
        column.title(_("The guide"))
        for group in self._topics.groups():
            column.head(group.title)
            for line in group.lines:
                column.choose(line.title, partial(self._read, line.key), more=line.short)
        column.done()

    def show(self, key: str, *, plays: bool = True) -> None:
        """One topic; without `plays` it is only read."""
        _, column = self._, self._column
        topic = self._topics.topic(key)
        column.clear(topic.title)
        column.title(topic.title)
        for number, paragraph in enumerate(topic.text):
            column.say(paragraph, gap=1.5 * UNIT if number else 2 * UNIT)
        for section in topic.sections:
            column.head(section.title)
            column.points(section.points)
        if plays and topic.routines:
            column.head(_("To play"))
            for id_, title in topic.routines:
                column.choose(title, partial(self._start, id_), does=_("Start"))
        if topic.sources:
            column.say(_("Sources"), Size.SMALL, gap=4 * UNIT, role=QUIET, bold=True)
        for source in topic.sources:
            words = f"{source.title} · {source.address}" if source.address else source.title
            column.say(words, Size.SMALL, gap=UNIT * 0.5, role=QUIET)
        column.done(focus=plays and bool(topic.routines))
