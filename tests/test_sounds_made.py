"""The tones as they lie in the repository: soft, equally loud, and one for every moment."""

from __future__ import annotations

import math
import sys
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from knotbreak.core.tone import Tone

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "sounds"


def heard(path: Path) -> tuple[int, list[float]]:
    """The rate and the samples, from -1 to 1."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        values = array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        values.byteswap()
    return file.getframerate(), [value / 32_768 for value in values]


def loudness(rate: int, values: list[float]) -> float:
    """Of the loudest fifth of a second, in decibels."""
    size = rate // 5
    starts = range(0, len(values) - size, size // 20)
    most = max(math.fsum(v * v for v in values[at : at + size]) / size for at in starts)
    return 10 * math.log10(most)


def test_there_is_one_file_for_every_tone() -> None:
    assert {path.stem for path in FOLDER.glob("*.wav")} == {tone.value for tone in Tone}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 500_000


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_begins_and_ends_softly_and_is_not_shrill(tone: Tone) -> None:
    rate, values = heard(FOLDER / f"{tone.value}.wav")
    assert 0.4 <= len(values) / rate <= 2.0
    peak = max(map(abs, values))
    assert 0.1 < peak < 0.5, "it leaves room to be made louder"
    assert abs(values[0]) < 0.002
    assert max(map(abs, values[-rate // 500 :])) < 0.002
    # A click is a jump from one sample to the next: no steeper than a tone of 1.5 kHz at the peak.
    steepest = max(abs(b - a) for a, b in pairwise(values))
    assert steepest < peak * 2 * math.pi * 1_500 / rate


def test_all_are_equally_loud() -> None:
    levels = {tone: loudness(*heard(FOLDER / f"{tone.value}.wav")) for tone in Tone}
    assert max(levels.values()) - min(levels.values()) < 1.0, levels


def test_no_two_are_the_same() -> None:
    assert len({(FOLDER / f"{tone.value}.wav").read_bytes() for tone in Tone}) == len(Tone)
