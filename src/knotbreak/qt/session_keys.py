"""Which key does what to a session; the same as in the terminal."""

from __future__ import annotations

from PySide6.QtCore import Qt

from knotbreak.app.intents import Key

KEYS = {
    Qt.Key.Key_Space: Key.TOGGLE,
    Qt.Key.Key_P: Key.TOGGLE,
    Qt.Key.Key_Left: Key.BACK,
    Qt.Key.Key_B: Key.BACK,
    Qt.Key.Key_Right: Key.SKIP,
    Qt.Key.Key_N: Key.SKIP,
    Qt.Key.Key_E: Key.EASIER,
    Qt.Key.Key_O: Key.OTHER,
    Qt.Key.Key_Minus: Key.SLOWER,
    Qt.Key.Key_Plus: Key.FASTER,
    Qt.Key.Key_Equal: Key.FASTER,
    Qt.Key.Key_Escape: Key.STOP,
    Qt.Key.Key_S: Key.STOP,
    Qt.Key.Key_Q: Key.STOP,
}

MODIFIERS = frozenset(
    {
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
"""Keys that mean nothing alone."""

TABS = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab})
ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
