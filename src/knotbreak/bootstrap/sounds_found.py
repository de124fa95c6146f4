"""What `doctor` says of tones and voice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from knotbreak.app.diagnosis import Finding, Health, finding
from knotbreak.system.sounds_found import speech_found, tones_found

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


def of_sounds(translator: Translator, environ: Mapping[str, str]) -> tuple[Finding, Finding]:
    """Whether anything can be heard, and through what."""
    _ = translator.gettext
    tones = finding(
        tones_found(translator, environ),
        _("Nothing is heard; everything is on the screen as well."),
    )
    heard = tones.health in (Health.WORKS, Health.LIMITED)
    speech = finding(
        speech_found(translator, environ, heard=heard),
        _("Nothing is spoken; every word is on the screen as well."),
    )
    return tones, speech
