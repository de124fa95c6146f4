"""The settings as a window shows them: plain values that say all there is to draw."""

from __future__ import annotations

from typing import Any

import msgspec

from knotbreak.app.setting_values import Key
from knotbreak.core.settings_reference import SettingRow


class Choice(msgspec.Struct, frozen=True):
    """A value to choose, as the file has it, and what it is called."""

    value: str
    words: str


class SettingView(msgspec.Struct, frozen=True, kw_only=True):
    """One setting, as it is now.

    `usual` is what it is when nothing is said; `own` whether something is said. `problem` is what
    is wrong with it in the file, or why the last change was refused. A `fixed` one cannot be
    changed from here.
    """

    key: Key
    row: SettingRow
    label: str
    help: str
    value: Any
    usual: Any
    own: bool
    choices: tuple[Choice, ...] = ()
    problem: str = ""
    fixed: bool = False

    @property
    def name(self) -> str:
        """Its key path."""
        return ".".join(self.key)


class SectionView(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one table of the file."""

    title: str
    settings: tuple[SettingView, ...]


class ReminderView(msgspec.Struct, frozen=True, kw_only=True):
    """One reminder: what it is called, when it comes, and its settings."""

    id: str
    name: str
    when: str
    on: bool
    built_in: bool
    settings: tuple[SettingView, ...]


class SettingsView(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. `problems` are those that belong to no row; `locked` is a file with a fault."""

    sections: tuple[SectionView, ...]
    reminders: tuple[ReminderView, ...]
    problems: tuple[str, ...]
    locked: bool
    can_undo: bool
    said: str


def searched(view: SettingView, section: str, words: str) -> bool:
    """Whether a setting has to do with all of some words."""
    # Of the routines and screens there are many, and none of them is the setting.
    choices = [one.words for one in view.choices] if view.row.choices else []
    text = " ".join((section, view.label, view.help, view.name, *choices))
    return all(word in text.casefold() for word in words.casefold().split())
