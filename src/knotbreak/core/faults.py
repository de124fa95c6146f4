"""What is wrong with a value in a file, and the name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

Path = tuple[str | int, ...]
"""The way to a value in a file: keys, and places in lists counted from 0."""


class Fault(msgspec.Struct, frozen=True):
    """Something wrong at a key path (list items counted from 0), before it has a file and line.

    `what` and `hint` mean the same as in a `Problem`; a `warning` refuses nothing. `absent` is
    about a key that is not there: it says nothing where other keys could not be read, for one of
    them may be the key that is missed.
    """

    path: Path
    what: str
    hint: str = ""
    warning: bool = False
    absent: bool = False


def nearest(name: str, ids: Iterable[str]) -> str | None:
    """The id that was probably meant by `name`; None if nothing is near."""
    if len(name) > 80:
        return None
    tidy = name.strip().lower().replace(" ", "-").replace("_", "-").removesuffix(".toml")
    known = sorted(ids)
    if found := close_to(tidy, known):
        return found[0]
    inside = [known_id for known_id in known if tidy and tidy in known_id.split("-")]
    return inside[0] if inside else None


def close_to(name: str, known: Sequence[str]) -> list[str]:
    """The one of `known` that is nearest to a wrong name, if any is near."""
    # Not at the start of every program that only has the right ones.
    from difflib import get_close_matches

    return get_close_matches(name, known, 1, 0.6)
