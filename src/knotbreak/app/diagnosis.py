"""What `knotbreak doctor` has found out: for the person, and for whoever is asked for help.

Nothing in it is private: no names of people, programs, files or machines.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from knotbreak.app.signals import Outcome, Tried
from knotbreak.core.interruptions import Kind


class Health(StrEnum):
    """How a port fares on this desktop."""

    WORKS = "works"
    LIMITED = "limited"
    NOT_HERE = "not-here"
    FAILED = "failed"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One port.

    Attributes:
        port: What was to be learned or done, such as "idle time".
        words: What works, or why nothing does and what knotbreak does instead.
        hints: What the person can do.
        tried: Every way in order.
    """

    port: str
    health: Health
    words: str
    hints: tuple[str, ...]
    tried: tuple[Tried, ...]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the program runs on; empty where that is not known."""

    knotbreak: str
    python: str
    pyside6: str
    system: str
    desktop: str
    session: str
    sandbox: str


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """Everything. `now` are the kinds of what makes this very moment a bad one."""

    format: int = 1
    facts: Facts
    findings: tuple[Finding, ...]
    now: tuple[Kind, ...]


def finding(tried: Iterable[Tried], instead: str = "") -> Finding:
    """Sum up the ways to one port; `instead` is what knotbreak does where none works."""
    ways = tuple(tried)
    chosen = [way for way in ways if way.outcome is Outcome.CHOSEN]
    failed = [way for way in ways if way.outcome is Outcome.FAILED]
    if chosen:
        health = Health.LIMITED if any(way.hint for way in chosen) else Health.WORKS
        said = [f"{way.means}: {way.words}" for way in chosen]
        hints = [way.hint for way in (*chosen, *failed)]
    else:
        health = Health.FAILED if failed else Health.NOT_HERE
        # Of several ways, each says below why it is none.
        said = [*(way.words for way in ways if len(ways) == 1), instead]
        hints = [way.hint for way in ways]
    return Finding(
        port=ways[0].port,
        health=health,
        words=" ".join(part for part in dict.fromkeys(said) if part),
        hints=tuple(hint for hint in dict.fromkeys(hints) if hint),
        tried=ways,
    )


def by_port(tried: Iterable[Tried]) -> tuple[tuple[Tried, ...], ...]:
    """Ways of several ports, those of each together, in the order in which the ports come."""
    ports: dict[str, list[Tried]] = {}
    for way in tried:
        ports.setdefault(way.port, []).append(way)
    return tuple(tuple(ways) for ways in ports.values())
