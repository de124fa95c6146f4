"""Reading files that people write: every fault at once, and nothing that hurts."""

from __future__ import annotations

import os
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from knotbreak.core.checks import check_routine
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.routine import Routine, Stretch
from knotbreak.core.settings import Settings
from knotbreak.storage import toml_file
from knotbreak.storage.toml_file import parse, read
from tests.storage import mutate
from tests.storage.samples import HOLD, PHASES, REPS, ROUTINE, ROUTINES, STRETCHES

MOVEMENTS = {name: parse(text.encode(), Stretch, name) for name, text in STRETCHES.items()}


def faults_of(data: bytes | str, shape: type[object] = Routine) -> list[str]:
    with pytest.raises(ProblemError) as caught:
        parse(data if isinstance(data, bytes) else data.encode(), shape, "r.toml")
    assert caught.value.problems
    return [str(problem) for problem in caught.value.problems]


def only(data: bytes | str) -> str:
    found = faults_of(data)
    assert len(found) == 1, found
    return found[0]


@contextmanager
def soon() -> Iterator[None]:
    begun = time.perf_counter()
    yield
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("text", ROUTINES)
def test_good_routines_are_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.toml"
    path.write_text(text, encoding="utf-8")
    assert read(path, Routine) == msgspec.convert(tomllib.loads(text), Routine)


@pytest.mark.parametrize("text", [HOLD, REPS, PHASES])
def test_good_stretches_are_read(text: str) -> None:
    assert parse(text.encode(), Stretch, "s").format == 1


def test_500_broken_routines_are_refused_with_their_places() -> None:
    broken = mutate.broken_routines(20_240_601, ROUTINES, MOVEMENTS, 500)
    assert len(set(broken)) == 500
    unparsed = 0
    for data in broken:
        try:
            routine = parse(data, Routine, "r.toml")
        except ProblemError as error:
            problems = list(error.problems)
        else:
            problems = toml_file.placed(check_routine(routine, MOVEMENTS), data, "r.toml")
            problems = [problem for problem in problems if not problem.warning]
        assert problems, data
        lines = data.count(b"\n") + 1
        for problem in problems:
            assert problem.where == "r.toml"
            assert problem.what
            assert problem.line is not None, (data, str(problem))
            assert 1 <= problem.line <= lines
            assert str(problem).isprintable(), repr(str(problem))
        try:
            tomllib.loads(data.decode())
        except ValueError:
            unparsed += 1
            assert len(problems) == 1
    # Neither half of the reader is tested by chance alone.
    assert 100 < unparsed < 400


def test_every_planted_fault_is_reported_in_one_go() -> None:
    for text, keys in mutate.planted(7, ROUTINE):
        with pytest.raises(ProblemError) as caught:
            parse(text.encode(), Routine, "r.toml")
        assert {problem.key for problem in caught.value.problems} == keys
        lines = [problem.line for problem in caught.value.problems]
        assert lines == sorted(line for line in lines if line is not None)


def test_every_planted_fault_is_alone_if_it_is_the_only_one() -> None:
    for good, bad, key in mutate.PLANTS:
        text = ROUTINE.replace(good, bad, 1)
        assert text != ROUTINE
        with pytest.raises(ProblemError) as caught:
            parse(text.encode(), Routine, "r.toml")
        assert [problem.key for problem in caught.value.problems] == [key]
        line = caught.value.problems[0].line
        assert line is not None
        if bad:
            assert bad.split(" #")[0].split()[0].strip('"{') in text.split("\n")[line - 1]


