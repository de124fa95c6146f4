"""The settings as a window shows them, row by row, and what becomes of a change.

It is made from the one table of settings: a new key of that table is a new row here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from knotbreak.app import autostart_setting
from knotbreak.app.autostart import Start
from knotbreak.app.day_preview import DayView, preview
from knotbreak.app.setting_values import Key, at, id_of, said, table_of
from knotbreak.app.setting_views import (
    Choice,
    ReminderView,
    SectionView,
    SettingsView,
    SettingView,
)
from knotbreak.app.setting_words import GENERAL, SettingWords
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.settings import BUILT_IN, ReminderSettings, Settings, filled_in
from knotbreak.core.settings_reference import SettingRow, settings_reference

if TYPE_CHECKING:
    from knotbreak.app.autostart_setting import AutostartSetting
    from knotbreak.app.ports import Clock, RoutineLibrary, SettingsStore, Translator
    from knotbreak.guide.easing import Easing

_FIXED = frozenset({"format"})
"""What nobody chooses."""

_TEMPLATE = "reminder.*."


class _Done(msgspec.Struct, frozen=True):
    """A change that was made, with what takes it back: the file before, or the values.

    `back` does that where it was no change of the file.
    """

    words: str
    before: bytes = b""
    after: bytes | None = None
    inverse: tuple[tuple[Key, Any], ...] = ()
    back: Callable[[], None] | None = None


class SettingsDesk:
    """Shows settings, changes them, takes changes back.

    Args:
        store: The file.
        changed: Called when other settings are in force.
        screens: The names of the screens that are there.
        autostart: What starts at log-in, where that is to be among the settings.
    """

    def __init__(
        self,
        store: SettingsStore,
        library: RoutineLibrary,
        clock: Clock,
        translator: Translator,
        easing: Callable[[], Easing | None],
        changed: Callable[[], None],
        screens: Callable[[], Sequence[str]] = tuple,
        autostart: AutostartSetting | None = None,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._translator = translator
        self._ = translator.gettext
        self._words = SettingWords(translator)
        self._easing = easing
        self._changed = changed
        self._screens = screens
        self._autostart = autostart
        self._rows = [row for row in settings_reference() if row.name not in _FIXED]
        self._done: list[_Done] = []
        self._refused: dict[Key, str] = {}
        self._said = ""

    # -- what is shown -----------------------------------------------------------------------------

    @property
    def state(self) -> object:
        """What the views are made from: while it is equal, so are they."""
        store, autostart = self._store, self._autostart
        starts = None if autostart is None else autostart.look()
        now = (store.settings, tuple(store.problems), store.kept, self._said, len(self._done))
        return (starts, *now)

    def view(self) -> SettingsView:
        """All settings as they are now."""
        settings = self._store.settings
        sections: dict[str, list[SettingView]] = {}
        for row in self._rows:
            if not row.name.startswith(_TEMPLATE):
                sections.setdefault(row.section or GENERAL, []).append(self._plain(settings, row))
        if self._autostart is not None:
            sections[GENERAL].append(self._at_login(self._autostart))
        names = [*BUILT_IN, *(name for name in settings.reminder if name not in BUILT_IN)]
        return SettingsView(
            sections=tuple(
                SectionView(title=self._(title), settings=tuple(rows))
                for title, rows in sections.items()
            ),
            reminders=tuple(self._reminder(settings, name) for name in names),
            problems=tuple(str(problem) for problem in self._store.problems),
            locked=self._store.kept,
            can_undo=bool(self._done),
            said=self._said,
        )

    def settings(self, *names: str) -> tuple[SettingView, ...]:
        """Some settings by their key paths, such as "work.hours", in this order."""
        found = {one.name: one for part in self.view().sections for one in part.settings}
        return tuple(found[name] for name in names)

    def day(self) -> DayView:
        """A working day under these settings."""
        return preview(
            self._store.settings,
            self._clock.now(),
            self._library,
            self._translator,
            self._easing,
        )

    def _plain(self, settings: Settings, row: SettingRow) -> SettingView:
        key = tuple(row.name.split("."))
        value, usual = at(settings, key), at(Settings(), key)
        return self._setting(row, key, value, usual, own=value != usual)

    def _at_login(self, autostart: AutostartSetting) -> SettingView:
        look, row, key = autostart.look(), autostart_setting.ROW, autostart_setting.KEY
        return SettingView(
            key=key,
            row=row,
            label=self._(row.label),
            help=autostart_setting.help_of(look),
            value=look.start is Start.ON,
            usual=False,
            own=False,
            problem=self._refused.get(key) or autostart_setting.problem_of(look),
            fixed=not look.changeable,
        )

    def _reminder(self, settings: Settings, id_: str) -> ReminderView:
        own_table = settings.reminder.get(id_, ReminderSettings())
        filled = filled_in(id_, own_table)
        rows = []
        for row in self._rows:
            field = row.name.removeprefix(_TEMPLATE)
            if field == row.name or (field == "kind" and id_ in BUILT_IN):
                continue
            without = filled_in(id_, msgspec.structs.replace(own_table, **{field: None}))
            own = getattr(own_table, field) is not None
            value, usual = getattr(filled, field), getattr(without, field)
            if field == "words":
                # Those of the built-in reminders are English in the program.
                value, usual = self._spoken(value, own=own), self._spoken(usual, own=False)
            rows.append(self._setting(row, ("reminder", id_, field), value, usual, own=own))
        return ReminderView(
            id=id_,
            name=self.reminder_name(id_),
            when=self._words.when(filled),
            on=filled.on is not False,
            built_in=id_ in BUILT_IN,
            settings=tuple(rows),
        )

    def _spoken(self, words: tuple[str, ...] | None, *, own: bool) -> tuple[str, ...] | None:
        return words if own or words is None else tuple(self._(text) for text in words)

    def _setting(
        self, row: SettingRow, key: Key, value: Any, usual: Any, *, own: bool
    ) -> SettingView:
        return SettingView(
            key=key,
            row=row,
            label=self._(row.label),
            help=self._(row.help),
            value=msgspec.to_builtins(value),
            usual=msgspec.to_builtins(usual),
            own=own,
            choices=self._choices(row),
            problem=self._refused.get(key) or self._problem(key),
        )

    def _choices(self, row: SettingRow) -> tuple[Choice, ...]:
        if row.choices:
            return tuple(Choice(value, self._words.value(row.name, value)) for value in row.choices)
        if row.name.endswith(".routine"):
            routines = self._library.routines()
            found = [Choice(id_, self._(one.title)) for id_, one in routines.items()]
            return tuple(sorted(found, key=lambda one: one.words))
        if row.name == "session.screen":
            return tuple(Choice(name, name) for name in self._screens())
        return ()

    def _problem(self, key: Key) -> str:
        """What the file says wrong about a key; "reminder.tea.at[0]" belongs to its list."""
        name = ".".join(key)
        for problem in self._store.problems:
            if re.sub(r"\[\d+\].*$", "", problem.key) == name:
                return _sentence(problem)
        return ""

    def reminder_name(self, id_: str) -> str:
        """What a reminder is called: the built-in ones in words, another by its own name."""
        if id_ not in BUILT_IN:
            return id_.replace("-", " ").capitalize()
        return self._words.value("", id_)

    # -- what becomes of a change ------------------------------------------------------------------

    def change(self, view: SettingView, value: object) -> bool:
        """Write a value; False if it was refused, and the row then says why."""
        if view.key == autostart_setting.KEY and self._autostart is not None:
            return self._start_at_login(self._autostart, on=bool(value))
        if not view.row.optional and value is None:
            return self.reset(view)
        words = self._("{setting} is changed.").format(setting=view.label)
        return self._change(words, [(view.key, value)], row=view.key)

    def reset(self, view: SettingView) -> bool:
        """Let a setting be as it usually is."""
        words = self._("{setting} is as usual.").format(setting=view.label)
        return self._change(words, [(view.key, None)], row=view.key)

    def set_all(self, changes: Sequence[tuple[Key, object]]) -> bool:
        """Write several values at once; what refuses them is said above the rows."""
        return self._change(self._("The settings are changed."), changes)

    def undo(self) -> bool:
        """Take the last change back: to the letter, where nobody else changed the file since."""
        if not self._done:
            return False
        last = self._done[-1]
        try:
            if last.back is not None:
                last.back()
            elif self._store.content == last.after:
                self._store.put_back(last.before)
            else:
                self._store.set_values(last.inverse)
        except ProblemError as error:
            return self._refuse(error)
        self._done.pop()
        return self._made(self._("Taken back: {change}").format(change=last.words))

    # -- reminders ---------------------------------------------------------------------------------

    def add_reminder(self) -> str:
        """Make a reminder of one's own; the answer is its id, or nothing if it was refused."""
        id_ = self._free("reminder")
        table = {"every_min": 60.0, "words": [self._("Time for a moment of your own.")]}
        made = self._change(self._("A reminder is added."), [(("reminder", id_), table)])
        return id_ if made else ""

    def copy_reminder(self, id_: str) -> str:
        """Make one that is the same under another name; the answer is its id, or nothing."""
        own = self._store.settings.reminder.get(id_, ReminderSettings())
        copy = self._free(id_)
        words = self._("{reminder} is copied.").format(reminder=self.reminder_name(id_))
        table = table_of(filled_in(id_, own))
        return copy if self._change(words, [(("reminder", copy), table)]) else ""

    def rename_reminder(self, id_: str, name: str) -> str:
        """Call it something else; the answer is its id, which is the old one if it was refused."""
        new = id_of(name)
        if new == id_:
            return id_
        if not new:
            self._said = self._("A name needs a letter or a digit.")
            return id_
        if new in BUILT_IN or new in self._store.settings.reminder:
            self._said = self._("There is a reminder called {name} already.").format(name=new)
            return id_
        words = self._("{reminder} has another name.").format(reminder=self.reminder_name(id_))
        table = table_of(self._store.settings.reminder[id_])
        inverse = ((("reminder", id_), table), (("reminder", new), None))
        renamed = self._write(words, inverse, lambda: self._store.rename_reminder(id_, new))
        return new if renamed else id_

    def delete_reminder(self, id_: str) -> bool:
        """Take it out; a built-in one is as usual again."""
        words = self._("{reminder} is deleted.").format(reminder=self.reminder_name(id_))
        return self._change(words, [(("reminder", id_), None)])

    def _free(self, like: str) -> str:
        base = re.sub(r"-\d+$", "", like)
        taken = {*BUILT_IN, *self._store.settings.reminder}
        numbered = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
        return next(name for name in numbered if name not in taken)

    # -- writing -----------------------------------------------------------------------------------

    def _change(
        self, words: str, changes: Sequence[tuple[Key, object]], row: Key | None = None
    ) -> bool:
        settings = self._store.settings
        inverse = tuple(reversed([(key, said(settings, key)) for key, _ in changes]))
        return self._write(words, inverse, lambda: self._store.set_values(changes), row)

    def _write(
        self,
        words: str,
        inverse: tuple[tuple[Key, Any], ...],
        write: Callable[[], None],
        row: Key | None = None,
    ) -> bool:
        before = self._store.content or b""
        try:
            write()
        except ProblemError as error:
            return self._refuse(error, row)
        if self._store.content != before:
            self._done.append(_Done(words, before, self._store.content, inverse))
        if row is not None:
            self._refused.pop(row, None)
        return self._made(words)

    def _start_at_login(self, autostart: AutostartSetting, *, on: bool) -> bool:
        try:
            back = autostart.set_on(on)
        except ProblemError as error:
            return self._refuse(error, autostart_setting.KEY)
        words = autostart.look().words
        self._done.append(_Done(words, back=back))
        self._refused.pop(autostart_setting.KEY, None)
        return self._made(words)

    def _made(self, words: str) -> bool:
        self._said = words
        self._changed()
        return True

    def _refuse(self, error: ProblemError, row: Key | None = None) -> bool:
        words = " ".join(_sentence(problem) for problem in error.problems)
        self._said = words
        if row is not None:
            self._refused[row] = words
        return False


def _sentence(problem: Problem) -> str:
    what = problem.what[:1].upper() + problem.what[1:]
    return f"{what} ({problem.hint})." if problem.hint else f"{what}."
