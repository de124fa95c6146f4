"""What the tests of probes share."""

from __future__ import annotations

from knotbreak.app.signals import BusyProbe, BusyReason, Tried
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.waiting import run_until


def look(loop: SelectorLoop, probe: BusyProbe) -> list[BusyReason]:
    """Look once and wait for the answer."""
    found: list[tuple[BusyReason, ...]] = []
    probe.look(found.append)
    assert found == [], "the answer comes later, not from the question"
    run_until(loop, lambda: found)
    assert len(found) == 1
    return list(found[0])


def ids(loop: SelectorLoop, probe: BusyProbe) -> list[str]:
    """The ids of what one look finds."""
    return [reason.id for reason in look(loop, probe)]


def outcomes(probe: BusyProbe) -> dict[str, str]:
    """What became of each way."""
    return {said.means: said.outcome.value for said in probe.tried()}


def chosen(probe: BusyProbe) -> Tried:
    """The one way that was believed."""
    (said,) = (one for one in probe.tried() if one.outcome.value == "chosen")
    return said