STEP = '\n[[step]]\nstretch = "neck-side"\n'
HEAD = 'format = 1\ntitle = "x"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            HEAD + STEP + STEP + "hold_s = 2000",
            "r.toml:9: step[2].hold_s: 2000 is too much (1 to 600 seconds)",
        ),
        (
            HEAD + '[[step]]\nstrech = "neck-side"',
            "r.toml:4: step[1].strech: unknown key (did you mean stretch?)",
        ),
        ('title = "x"' + STEP, "r.toml:1: format: is missing (put format = 1 at the top)"),
        (
            "format = 2\nunheard = of",
            "r.toml:2: \"of\" is not a value (text needs quotes: \"of\")",
        ),
        (
            'titel = "x"\nformat = 3\nstep = 5',
            "r.toml:2: format: made for a newer knotbreak (this one reads format = 1)",
        ),
        (
            HEAD + STEP + "gap_s = 5",
            "r.toml:6: step[1].gap_s: unknown key"
            " (gap_s belongs at the top of the file, above the first [[step]])",
        ),
        (
            HEAD + 'hold_s = 5' + STEP,
            "r.toml:3: hold_s: unknown key (hold_s belongs below a line [[step]])",
        ),
        (
            HEAD + STEP + 'title = "x"',
            "r.toml:6: step[1].title: unknown key (allowed: stretch, name, cue, hold_s, reps,"
            " tempo, side, sets, rest_s, breath, position, image, easier, stop)",
        ),
        (
            HEAD.replace("1", '"1"') + STEP,
            'r.toml:1: format: "1" is text, not 1 (write 1 without quotes)',
        ),
        (HEAD.replace("1", "0") + STEP, "r.toml:1: format: 0 is not known here (write 1)"),
        (
            HEAD + '[step]\nstretch = "neck-side"',
            "r.toml:3: step: this is a table, not a list"
            " (write [[step]] in two brackets, once for each)",
        ),
        (
            HEAD + STEP + 'breath = "clam"',
            'r.toml:6: step[1].breath: "clam" is not known here'
            " (did you mean calm? one of calm, even, clinic, free)",
        ),
        (
            HEAD + '[[step]]\nstretch = "Neck Side"',
            'r.toml:4: step[1].stretch: "Neck Side" does not fit'
            " (small letters, digits and hyphens)",
        ),
        (
            HEAD + 'areas = "neck"' + STEP,
            'r.toml:3: areas: "neck" is text, not a list (write ["neck"])',
        ),
        (HEAD + 'gap_s = "5"' + STEP, 'r.toml:3: gap_s: "5" is text, not a number'
         " (write 5 without quotes)"),
        (HEAD + "gap_s = inf" + STEP, "r.toml:3: gap_s: inf cannot be used here"
         " (write an ordinary number)"),
        (HEAD + "gap_s = 1e999" + STEP, "r.toml:3: gap_s: inf cannot be used here"
         " (write an ordinary number)"),
        ('format = 1\ntitle = Neck', 'r.toml:2: "Neck" is not a value'
         ' (text needs quotes: "Neck")'),
        ("format = 1\ntitle = “Neck”", 'r.toml:2: curly quotes around a text'
         ' (use straight ones: ")'),
        ("format: 1", "r.toml:1: a colon where = belongs (write format = ...)"),
        ("a = 20 s", 'r.toml:1: "20 s" is not a number (write 20, without the unit)'),
        ("a = 1,5", "r.toml:1: 1,5 is not a number (write 1.5)"),
        ("a = True", 'r.toml:1: "True" needs small letters (write true)'),
        ("a = 1\nb = 2\na = 3\nc = 1", "r.toml:3: a is here twice (keep one of them)"),
        ("a = 1\nb = [1,\n2\nc = 3\n", "r.toml:2: [ is opened here and never closed"
         " (the matching ] is missing)"),
        ('a = 1\nb = """x\n\n\n', 'r.toml:2: """ is opened here and never closed'
         ' (the matching """ is missing)'),
        ("a = 1\nb =\n\n", "r.toml:2: nothing stands after the ="
         " (write a value, or delete the line)"),
        ("[step]\n[step]", "r.toml:2: [step] does not fit what stands above"
         " (for one of several, write [[step]])"),
    ],
)  # fmt: skip
def test_a_beginner_understands_at_once(text: str, said: str) -> None:
    assert only(text) == said


def test_a_byte_order_mark_is_in_line_1() -> None:
    assert only(b"\xef\xbb\xbfformat = 1").startswith("r.toml:1: begins with a byte-order mark")
    assert only("format = 1".encode("utf-16")).startswith("r.toml:1: begins with UTF-16")


