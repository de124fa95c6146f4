"""Prints what `knotbreak doctor` has found out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from knotbreak.app.diagnosis import Diagnosis, Finding, Health
from knotbreak.app.signals import Outcome

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

_MARKS = {
    Outcome.CHOSEN: "+",
    Outcome.NOT_NEEDED: "o",
    Outcome.NOT_HERE: "-",
    Outcome.FAILED: "!",
}


def print_diagnosis(
    diagnosis: Diagnosis, *, as_json: bool, out: Callable[[str], None], words: Translator
) -> None:
    """Print everything; `as_json` is for programs, and for reports."""
    if as_json:
        out(json.dumps(msgspec.to_builtins(diagnosis), ensure_ascii=False))
        return
    _ = words.gettext
    facts = diagnosis.facts
    out(f"knotbreak {facts.knotbreak}, Python {facts.python}, PySide6 {facts.pyside6 or '-'}")
    place = (facts.system, facts.desktop, facts.session, facts.sandbox)
    out(", ".join(part for part in place if part))
    for finding in diagnosis.findings:
        out("")
        _print_finding(finding, out, words)
    out("")
    if diagnosis.now:
        kinds = ", ".join(kind.value for kind in diagnosis.now)
        out(_("This moment is a bad one: {kinds}.").format(kinds=kinds))
    else:
        out(_("Nothing makes this moment a bad one."))
    out(_("+ in use, o not needed, - not on this desktop, ! should work and does not"))


def _print_finding(finding: Finding, out: Callable[[str], None], words: Translator) -> None:
    _ = words.gettext
    health = {
        Health.WORKS: _("works"),
        Health.LIMITED: _("works in part"),
        Health.NOT_HERE: _("not here"),
        Health.FAILED: _("does not work"),
    }[finding.health]
    out(f"{finding.port}: {health}. {finding.words}")
    if len(finding.tried) > 1:
        for way in finding.tried:
            out(f"  {_MARKS[way.outcome]} {way.means}: {way.words}")
    for hint in finding.hints:
        out("  " + _("What you can do: {hint}").format(hint=hint))
