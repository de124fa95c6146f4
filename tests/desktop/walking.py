"""What windows are to somebody without eyes and without a mouse: their parts, a round of Tab."""

from __future__ import annotations

from tests.desktop.desktop import Desktop
from tests.desktop.screen_reader import Part, Role, ScreenReader

PROGRAM = "knotbreak"
MANY = 200
_VALUED = frozenset({Role.SLIDER, Role.SPIN_BUTTON, Role.PROGRESS_BAR})
_NOTHING = frozenset({Role.INVALID, Role.UNKNOWN})


def faults(reader: ScreenReader) -> list[str]:
    """What a screen reader would stumble over in the windows of the program."""
    found = []
    for part in reader.parts(PROGRAM):
        state = reader.state(part)
        if part.role in _NOTHING:
            found.append(f"{words(part)} does not say what it is")
        if state.focusable and not part.name.strip():
            found.append(f"{words(part)} takes the focus and has no name")
        if part.role == Role.COMBO_BOX and not reader.labelled(part):
            found.append(f"{words(part)} says its value alone")
        if part.role in _VALUED and reader.value(part) is None:
            found.append(f"{words(part)} has no value")
        if part.role == Role.PUSH_BUTTON and state.sensitive and not reader.actions(part):
            found.append(f"{words(part)} cannot be pressed")
    return found


def round_of_tab(desktop: Desktop, reader: ScreenReader) -> list[Part]:
    """Where the focus goes with Tab until it is back where it began; fails if it is caught."""
    order = [_first(desktop, reader)]
    while len(order) < MANY:
        here = go_on("Tab", desktop, reader, order[-1])
        if here.path == order[0].path:
            return order
        assert here.path not in {one.path for one in order}, (
            f"{words(here)} comes again, and {words(order[0])} does not"
        )
        order.append(here)
    raise AssertionError(f"no way round in {MANY} steps")


def _first(desktop: Desktop, reader: ScreenReader) -> Part:
    """The first part that Tab comes to: a new window may not hear the first one."""
    try:
        return go_on("Tab", desktop, reader)
    except TimeoutError:
        return go_on("Tab", desktop, reader)


def words(part: Part) -> str:
    """A part, for somebody who reads why a test failed."""
    role = Role(part.role).name if part.role in set(Role) else f"role {part.role}"
    return f"{role} {part.name!r}"


def go_on(key: str, desktop: Desktop, reader: ScreenReader, before: Part | None = None) -> Part:
    """Press a key; the part that the focus comes to, which is another than `before`."""
    reader.forget()
    desktop.run("xdotool", "key", key)
    part = reader.next_focus()
    while before is not None and part.path == before.path:
        part = reader.next_focus()
    return part
