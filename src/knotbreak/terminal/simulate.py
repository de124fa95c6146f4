"""Prints a simulated day."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.simulation import Line
from knotbreak.core.units import SECOND_MS, clock_text

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


def print_line(line: Line, *, as_json: bool, out: Callable[[str], None], words: Translator) -> None:
    """Print one event of the program."""
    if as_json:
        out(json.dumps(msgspec.to_builtins(line), ensure_ascii=False))
    else:
        out(line_words(line, words))


def line_words(line: Line, words: Translator) -> str:
    """One event for people: when, what, of which reminder, and why."""
    _ = words.gettext
    at = datetime.fromisoformat(line.at)
    parts = [f"{at:%a %Y-%m-%d %H:%M:%S}  {line.event:<15}", line.reminder or ""]
    if line.merged:
        parts.append(_("with {others}").format(others=", ".join(line.merged)))
    if line.quiet:
        parts.append(_("(quiet)"))
    if line.routine:
        parts.append(_("[{routine}]").format(routine=line.routine))
    if line.minutes is not None:
        parts.append(_("for {n} minutes").format(n=line.minutes))
    if line.outcome:
        parts.append(line.outcome)
    if line.held_s is not None:
        parts.append(clock_text(round(line.held_s * SECOND_MS)))
    parts.append(", ".join(line.resets))
    parts.append(_("because: {why}").format(why=line.why) if line.why else "")
    return " ".join(part for part in parts if part).rstrip()
