"""Settings, routines and stretches as one file: there and back, and every file that is none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from knotbreak.core.problems import ProblemError
from knotbreak.storage import handoff
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.handoff import Home, export, take_back, take_over

ROUTINE = 'format = 1\ntitle = "Mine"\n\n[[step]]\nname = "Shake"\nhold_s = 10\nimage = "me.png"\n'
SETTINGS = '# mine\nformat = 1\nplace = "home"\n\n[reminder.stretch]\nroutine = "mine"\n'


def a_home(folder: Path) -> Home:
    home = Home(folder / "config", folder / "data", folder / "state", builtin_root())
    for place in (home.config, home.data, home.state):
        place.mkdir(parents=True)
    return home


@pytest.fixture
def office(tmp_path: Path) -> Home:
    """A home with things of its own."""
    home = a_home(tmp_path / "office")
    (home.config / "settings.toml").write_text(SETTINGS)
    for folder in ("routines", "packs/dr-lee/routines"):
        (home.data / folder).mkdir(parents=True)
    (home.data / "routines" / "mine.toml").write_text(ROUTINE)
    (home.data / "routines" / "me.png").write_bytes(b"\x89PNG")
    (home.data / "routines" / ".hidden").write_text("an editor's")
    (home.data / "packs/dr-lee/routines/neck.toml").write_text(ROUTINE.replace("me.png", "x.png"))
    (home.data / "history.sqlite").write_text("nobody else's business")
    return home


@pytest.fixture
def there(tmp_path: Path) -> Home:
    """The other computer."""
    return a_home(tmp_path / "home")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def files(home: Home) -> dict[str, bytes]:
    """Everything at home but what the program itself keeps there."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for root in (home.config, home.data)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_there_and_back(office: Home, there: Home, scratch: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.zip"
    names = export(office, target, "1.0")
    assert names == (
        "settings.toml",
        "routines/me.png",
        "routines/mine.toml",
        "packs/dr-lee/routines/neck.toml",
    )
    (there.data / "routines").mkdir()
    (there.data / "routines" / "other.toml").write_text(ROUTINE)
    (there.config / "settings.toml").write_text("format = 1\n")
    before = files(there)
    taken = take_over(there, target, scratch)
    assert set(taken) == set(names)
    assert files(there) == before | {name: files(office)[name] for name in names}
    assert take_back(there) == taken
    assert files(there) == before, "what was there is there again, and nothing else"
    assert take_back(there) == ()


def test_the_same_files_give_the_same_archive(office: Home, tmp_path: Path) -> None:
    target = tmp_path / "mine.zip"
    export(office, target, "1.0")
    first = target.read_bytes()
    export(office, target, "1.0")
    assert target.read_bytes() == first


def test_what_is_here_already_is_not_written(office: Home, scratch: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.zip"
    export(office, target, "1.0")
    before = (office.config / "settings.toml").stat().st_mtime_ns
    assert take_over(office, target, scratch) == ()
    assert (office.config / "settings.toml").stat().st_mtime_ns == before
    assert not office.backup.exists()


def test_nothing_at_home_is_an_archive_too(there: Home, office: Home, scratch: Path) -> None:
    target = there.state / "empty.zip"
    assert export(there, target, "1.0") == ()
    assert take_over(office, target, scratch) == ()


def test_a_link_stays_one(office: Home, there: Home, scratch: Path, tmp_path: Path) -> None:
    dotfiles = tmp_path / "dotfiles.toml"
    dotfiles.write_text("format = 1\n")
    (there.config / "settings.toml").symlink_to(dotfiles)
    export(office, tmp_path / "mine.zip", "1.0")
    take_over(there, tmp_path / "mine.zip", scratch)
    assert (there.config / "settings.toml").is_symlink()
    assert dotfiles.read_text() == SETTINGS


# -- what is refused -------------------------------------------------------------------------------


def an_archive(path: Path, contents: dict[str, str], manifest: str | None = "format = 1\n") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        if manifest is not None:
            archive.writestr("knotbreak.toml", manifest)
        for name, text in contents.items():
            archive.writestr(name, text)
    return path


def refused(home: Home, source: Path, scratch: Path) -> list[str]:
    before = files(home)
    with pytest.raises(ProblemError) as caught:
        take_over(home, source, scratch)
    assert files(home) == before, "nothing is changed"
    assert not home.backup.exists()
    return [str(problem) for problem in caught.value.problems]


def test_all_faults_of_all_files_are_told_with_their_lines(
    there: Home, scratch: Path, tmp_path: Path
) -> None:
    source = an_archive(
        tmp_path / "mine.zip",
        {
            "settings.toml": 'format = 1\nplace = "moon"\n',
            "routines/mine.toml": ROUTINE.replace("hold_s = 10", "hold_s = -1"),
            "stretches/bad.toml": "format = 1\n",
        },
    )
    said = refused(there, source, scratch)
    assert any(line.startswith("mine.zip/settings.toml:2: place") for line in said)
    assert any(line.startswith("mine.zip/routines/mine.toml:6: step[1].hold_s") for line in said), (
        said
    )
    assert any(line.startswith("mine.zip/stretches/bad.toml") for line in said)


def test_a_newer_format_is_told_as_such_whatever_else_is_in_it(
    there: Home, scratch: Path, tmp_path: Path
) -> None:
    source = an_archive(
        tmp_path / "mine.zip", {"moods/new.toml": "?"}, manifest="format = 2\nmood = 3\n"
    )
    (said,) = refused(there, source, scratch)
    assert "made for a newer knotbreak (this one reads format = 1)" in said


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../outside.toml", "has no place at home"),
        ("/etc/passwd", "has no place at home"),
        ("routines/../../x", "has no place at home"),
        ("routines\\x.toml", "has no place at home"),
        ("routines/.hidden", "has no place at home"),
        ("routines/a\nb.toml", "has no place at home"),
        ("history.sqlite", "has no place at home"),
        ("routines", "has no place at home"),
        ("routines/" + "x" * 200, "has no place at home"),
        ("Settings.toml", "has no place at home"),
    ],
)
def test_names_lead_nowhere_else(
    there: Home, scratch: Path, tmp_path: Path, name: str, words: str
) -> None:
    (said,) = refused(there, an_archive(tmp_path / "mine.zip", {name: "x"}), scratch)
    assert words in said
    assert said.isprintable()


