"""What `doctor` says of keyboard shortcuts: only the running program knows how they fare."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.diagnosis import Finding, Health, finding
from knotbreak.app.signals import Outcome, Tried
from knotbreak.bootstrap.shortcuts import MACOS, none_here
from knotbreak.core.settings import Settings
from knotbreak.storage.folders import Folders
from knotbreak.system.ipc_client import AnswerError, NotRunningError, ask

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


def shortcut_finding(
    settings: Settings, folders: Folders, translator: Translator, platform: str = sys.platform
) -> Finding:
    """Ask the running program, if the settings want any and this system has them."""
    _ = translator.gettext
    port = _("shortcuts")
    if platform == MACOS:
        words = none_here(translator, platform)
        outcome = Outcome.FAILED if settings.shortcuts.wanted else Outcome.NOT_HERE
        hint = _("The Shortcuts app can run knotbreak run --do start with keys of your own.")
        return finding([Tried(port=port, means=MACOS, outcome=outcome, words=words, hint=hint)])
    if not settings.shortcuts.wanted:
        words = _("None is set, so none is asked for.")
        tried = Tried(port=port, means="settings.toml", outcome=Outcome.CHOSEN, words=words)
        return finding([tried])
    try:
        data = ask(folders.runtime / "socket", "shortcuts").get("data")
    except (NotRunningError, AnswerError):
        words = _("They are asked for while knotbreak runs.")
        tried = Tried(port=port, means="settings.toml", outcome=Outcome.NOT_HERE, words=words)
        return finding([tried])
    told = data if isinstance(data, dict) else {}
    hint = _(
        "Choose other keys, or let the keyboard settings of your desktop call knotbreak run --do"
    )
    ways = tuple(
        Tried(
            port=port,
            means=str(one["action"]),
            outcome=Outcome.CHOSEN if one["works"] else Outcome.FAILED,
            words=_("It works.") if one["works"] else str(one["words"]),
            hint="" if one["works"] else f"{hint} {one['action']}.",
        )
        for one in told.get("states", ())
    )
    if not ways:
        words = _("Your desktop has not answered yet; it may be asking you.")
        return finding([Tried(port=port, means="", outcome=Outcome.FAILED, words=words)])
    summed = finding(ways)
    dead = [way for way in ways if way.outcome is Outcome.FAILED]
    if not dead or len(dead) == len(ways):
        return summed
    # One that works makes none of the others work.
    said = " ".join(f"{way.means}: {way.words}" for way in ways)
    return msgspec.structs.replace(summed, health=Health.LIMITED, words=said)
