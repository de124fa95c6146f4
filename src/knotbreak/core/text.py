"""Words that are translated later than they are written."""

from __future__ import annotations


def N_(text: str) -> str:  # noqa: N802 -- the name that gettext's tools look for
    """Mark a sentence for the translators; whoever shows it translates it."""
    return text
