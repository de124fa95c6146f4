"""Small files of the program: whole or not at all."""

from __future__ import annotations

import builtins
import stat
import subprocess
import sys
import types
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knotbreak.app.state import AppState, Noted, OpenNotice, OpenSession
from knotbreak.core.body import Area
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.scheduler_state import PauseReason, SchedulerState
from knotbreak.core.worse import Worse
from knotbreak.storage.state_file import StructFile, read_struct, write_atomically, write_struct
from tests.storage.rights import names, readable_folder, without_rights


class Mood(StrEnum):
    CALM = "calm"
    WILD = "wild"


class Inner(msgspec.Struct, frozen=True):
    names: tuple[str, ...] = ()
    mood: Mood | None = None


class Note(msgspec.Struct, frozen=True, kw_only=True):
    text: str = ""
    count: int | None = None
    share: float = 0.5
    many: tuple[Inner, ...] = ()
    table: dict[str, Inner] = {}


_INNER = st.builds(
    Inner,
    st.lists(st.text(max_size=8), max_size=3).map(tuple),
    st.none() | st.sampled_from(Mood),
)
_NOTES = st.builds(
    Note,
    text=st.text(max_size=30),
    count=st.none() | st.integers(-(2**63), 2**63 - 1),
    share=st.floats(allow_nan=False),
    many=st.lists(_INNER, max_size=3).map(tuple),
    table=st.dictionaries(st.text(max_size=8), _INNER, max_size=3),
)


@given(_NOTES)
def test_any_struct_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, note: Note
) -> None:
    path = tmp_path_factory.getbasetemp() / "note.toml"
    problems: list[Problem] = []
    write_struct(path, note)
    assert read_struct(path, Note, problems) == note
    assert problems == []


def _values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of an annotation: the scheduler's memory grows, and this grows with it."""
    parts = get_args(hint)
    match get_origin(hint):
        case types.UnionType:
            return st.one_of(*map(_values, parts))
        case builtins.tuple:
            return st.lists(_values(parts[0]), max_size=3).map(tuple)
        case builtins.dict:
            return st.dictionaries(_values(parts[0]), _values(parts[1]), max_size=3)
        case _ if issubclass(hint, msgspec.Struct):
            keys = get_type_hints(hint)
            return st.fixed_dictionaries({key: _values(of) for key, of in keys.items()}).map(
                lambda values: hint(**values)
            )
        case _:
            return _PLAIN[hint]


_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    types.NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(-(2**53), 2**53),
    str: st.sampled_from(["stretch", "water", "tea-2", "pack:walk", "", 'a "b" c']),
}


@given(_values(SchedulerState))
def test_the_scheduler_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, state: SchedulerState
) -> None:
    path = tmp_path_factory.getbasetemp() / "scheduler.toml"
    write_struct(path, state)
    assert read_struct(path, SchedulerState) == state


def test_the_snapshot_is_kept_in_a_struct_file(tmp_path: Path) -> None:
    store = StructFile(tmp_path / "state.toml", AppState)
    assert store.load() is None
    state = AppState(
        boot_id="b-1",
        scheduler=SchedulerState(mono_ms=5, pauses={"user": PauseReason(key="user")}),
        notice=OpenNotice(3, "17"),
        session=OpenSession(key="s", routine="neck-2", began_utc_ms=9),
        noted=Noted(worse=(Worse(Area.LOWER_BACK, 2, 739_000),), advised=(Area.JAW,)),
    )
    store.save(state)
    assert store.load() == state
    store.save(AppState())
    assert store.load() == AppState()
    (tmp_path / "state.toml").write_text("version = true")
    with pytest.raises(ProblemError):
        store.load()
    assert store.load() is None


def test_the_file_is_for_its_owner_alone_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "note.toml"
    write_struct(path, Note(text="a"))
    write_struct(path, Note(text="b"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert names(path.parent) == ["note.toml"]


@pytest.mark.parametrize(
    "content",
    [b"text = ", b"text = 5", b"\xff\xfe", b"a" * 100, b"[" * 5000, b"share = 1_0.0_" * 9],
)
def test_a_broken_file_is_put_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "note.toml"
    path.write_bytes(content)
    problems: list[Problem] = []
    assert read_struct(path, Note, problems) is None
    assert not path.exists()
    assert (tmp_path / "note.toml.broken").read_bytes() == content
    [problem] = problems
    assert problem.where == str(path)
    assert "note.toml.broken" in problem.hint


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_struct(tmp_path / "none.toml", Note, problems) is None
    (tmp_path / "file").write_text("")
    assert read_struct(tmp_path / "file" / "none.toml", Note, problems) is None
    assert problems == []


def test_a_file_that_may_not_be_read_stays_where_it_is(tmp_path: Path) -> None:
    with readable_folder() as folder:
        path = folder / "note.toml"
        write_struct(path, Note())
        path.chmod(0)
        problems: list[Problem] = []
        with without_rights():
            assert read_struct(path, Note, problems) is None
        assert path.exists()
        assert [problem.what for problem in problems] == ["may not be read"]


def test_a_folder_that_may_not_be_written_is_a_problem_and_the_old_file_stays() -> None:
    with readable_folder() as folder:
        path = folder / "note.toml"
        write_struct(path, Note(text="old"))
        path.chmod(0o644)
        folder.chmod(0o555)
        with without_rights():
            with pytest.raises(ProblemError) as caught:
                write_struct(path, Note(text="new"))
            assert read_struct(path, Note) == Note(text="old")
        assert "not allowed" in str(caught.value)
        assert names(folder) == ["note.toml"]


def test_something_else_in_its_place_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "folder", tmp_path / "file" / "note.toml"):
        with pytest.raises(ProblemError, match="in its place"):
            write_atomically(path, b"x")
    assert names(tmp_path) == ["file", "folder"]


_FULL = """
import resource, signal, sys
from pathlib import Path
from knotbreak.core.problems import ProblemError
from knotbreak.storage.state_file import write_atomically
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomically(Path(sys.argv[1]), b"x" * 5000)
except ProblemError as error:
    print(error)
"""


def test_a_full_disk_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "note.toml"
    path.write_bytes(b"old")
    command = [sys.executable, "-c", _FULL, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "the disk is full" in done.stdout
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["note.toml"]


_KILLED = """
import sys
from pathlib import Path
from knotbreak.storage.state_file import write_atomically
print("up", flush=True)
n = 0
while True:
    n += 1
    write_atomically(Path(sys.argv[1]), b"%09d\\n" % n * 5000)
"""


def test_a_kill_leaves_the_old_content_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "note.toml"
    write_atomically(path, b"%09d\n" % 0 * 5000)
    command = [sys.executable, "-c", _KILLED, str(path)]
    for reads in range(1, 6):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            seen = {path.read_bytes() for _ in range(reads * 20)}
            writer.kill()
        seen.add(path.read_bytes())
        assert all(len(data) == 50_000 and len(set(data.split())) == 1 for data in seen)