def damaged(path: Path) -> None:
    data = bytearray(an_archive(path, {"settings.toml": "format = 1\n" * 50}).read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)


def linked(path: Path) -> None:
    link = zipfile.ZipInfo("routines/link.toml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("knotbreak.toml", "format = 1\n")
        archive.writestr(link, "/etc/passwd")


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("knotbreak.toml", "format = 1\n")
        archive.writestr("routines/x.png", bytes(handoff.LARGEST_FILE + 1))


def twice(path: Path) -> None:
    an_archive(path, {"routines/a.png": "1", "routines/A.png": "2"})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_text("no archive"), "is damaged, or no such file"),
        (lambda path: path.write_bytes(b""), "is damaged, or no such file"),
        (lambda path: None, "cannot be read: No such file or directory"),
        (lambda path: path.mkdir(), "cannot be read: Is a directory"),
        (lambda path: an_archive(path, {}, manifest=None), "was not made by knotbreak"),
        (lambda path: an_archive(path, {}, manifest="format = 0\n"), "format"),
        (lambda path: an_archive(path, {}, manifest="]"), "knotbreak.toml"),
        (damaged, "is damaged, or no such file"),
        (linked, "is a link"),
        (bomb, "is too large"),
        (twice, "holds two files of the same name"),
    ],
)
def test_what_is_no_archive_of_ours(
    there: Home, scratch: Path, tmp_path: Path, make: Callable[[Path], object], words: str
) -> None:
    source = tmp_path / "mine.zip"
    make(source)
    assert any(words in line for line in refused(there, source, scratch))


def test_too_many_files(there: Home, scratch: Path, tmp_path: Path) -> None:
    many = {f"routines/{n}.png": "" for n in range(handoff.MOST_FILES + 1)}
    (said,) = refused(there, an_archive(tmp_path / "mine.zip", many), scratch)
    assert "holds too much" in said


def test_what_has_a_fault_at_home_is_not_handed_over(office: Home, tmp_path: Path) -> None:
    (office.data / "routines" / "mine.toml").write_text("format = 1\n")
    with pytest.raises(ProblemError, match=r"routines/mine\.toml"):
        export(office, tmp_path / "mine.zip", "1.0")
    assert not (tmp_path / "mine.zip").exists()


def test_another_file_is_not_overwritten(office: Home, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"the only one")
    with pytest.raises(ProblemError, match="is there already"):
        export(office, photo, "1.0")
    assert photo.read_bytes() == b"the only one"


# -- halfway, and after ----------------------------------------------------------------------------


def test_what_was_changed_since_is_not_taken_back(
    office: Home, there: Home, scratch: Path, tmp_path: Path
) -> None:
    export(office, tmp_path / "mine.zip", "1.0")
    take_over(there, tmp_path / "mine.zip", scratch)
    (there.config / "settings.toml").write_text("format = 1\n# changed\n")
    before = files(there)
    with pytest.raises(ProblemError, match="has been changed since"):
        take_back(there)
    assert files(there) == before


def test_a_folder_in_the_way_of_one_file_leaves_all_as_it_was(
    office: Home, there: Home, scratch: Path, tmp_path: Path
) -> None:
    export(office, tmp_path / "mine.zip", "1.0")
    (there.config / "settings.toml").mkdir()
    with pytest.raises(ProblemError, match=r"settings\.toml"):
        take_over(there, tmp_path / "mine.zip", scratch)
    assert files(there) == {}
    assert take_back(there) == ()


def test_a_backup_that_somebody_made_up_leads_nowhere_else(there: Home) -> None:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        archive.writestr("knotbreak.toml", 'format = 1\n[written]\n"../../x" = "0"\n')
    there.backup.write_bytes(room.getvalue())
    with pytest.raises(ProblemError, match="has no place at home"):
        take_back(there)
