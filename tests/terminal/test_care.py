"""Care in a terminal: what is read, and what an answer does."""

from __future__ import annotations

from collections.abc import Iterable

from knotbreak.app.care_safety import CareSafety
from knotbreak.app.intents import StartCare
from knotbreak.core.body import Area
from knotbreak.core.care_state import CareKind
from knotbreak.core.health_settings import HealthSettings
from knotbreak.terminal.care import CareTerminal
from knotbreak.terminal.questions import Asker
from tests.fake_care import the_guide
from tests.fakes import TRANSLATOR

COLD = StartCare(kind=CareKind.COLD, area=Area.CALVES)


def safety() -> CareSafety:
    return CareSafety(the_guide, HealthSettings, lambda: True, lambda: False, TRANSLATOR)


class Talk:
    """Somebody at a terminal with these answers."""

    def __init__(self, answers: Iterable[str]) -> None:
        self.said: list[str] = []
        self._answers = iter(answers)
        self.terminal = CareTerminal(safety(), self.said.append, TRANSLATOR)
        self.asker = Asker(self._read, self.said.append, TRANSLATOR)

    def _read(self, prompt: str) -> str:
        self.said.append(prompt)
        answer = next(self._answers, None)
        if answer is None:
            raise EOFError
        return answer


def test_what_to_mind_is_shown() -> None:
    talk = Talk([])
    talk.terminal.show(COLD)
    assert talk.said[0] == "Cold · calves"
    assert "- Never while you sleep." in talk.said
    assert talk.said[-1] == "Keep this computer awake, or set your phone as well."


def test_none_of_these_begins() -> None:
    talk = Talk(["1"])
    assert talk.terminal.ask(COLD, talk.asker) is None


def test_one_that_fits_says_why_it_does_not() -> None:
    talk = Talk(["4"])
    barred = talk.terminal.ask(COLD, talk.asker)
    assert barred is not None
    assert not barred.holds
    assert talk.said[-1] == "Cold is not for you, in any form."


def test_pain_in_the_chest_prints_the_card_and_holds() -> None:
    talk = Talk(["5"])
    barred = talk.terminal.ask(StartCare(kind=CareKind.COLD, area=Area.CHEST), talk.asker)
    assert barred is not None
    assert barred.holds
    assert "CALL THE EMERGENCY NUMBER NOW" in talk.said
    assert any(line.startswith("Emergency numbers: ") and "112" in line for line in talk.said)
    assert talk.said[-2] == "-> Call now"


def test_a_swollen_calf_prints_the_signs_that_its_card_speaks_of() -> None:
    bars = [bar.id for bar in safety().page(COLD).bars]
    talk = Talk([str(bars.index("calf") + 2)])
    barred = talk.terminal.ask(COLD, talk.asker)
    assert barred is not None
    assert not barred.holds
    assert "GET ADVICE TODAY" in talk.said
    assert any("calf" in line and line.startswith("- ") for line in talk.said)


def test_an_empty_line_and_the_end_of_the_input_begin_nothing() -> None:
    for answers in ([""], []):
        talk = Talk(answers)
        assert talk.terminal.ask(COLD, talk.asker) is not None
