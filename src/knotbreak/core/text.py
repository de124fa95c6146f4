"""Words: their shapes, those that are translated later, and how long it takes to say them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

Id = Annotated[
    str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)?$", max_length=60)
]
"""The name of a file without its ending; `pack:name` in a pack."""


def N_(text: str) -> str:  # noqa: N802 -- the name that gettext's tools look for
    """Mark a sentence for the translators; whoever shows it translates it."""
    return text


WORD_MS = 400
"""How long a calm voice takes for a word: 150 words a minute."""


def saying_ms(*texts: str) -> int:
    """How long it takes to say texts one after the other."""
    return WORD_MS * sum(len(text.split()) for text in texts)
