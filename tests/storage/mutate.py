"""Breaks good files in the ways in which people, editors and bad disks do; always the same ways."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator

import msgspec

from knotbreak.core.checks import check_routine
from knotbreak.core.routine import Routine, Stretch

_VALUES = (
    "true", "0", "-1", "1e9", "2000", "1.5", '""', '"x"', "[]", "{}", "[[]]", "nan", "-inf",
    "1979-05-27", "07:32:00", '"' + "long " * 80 + '"', "0xffffffffffffffffffffff", "Neck",
    "“curly”", "20 s", "1,5", "020", "True", "", '"\\x"', '{ in = 1 }', '["nek"]', '"../x.png"',
)  # fmt: skip


def broken_routines(
    seed: int, texts: tuple[str, ...], stretches: dict[str, Stretch], count: int
) -> list[bytes]:
    """Make `count` different broken routine files out of the good `texts`.

    What counts as broken is decided without the code under test: by tomllib, by msgspec and by
    the check between keys.
    """
    rng = random.Random(seed)
    found: dict[bytes, None] = {}
    while len(found) < count:
        data = rng.choice(texts).encode()
        for _ in range(rng.randint(1, 3)):
            data = rng.choice(_MUTATIONS)(rng, data)
        if is_broken(data, stretches):
            found[data] = None
    return list(found)


def is_broken(data: bytes, stretches: dict[str, Stretch]) -> bool:
    """Whether a file is really no routine."""
    try:
        value = tomllib.loads(data.decode())
        routine = msgspec.convert(value, Routine)
    except (ValueError, msgspec.ValidationError):
        return True
    return any(not fault.warning for fault in check_routine(routine, stretches))


def _lines(change: Callable[[random.Random, list[str]], None]) -> Callable[..., bytes]:
    def mutation(rng: random.Random, data: bytes) -> bytes:
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        change(rng, lines)
        return "\n".join(lines).encode("utf-8", "surrogateescape")

    return mutation


def _pick(rng: random.Random, lines: list[str]) -> int:
    keyed = [index for index, line in enumerate(lines) if "=" in line] or [0]
    return rng.choice(keyed)


def _drop(rng: random.Random, lines: list[str]) -> None:
    del lines[rng.randrange(len(lines))]
    lines.append("")


def _twice(rng: random.Random, lines: list[str]) -> None:
    at = rng.randrange(len(lines))
    lines.insert(at, lines[at])


def _swap(rng: random.Random, lines: list[str]) -> None:
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]


def _misspell(rng: random.Random, lines: list[str]) -> None:
    at = _pick(rng, lines)
    key, equals, value = lines[at].partition("=")
    cut = rng.randrange(len(key) + 1)
    key = rng.choice((key[:cut] + key[cut + 1 :], key[:cut] + "x" + key[cut:], key.upper()))
    lines[at] = key + equals + value


def _value(rng: random.Random, lines: list[str]) -> None:
    at = _pick(rng, lines)
    lines[at] = lines[at].partition("=")[0] + "= " + rng.choice(_VALUES)


def _enum(rng: random.Random, lines: list[str]) -> None:
    at = _pick(rng, lines)
    lines[at] = re.sub(r'"(\w)(\w*)', r'"\2\1', lines[at], count=1)


def _number(rng: random.Random, lines: list[str]) -> None:
    at = _pick(rng, lines)
    lines[at] = re.sub(r"\d+", lambda _: rng.choice(("0", "9999", "0.5", '"7"', "-3")), lines[at])


def _single_brackets(_: random.Random, lines: list[str]) -> None:
    lines[:] = [line.replace("[[", "[").replace("]]", "]") for line in lines]


def _nest(rng: random.Random, lines: list[str]) -> None:
    at, deep = _pick(rng, lines), rng.choice((1, 5, 100))
    key, _, value = lines[at].partition("=")
    lines[at] = f"{key}= {'[' * deep}{value}{']' * deep}"


def _insert(rng: random.Random, lines: list[str]) -> None:
    new = ("[tempo]", "[[step]]", "x", "format = 2", "unknown = 1", "[step]", "= 1", "a.b.c = 1")
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(new))


def _truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(1, len(data) + 1)]


def _garbage(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    junk = rng.choice((b"\x00", b"\xff", b"\xc3", b"\x1b[2J", b"\xef\xbb\xbf", b'"', b"]", b"}"))
    return data[:at] + junk + data[at + rng.randrange(2) :]


_MUTATIONS = (
    *map(
        _lines,
        (
            _drop, _twice, _swap, _misspell, _value, _value, _enum, _number,
            _single_brackets, _nest, _insert,
        ),
    ),
    _truncate,
    _garbage,
)  # fmt: skip


# Each plants one fault and says at which key the program must report it.
PLANTS: tuple[tuple[str, str, str], ...] = (
    ('title = "Neck unwinder"', 'title = ""', "title"),
    ('"neck", "shoulders"', '"neck", "sholders"', "areas[2]"),
    ("ready_s = 5", "ready_s = 500", "ready_s"),
    ("gap_s = 4.5", 'gap_s = "4.5"', "gap_s"),
    ("switch_s = 6", "swich_s = 6", "swich_s"),
    ("rotate = false", "rotate = 0", "rotate"),
    ('side = "each"', 'side = "eech"', "step[1].side"),
    ("sets = 2", "sets = 2.0", "step[1].sets"),
    ("rest_s = 10", "rest_s = -1", "step[1].rest_s"),
    ('cue = "Rest', "cue = 5 #", "step[2].cue"),
    ("reps = 8", "reps = 101", "step[3].reps"),
    ("out_s = 2", "outs = 2", "step[3].tempo.outs"),
    ('"standing"', '"lying"', "step[3].position"),
    ('"wall-slide.png"', '"../wall-slide.png"', "step[3].image"),
    ("full_s = 2", "full_s = nan", "step[4].breath.full_s"),
    ("in_s = 4\n", "", "step[4].breath.in_s"),
)


def planted(seed: int, text: str) -> Iterator[tuple[str, set[str]]]:
    """Yield texts with one to all of the faults planted, and the keys of these faults."""
    rng = random.Random(seed)
    for number in range(1, len(PLANTS) + 1):
        for _ in range(6):
            chosen = rng.sample(PLANTS, number)
            broken = text
            for good, bad, _key in chosen:
                broken = broken.replace(good, bad, 1)
            yield broken, {key for _good, _bad, key in chosen}
