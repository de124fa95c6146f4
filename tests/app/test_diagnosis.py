"""What is said of a port, from what was tried."""

from __future__ import annotations

from knotbreak.app.diagnosis import Health, by_port, finding
from knotbreak.app.signals import Outcome, Tried


def way(means: str, outcome: Outcome, hint: str = "", port: str = "tray") -> Tried:
    return Tried(port=port, means=means, outcome=outcome, words=f"{means} said so.", hint=hint)


def test_the_chosen_way_speaks_and_those_that_should_work_have_their_hints() -> None:
    found = finding(
        [
            way("A", Outcome.NOT_HERE, "Buy another desktop."),
            way("B", Outcome.FAILED, "Install b."),
            way("C", Outcome.CHOSEN),
            way("D", Outcome.NOT_NEEDED),
        ],
        "Nothing works.",
    )
    assert (found.health, found.words, found.hints) == (
        Health.WORKS,
        "C: C said so.",
        ("Install b.",),
    )
    assert [one.means for one in found.tried] == ["A", "B", "C", "D"]


def test_a_way_with_something_to_do_works_in_part() -> None:
    found = finding([way("A", Outcome.CHOSEN, "Press harder.")])
    assert (found.health, found.hints) == (Health.LIMITED, ("Press harder.",))


def test_without_a_way_it_is_said_what_happens_instead() -> None:
    missing = [way("A", Outcome.NOT_HERE, "Install a."), way("B", Outcome.NOT_HERE)]
    found = finding(missing, "A window comes.")
    assert (found.health, found.words, found.hints) == (
        Health.NOT_HERE,
        "A window comes.",
        ("Install a.",),
    )
    assert finding([*missing, way("C", Outcome.FAILED)]).health is Health.FAILED
    assert finding(missing[:1]).words == "A said so."


def test_ways_are_put_together_by_what_they_are_for() -> None:
    ways = [way("A", Outcome.CHOSEN, port=port) for port in ("x", "y", "x")]
    assert [(part[0].port, len(part)) for part in by_port(ways)] == [("x", 2), ("y", 1)]
