"""What TOML can say and no key of ours can use: `inf`, `nan`, control characters.

Every file is looked at for this, even one that `msgspec.convert` takes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from knotbreak.core.faults import Fault, Path

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that no text needs, and that can steer a terminal; tabs and line breaks are none."""


def not_usable(value: object, path: Path = ()) -> Iterator[Fault]:
    """Yield a fault for what TOML has and no key of ours can use: `inf`, `nan`, control characters.

    An escape such as `\\u001b` brings such a character into a text that looks harmless.
    """
    match value:
        case str() if control := CONTROLS.search(value):
            yield Fault(path, holds(control[0]), "delete it, however it is written")
        case float() if not math.isfinite(value):
            yield Fault(path, f"{value} cannot be used here", "write an ordinary number")
        case dict():
            for key, item in value.items():
                yield from not_usable(item, (*path, key))
        case list():
            for index, item in enumerate(value):
                yield from not_usable(item, (*path, index))
        case _:
            pass


def holds(control: str) -> str:
    """Say which control character there is."""
    return f"holds the control character 0x{ord(control):02x}"