def test_bad_utf8_has_the_line_of_the_bad_byte() -> None:
    assert only(b'a = 1\nb = "\xff"\nc = 1').startswith("r.toml:2: is not UTF-8 text")


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b[2J", "\x7f"])
def test_control_characters_are_refused_and_never_shown(control: str) -> None:
    found = only(f'a = 1\n# {control}\nb = "{control}"')
    assert found.startswith("r.toml:2: holds the control character 0x")
    assert found.isprintable()


@pytest.mark.parametrize(
    "value",
    [
        "[" * 5000,
        "[" * 5000 + "]" * 5000,
        "{a=" * 5000 + "1" + "}" * 5000,
        "1" * 5000,
        "-" + "1_" * 5000 + "1",
        "1\n" + "a." * 5000 + "a = 1",
        "1\n[" + '"a".' * 150_000 + "a]",
        "1\n" + "'a' . " * 150_000 + "a = 1",
    ],
    ids=lambda value: value[:8].strip(),
)
def test_bombs_are_answered_with_their_line(value: str) -> None:
    with soon():
        found = only(f"format = 1\nx = {value}")
    assert found.startswith(("r.toml:2: ", "r.toml:3: "))
    assert "too many" in found


@pytest.mark.parametrize(
    "text",
    [
        'a = "' + '\\"' * 400_000,
        'a = """' + '\\"' * 400_000,
        "a = " + '"' * 900_001,
        "a" * 1_000_000,
        "a = 0x" + "f" * 1_000_000,
        HEAD + "".join(f"k{n} = 1\n" for n in range(60_000)),
        HEAD + "areas = [" + '"nek",' * 100_000 + "]" + STEP,
        HEAD + 'areas = ["' + "n" * 1_000_000 + '"]' + STEP,
        HEAD + f'"{"k" * 900_000}" = 1' + STEP,
    ],
    ids=lambda text: text[:12] + text[-12:],
)
def test_large_files_are_answered_soon_and_shortly(text: str) -> None:
    begun = time.perf_counter()
    found = faults_of(text)
    # tomllib alone takes 0.3 s for the largest of these.
    assert time.perf_counter() - begun < 3
    assert len(found) <= toml_file.MOST_FAULTS + 1
    assert all(len(line) < 1000 for line in found)


def test_huge_hexadecimal_numbers_are_only_too_much() -> None:
    found = only(HEAD + STEP + "reps = 0x" + "f" * 5000)
    assert found == "r.toml:6: step[1].reps: this number is too much (1 to 100)"
    assert "too large" in only(HEAD + STEP + "hold_s = 0x" + "f" * 5000)


def test_too_many_faults_are_cut_with_a_word() -> None:
    found = faults_of(HEAD + "".join(f"k{n} = 1\n" for n in range(500)))
    assert len(found) == 101
    assert found[-1] == "r.toml: more than 100 faults; the rest is left out"


def refusal(path: Path) -> Problem:
    with soon(), pytest.raises(ProblemError) as caught:
        read(path, Routine, name="mine.toml")
    (problem,) = caught.value.problems
    assert problem.where == "mine.toml"
    return problem


def test_what_is_not_a_file_is_named_and_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    zero = tmp_path / "zero.toml"
    zero.symlink_to("/dev/zero")
    circle = tmp_path / "circle.toml"
    circle.symlink_to(circle)
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    assert refusal(tmp_path / "none.toml").what == "is not there"
    assert refusal(folder).what == "is a folder, not a file"
    assert refusal(folder / "none" / "x.toml").what == "is not there"
    assert refusal(zero).what == "is a device or pipe, not a file"
    assert refusal(pipe).what == "is a device or pipe, not a file"
    assert refusal(circle).what == "is a link that leads in a circle"
    assert refusal(tmp_path / "nul\x00.toml").what == "is not a file name"
    assert refusal(tmp_path / ("x" * 300)).what == "is too long a name"


def test_a_pipe_that_takes_the_place_of_a_file_does_not_make_it_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.toml"
    path.write_text("format = 1")
    real_open = os.open

    def swapped(name: Path, flags: int, *rest: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return real_open(name, flags, *rest)

    monkeypatch.setattr(os, "open", swapped)
    assert refusal(path).what == "is a device or pipe, not a file"


def test_a_large_file_is_refused_without_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("it was opened"))
    assert refusal(path).what == "is too large"


def test_a_file_of_just_the_largest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "full.toml"
    text = HEAD + STEP
    path.write_text(text + "#" * (toml_file.LARGEST_BYTES - len(text)))
    assert read(path, Routine).title == "x"
    with path.open("a") as file:
        file.write("#")
    assert refusal(path).what == "is too large"


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(HEAD + STEP)
    path.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        found = refusal(path)
    finally:
        if root:
            os.seteuid(0)
    assert found.what == "may not be read"


class Picky(msgspec.Struct):
    size: int

    def __post_init__(self) -> None:
        if self.size == 3:
            raise ValueError("three is never right")


class Outer(msgspec.Struct):
    inner: list[Picky]


def test_the_shape_is_checked_even_where_the_walker_has_no_words() -> None:
    text = "inner = [{ size = 1 },\n{ size = 3 }]"
    assert faults_of(text, Outer) == ["r.toml:2: inner[2]: three is never right"]


@pytest.mark.parametrize(
    ("escape", "shown"),
    [("\\u001b[2J", "1b"), ("\\u0000", "00"), ("\\r", "0d"), ("\\u009b", "9b"), ("\x9b", "9b")],
)
def test_control_characters_are_refused_by_escape_too(escape: str, shown: str) -> None:
    says = f"holds the control character 0x{shown} (delete it, however it is written)"
    found = faults_of(HEAD + f'summary = "a{escape}"\n' + STEP + f'cue = "b{escape}"\ngap = 1')
    assert found[:2] == [f"r.toml:3: summary: {says}", f"r.toml:7: step[1].cue: {says}"]
    assert len(found) == 3
    feel = HOLD.replace("mild pull", f"mild {escape} pull")
    assert faults_of(feel, Stretch) == [f"r.toml:11: feel: {says}"]
    settings = f'[reminder.tea]\nat = ["15:00"]\nwords = ["Tea{escape}?"]\n'
    assert faults_of(settings, Settings) == [f"r.toml:3: reminder.tea.words[1]: {says}"]


def test_a_summary_may_have_lines_and_a_title_or_cue_may_not() -> None:
    good = HEAD + 'summary = """a\n\tb"""\n' + STEP
    assert parse(good.encode(), Routine, "r").summary == "a\n\tb"
    for text in ('"a\\nb"', '"a\\n"', '"\\n"', '"""\na\nb"""', '"a\\u2028b"'):
        found = faults_of(f"format = 1\ntitle = {text}\n" + STEP + f"cue = {text}")
        assert [one.partition(": ")[2].partition(":")[0] for one in found] == [
            "title",
            "step[1].cue",
        ]
        assert all(one.endswith(" does not fit (on one line)") for one in found)
