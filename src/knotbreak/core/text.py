"""Words that are translated later than they are written."""

from __future__ import annotations


def N_(text: str) -> str:  # noqa: N802 -- the name that gettext's tools look for
    """Mark a sentence for the translators; whoever shows it translates it."""
    return text


WORD_MS = 400
"""How long a calm voice takes for a word: 150 words a minute."""


def saying_ms(*texts: str) -> int:
    """How long it takes to say texts one after the other."""
    return WORD_MS * sum(len(text.split()) for text in texts)
