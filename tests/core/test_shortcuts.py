"""How shortcuts are written, and which are none."""

from __future__ import annotations

import pytest

from knotbreak.app.actions import ACTIONS
from knotbreak.core.settings import Settings, check_settings
from knotbreak.core.shortcuts import KEYS, Modifier, ShortcutSettings, parse_combo


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Ctrl+Alt+S", "Ctrl+Alt+S"),
        ("alt + control + s", "Ctrl+Alt+S"),
        ("super+space", "Super+Space"),
        ("Win+Shift+PageUp", "Shift+Super+PageUp"),
        ("F9", "F9"),
        ("Pause", "Pause"),
        ("ctrl+1", "Ctrl+1"),
    ],
)
def test_what_is_one(text: str, keys: str) -> None:
    combo = parse_combo(text)
    assert str(combo) == keys
    assert parse_combo(keys) == combo


@pytest.mark.parametrize(
    "text",
    ["", "S", "Shift+S", "Space", "Ctrl+", "Ctrl", "Ctrl+Ctrl+S", "Hyper+S", "Ctrl+Ä", "Ctrl+S+T",
     "F25", "Ctrl++", "Home"],
)  # fmt: skip
def test_what_is_none_or_needed_for_typing(text: str) -> None:
    assert parse_combo(text) is None


def test_every_key_can_be_held_with_every_modifier() -> None:
    for key in KEYS.values():
        for modifier in Modifier:
            combo = parse_combo(f"{modifier}+{key}")
            held = modifier is not Modifier.SHIFT
            assert (combo is not None) == (held or parse_combo(key) is not None)


def test_faults_of_the_settings_name_the_key_and_what_is_there_twice() -> None:
    shortcuts = ShortcutSettings(start="Ctrl+Alt+S", drank="alt+ctrl+s", skip="S", pause="F9")
    faults = check_settings(Settings(shortcuts=shortcuts))
    assert [(fault.path, fault.what) for fault in faults] == [
        (("shortcuts", "drank"), "has the same keys as start"),
        (("shortcuts", "skip"), "is no shortcut"),
    ]
    assert check_settings(Settings()) == []


def test_they_are_off_and_each_is_an_action() -> None:
    assert ShortcutSettings().wanted == {}
    assert set(ShortcutSettings.__struct_fields__) <= set(ACTIONS)
    assert list(ShortcutSettings(show="F12").wanted) == ["show"]
