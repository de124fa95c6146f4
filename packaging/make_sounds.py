"""Make the tones of a session: assets/sounds/*.wav, one for each `Tone`.

python packaging/make_sounds.py            write the files
python packaging/make_sounds.py --check    say which are not current, and fail

Bells of a few partials over C, each softened at both ends, all equally loud. The breath is no bell:
it swells and ebbs as the halo does.
"""

from __future__ import annotations

import argparse
import io
import math
import sys
import wave
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "assets/sounds"

RATE = 22_050
"""Samples a second: twice what the highest partial needs, and half the size of a compact disc."""

ATTACK_S = 0.012
"""So long a bell takes to begin: one that begins at once clicks."""

FADE_S = 0.08
LOUDEST_S = 0.2
"""The ear judges a short tone by about so much of it."""

LOUDNESS = 0.11
"""Root of the mean square of the loudest `LOUDEST_S`; 1 would be the loudest square wave."""

C4, E4, G4, A4, C5, D5, E5, G5 = 261.63, 329.63, 392.0, 440.0, 523.25, 587.33, 659.26, 783.99

PARTIALS = ((1.0, 1.0, 1.0), (2.0, 0.28, 0.6), (3.01, 0.09, 0.35))
"""Of a bell: times its pitch, how strong, and how long it rings against the first."""


class Strike(NamedTuple):
    """A bell that is struck: when, at which pitch, how strongly, and how long it rings."""

    at_s: float
    pitch: float
    strength: float = 1.0
    ring_s: float = 0.28


class Swell(NamedTuple):
    """A tone that glides from one pitch to another and is strongest at `crest` of its length."""

    first: float
    last: float
    crest: float


Part = Strike | Swell

SOUNDS: Mapping[str, tuple[float, tuple[Part, ...]]] = {
    "start": (0.8, (Strike(0, G4), Strike(0.14, C5))),
    "switch": (0.9, (Strike(0, E5, ring_s=0.2), Strike(0.2, A4))),
    "halfway": (0.6, (Strike(0, C5, ring_s=0.2),)),
    "last": (0.6, (Strike(0, G4, ring_s=0.2),)),
    "release": (0.8, (Strike(0, C5), Strike(0.14, G4))),
    "done": (1.6, (Strike(0, C4, 0.8, 0.5), Strike(0.18, E4, 0.8, 0.5), Strike(0.36, G4, 0.9, 0.5),
                   Strike(0.54, C5, 1.0, 0.5))),
    "breath-in": (1.4, (Swell(C4, E4, 0.65),)),
    "breath-out": (1.4, (Swell(E4, C4, 0.35),)),
    "notice": (1.2, (Strike(0, C5, 0.9, 0.4), Strike(0.22, G5, 0.5, 0.4),
                     Strike(0.44, D5, 0.7, 0.4))),
}  # fmt: skip
"""Every sound: its length in seconds and what is heard in it."""


def samples(name: str) -> array[int]:
    """A sound as 16-bit numbers."""
    length_s, parts = SOUNDS[name]
    count = round(length_s * RATE)
    voices = [_voice(part, length_s) for part in parts]
    raw = [sum(voice(n / RATE) for voice in voices) * _ends(n, count) for n in range(count)]
    scale = 32_767 * LOUDNESS / loudest(raw)
    return array("h", (round(value * scale) for value in raw))


def loudest(values: list[float]) -> float:
    """The root of the mean square of the loudest `LOUDEST_S`."""
    window = round(LOUDEST_S * RATE)
    energy = sum(value * value for value in values[:window])
    most = energy
    for gone, come in zip(values, values[window:], strict=False):
        energy += come * come - gone * gone
        most = max(most, energy)
    return math.sqrt(most / window)


def _voice(part: Part, length_s: float) -> Callable[[float], float]:
    def strike(at_s: float) -> float:
        assert isinstance(part, Strike)
        t = at_s - part.at_s
        if t <= 0:
            return 0.0
        soft = min(1.0, t / ATTACK_S)
        return (
            part.strength
            * (soft * soft * (3 - 2 * soft))
            * sum(
                level
                * math.exp(-t / (part.ring_s * rings))
                * math.sin(2 * math.pi * part.pitch * times * t)
                for times, level, rings in PARTIALS
            )
        )

    def swell(at_s: float) -> float:
        assert isinstance(part, Swell)
        share = at_s / length_s
        near = share / part.crest if share < part.crest else (1 - share) / (1 - part.crest)
        # The phase is the integral of a pitch that moves evenly.
        turns = part.first * at_s + (part.last - part.first) * at_s * share / 2
        wave = math.sin(2 * math.pi * turns) + 0.15 * math.sin(4 * math.pi * turns)
        return wave * math.sin(math.pi / 2 * near) ** 2

    return strike if isinstance(part, Strike) else swell


def _ends(n: int, count: int) -> float:
    """Nothing is cut off."""
    left = (count - 1 - n) / (FADE_S * RATE)
    return 1.0 if left >= 1 else 0.5 - 0.5 * math.cos(math.pi * left)


def wav(values: array[int]) -> bytes:
    """16-bit numbers as the file that every player knows."""
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(values.tobytes())
    return out.getvalue()


def stale(root: Path) -> list[str]:
    """The sounds under `root` that are missing or not current."""
    return [path for path, name in _paths().items() if not _same(root / path, samples(name))]


def write(root: Path) -> None:
    """Write those that are not current."""
    for path in stale(root):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(wav(samples(_paths()[path])))


def _paths() -> dict[str, str]:
    return {f"{FOLDER}/{name}.wav": name for name in SOUNDS}


def _same(path: Path, values: array[int]) -> bool:
    """Another machine's sine may differ in its last digit, and so a sample by one."""
    if not path.is_file():
        return False
    want = wav(values)
    have = path.read_bytes()
    if len(have) != len(want) or have[:44] != want[:44]:
        return False
    one, other = array("h", have[44:]), array("h", want[44:])
    return all(abs(a - b) <= 1 for a, b in zip(one, other, strict=True))


def main() -> int:
    """Write the files or, with --check, only say which are not current."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail if not current")
    if not parser.parse_args().check:
        write(ROOT)
        return 0
    old = stale(ROOT)
    for name in old:
        print(f"{name} is not current: run python packaging/make_sounds.py")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
