"""The library: shadowing, packs, bad files beside good ones, and reloads."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from knotbreak.core.problems import ProblemError
from knotbreak.core.routine import Routine
from knotbreak.storage import library_files, toml_file
from knotbreak.storage.folders import Folders, builtin_root
from knotbreak.storage.library import (
    Library,
    LibraryReader,
    check_routine_file,
    check_stretch_file,
    image_inside,
)
from knotbreak.storage.library_files import Origin
from knotbreak.storage.settings_file import SettingsFile
from tests.storage.rights import readable_folder, without_rights
from tests.storage.samples import HOLD, INLINE, ROUTINE, SMALL, STRETCHES


class World:
    """A built-in folder with three stretches and two routines, and an empty data folder."""

    def __init__(self, root: Path) -> None:
        self.builtin = root / "builtin"
        self.data = root / "data"
        for name, text in STRETCHES.items():
            self.put(self.builtin / "assets" / "stretches" / f"{name}.toml", text)
        self.put(self.builtin / "routines" / "neck-2.toml", SMALL)
        self.put(self.builtin / "routines" / "inline.toml", INLINE)
        self.data.mkdir()
        self.reader = LibraryReader(self.builtin, self.data)

    @staticmethod
    def put(path: Path, text: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def routine(self, name: str, text: str) -> Path:
        return self.put(self.data / "routines" / f"{name}.toml", text)

    def stretch(self, name: str, text: str) -> Path:
        return self.put(self.data / "stretches" / f"{name}.toml", text)

    def reload(self) -> Library:
        return self.reader.reload()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def said(library: Library) -> list[str]:
    return [str(problem) for problem in library.problems]


def test_the_builtin_files_are_there_without_a_word(world: World) -> None:
    library = world.reload()
    assert sorted(library.routines) == ["inline", "neck-2"]
    assert sorted(library.stretches) == sorted(STRETCHES)
    assert library.problems == ()
    assert library.routines["neck-2"].origin is Origin.BUILTIN
    assert library.movements()["neck-side"].title == "Side neck stretch"


def test_a_users_file_takes_the_place_of_a_builtin_one_and_gives_it_back(world: World) -> None:
    path = world.routine("neck-2", SMALL.replace("Short", "Mine"))
    world.stretch("neck-side", HOLD.replace("Side neck stretch", "My stretch"))
    library = world.reload()
    assert library.routines["neck-2"].routine.title == "Mine"
    assert library.routines["neck-2"].origin is Origin.USER
    assert library.routines["neck-2"].path == path
    assert library.stretches["neck-side"].stretch.title == "My stretch"
    path.unlink()
    assert world.reload().routines["neck-2"].routine.title == "Short"


def test_a_bad_file_hides_neither_the_others_nor_the_one_it_would_replace(world: World) -> None:
    world.routine("neck-2", "format = 1\ntitle = Mine")
    world.routine("good", SMALL)
    world.routine("two-faults", SMALL + "hold_s = 0\nsets = 0")
    library = world.reload()
    assert sorted(library.routines) == ["good", "inline", "neck-2"]
    assert library.routines["neck-2"].routine.title == "Short"
    assert said(library) == [
        'routines/neck-2.toml:2: "Mine" is not a value (text needs quotes: "Mine")',
        "routines/two-faults.toml:6: step[1].hold_s: 0 is too little (1 to 600 seconds)",
        "routines/two-faults.toml:7: step[1].sets: 0 is too little (1 to 20)",
    ]


def test_faults_between_keys_have_their_line(world: World) -> None:
    world.routine("mine", SMALL.replace("neck-side", "neck-sid"))
    library = world.reload()
    assert "mine" not in library.routines
    assert said(library) == [
        'routines/mine.toml:5: step[1].stretch: there is no stretch called "neck-sid"'
        " (did you mean neck-side?)"
    ]


def test_the_last_good_version_stays_in_use(world: World) -> None:
    path = world.routine("mine", SMALL)
    assert world.reload().routines["mine"].routine.title == "Short"
    for broken in ("format = 1\ntitle =", SMALL + "reps = 3", SMALL + "hold_s = 9999"):
        path.write_text(broken)
        library = world.reload()
        assert library.routines["mine"].routine.title == "Short"
        assert library.problems[0].where == "routines/mine.toml"
        assert not library.problems[0].warning
        assert "stays in use" in library.problems[-1].what
        assert library.problems[-1].warning
        # The problem is said as long as it lasts.
        assert world.reload().problems == library.problems
    path.write_text(SMALL.replace("Short", "Mended"))
    library = world.reload()
    assert library.routines["mine"].routine.title == "Mended"
    assert library.problems == ()
    path.unlink()
    assert "mine" not in world.reload().routines


def test_a_file_that_comes_back_broken_has_no_last_good_version(world: World) -> None:
    path = world.routine("mine", SMALL)
    world.reload()
    path.unlink()
    world.reload()
    path.write_text("x")
    assert "mine" not in world.reload().routines


def test_a_stretch_that_goes_bad_stays_too(world: World) -> None:
    path = world.stretch("wall-slide", HOLD)
    world.routine("mine", SMALL.replace("neck-side", "wall-slide"))
    assert "mine" in world.reload().routines
    path.write_text("broken")
    library = world.reload()
    assert "wall-slide" in library.stretches
    assert "mine" in library.routines
    assert library.problems[0].where == "stretches/wall-slide.toml"


def test_a_routine_waits_for_its_stretch(world: World) -> None:
    path = world.stretch("wall-slide", HOLD)
    world.routine("mine", SMALL.replace("neck-side", "wall-slide"))
    assert "mine" in world.reload().routines
    path.unlink()
    library = world.reload()
    assert "mine" not in library.routines
    assert [problem.key for problem in library.problems] == ["step[1].stretch"]
    world.stretch("wall-slide", HOLD)
    library = world.reload()
    assert "mine" in library.routines
    assert library.problems == ()


def test_a_users_stretch_that_breaks_a_builtin_routine_is_named(world: World) -> None:
    world.stretch("neck-side", STRETCHES["chin-tuck"].replace('easier = "neck-side"', ""))
    world.put(world.builtin / "routines" / "hold.toml", SMALL + "hold_s = 20")
    library = world.reload()
    assert "hold" not in library.routines
    assert said(library) == [
        "built-in routines/hold.toml: step[1].hold_s: neck-side is done in reps, it has no hold"
        " (use reps)"
    ]


def test_only_what_changed_is_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        world.routine(f"r{number}", SMALL)
    read: list[str] = []
    real = toml_file.read_bytes

    def counted(path: Path, where: str) -> bytes:
        read.append(where)
        return real(path, where)

    monkeypatch.setattr(toml_file, "read_bytes", counted)
    world.reload()
    assert len(read) == 5 + 5
    read.clear()
    world.reload()
    assert read == []
    path = world.routine("r3", SMALL.replace("Short", "Longer title"))
    assert world.reload().routines["r3"].routine.title == "Longer title"
    assert read == ["routines/r3.toml"]
    read.clear()
    os.utime(path, ns=(1, 1))
    world.reload()
    assert read == ["routines/r3.toml"]


def test_a_bad_file_name_is_a_problem_with_a_better_name(world: World) -> None:
    world.routine("My Routine", SMALL)
    world.routine("x" * 61, SMALL)
    world.routine("evil\x1b[2J\n", SMALL)
    world.routine(".hidden", "broken")
    world.put(world.data / "routines" / "notes.txt", "broken")
    library = world.reload()
    assert sorted(library.routines) == ["inline", "neck-2"]
    found = said(library)
    assert len(found) == 3
    assert found[0] == (
        "routines/My Routine.toml: the file name is the id, and this one cannot be one"
        " (small letters, digits and hyphens, such as my-routine)"
    )
    assert all(line.isprintable() for line in found)


def test_packs_have_ids_of_their_own(world: World) -> None:
    pack = world.data / "packs" / "clinic"
    world.put(pack / "stretches" / "neck-side.toml", HOLD.replace("hold_s = 20", "hold_s = 30"))
    world.put(
        pack / "routines" / "after.toml",
        SMALL + '\n[[step]]\nstretch = "chin-tuck"\n[[step]]\nstretch = "clinic:neck-side"\n',
    )
    world.put(world.data / "packs" / "Bad Name" / "routines" / "x.toml", SMALL)
    library = world.reload()
    loaded = library.routines["clinic:after"]
    assert loaded.pack == "clinic"
    assert loaded.origin is Origin.PACK
    # A name means the pack's own stretch first, then the library's.
    assert [step.stretch for step in loaded.routine.step] == [
        "clinic:neck-side",
        "chin-tuck",
        "clinic:neck-side",
    ]
    assert library.stretches["neck-side"].stretch.hold_s == 20
    assert library.stretches["clinic:neck-side"].stretch.hold_s == 30
    assert [problem.where for problem in library.problems] == ["packs/Bad Name"]


def test_the_easier_version_of_a_packs_stretch_is_the_packs(world: World) -> None:
    pack = world.data / "packs" / "p" / "stretches"
    world.put(pack / "chin-tuck.toml", STRETCHES["chin-tuck"])
    assert world.reload().stretches["p:chin-tuck"].stretch.easier == "neck-side"
    world.put(pack / "neck-side.toml", HOLD)
    assert world.reload().stretches["p:chin-tuck"].stretch.easier == "p:neck-side"


def test_warnings_are_listed_for_users_files_only(world: World) -> None:
    text = SMALL + '\n[[step]]\nname = "Neck circles"\nhold_s = 90\n'
    world.put(world.builtin / "routines" / "long.toml", text)
    assert world.reload().problems == ()
    world.routine("mine", text)
    library = world.reload()
    assert "mine" in library.routines
    assert {problem.line for problem in library.problems} == {7, 8, 9}
    assert all(problem.warning for problem in library.problems)


def test_pictures_stay_inside_their_folder(world: World, tmp_path: Path) -> None:
    folder = world.data / "routines"
    path = world.routine("mine", ROUTINE)
    (problem,) = world.reload().problems
    assert (problem.key, problem.warning) == ("step[3].image", True)
    picture = folder / "wall-slide.png"
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    picture.symlink_to(secret)
    library = world.reload()
    assert [problem.key for problem in library.problems] == ["step[3].image"]
    assert library.routines["mine"].image_path("wall-slide.png") is None
    picture.unlink()
    picture.write_bytes(b"x")
    library = world.reload()
    assert library.problems == ()
    assert library.routines["mine"].image_path("wall-slide.png") == picture.resolve()
    assert image_inside(folder, "../../secret.png") is None
    assert image_inside(folder, str(secret)) is None
    assert image_inside(folder, "nul\x00.png") is None
    assert image_inside(path, "x.png") is None


def test_hostile_things_in_the_folder_stop_nothing(world: World) -> None:
    folder = world.routine("good", SMALL).parent
    os.mkfifo(folder / "pipe.toml")
    (folder / "zero.toml").symlink_to("/dev/zero")
    (folder / "gone.toml").symlink_to(folder / "nowhere")
    (folder / "folder.toml").mkdir()
    world.put(world.data / "stretches", "a file where a folder should be")
    library = world.reload()
    assert sorted(library.routines) == ["good", "inline", "neck-2"]
    assert {problem.where for problem in library.problems} == {
        "stretches",
        "routines/pipe.toml",
        "routines/zero.toml",
        "routines/gone.toml",
        "routines/folder.toml",
    }


def test_the_number_of_files_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_files, "MOST_FILES", 4)
    for number in range(6):
        world.routine(f"r{number}", SMALL)
    library = world.reload()
    assert [name for name in library.routines if name[0] == "r"] == ["r0", "r1", "r2", "r3"]
    assert said(library) == ["routines: holds more than 4; the rest is left out"]


def test_an_unknown_routine_is_answered_with_the_nearest(world: World) -> None:
    library = world.reload()
    assert library.routine("neck-2").routine.title == "Short"
    with pytest.raises(ProblemError) as caught:
        library.routine("nek-2")
    assert str(caught.value) == "nek-2: there is no such routine (did you mean neck-2?)"


def test_one_file_can_be_checked_wherever_it_lies(world: World, tmp_path: Path) -> None:
    library = world.reload()
    path = world.put(tmp_path / "mail" / "x.toml", ROUTINE)
    routine, warnings = check_routine_file(path, library, name="mail/x.toml")
    assert isinstance(routine, Routine)
    assert [str(problem) for problem in warnings] == [
        "mail/x.toml:30: step[3].image: there is no picture wall-slide.png beside this file"
        " (the step is shown without it)"
    ]
    path.write_text(SMALL + "reps = 3\nhold_s = 90")
    with pytest.raises(ProblemError) as caught:
        check_routine_file(path, library)
    assert [problem.key for problem in caught.value.problems] == [
        "step[1].reps",
        "step[1].reps",
        "step[1].hold_s",
    ]
    stretch, notes = check_stretch_file(world.put(path, HOLD), library)
    assert (stretch.kind, notes) == ("hold", ())
    with pytest.raises(ProblemError, match="is missing"):
        check_stretch_file(world.put(path, HOLD.replace("hold_s = 20\n", "")), library)


def test_the_real_library_is_without_a_fault(tmp_path: Path) -> None:
    root = builtin_root()
    library = LibraryReader(root, tmp_path).reload()
    assert said(library) == []
    assert len(library.stretches) == len(list((root / "assets" / "stretches").glob("*.toml")))
    assert len(library.routines) == len(list((root / "routines").glob("*.toml")))


def test_the_users_folders_are_theirs_alone(tmp_path: Path) -> None:
    base = tmp_path / "deep"
    folders = Folders(config=base / "c", data=base / "d", state=base / "s", runtime=base / "r")
    assert not base.exists()
    for folder in (folders.config, folders.data, folders.state, folders.runtime):
        assert folder.parent == base
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folders.data == base / "d"


def test_the_users_folders_come_from_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    folders = Folders()
    assert folders.runtime == tmp_path / "STATE" / "knotbreak" / "run"
    assert folders.config == tmp_path / "CONFIG" / "knotbreak"
    assert folders.state == tmp_path / "STATE" / "knotbreak"


def checked(world: World, text: str) -> list[str]:
    path = world.put(world.data / "x.toml", text)
    with pytest.raises(ProblemError) as caught:
        check_routine_file(path, world.reload(), name="x")
    return [str(problem) for problem in caught.value.problems]


def test_faults_between_keys_are_told_beside_faults_of_the_shape(world: World) -> None:
    head = 'format = 1\ntitle = "x"\ngap = 5\n'
    found = checked(
        world,
        head
        + '[[step]]\nstretch = "neck-sied"\n'
        + "[[step]]\nsets = 2\n"
        + '[[step]]\nstretch = "neck-side"\nname = "Mine"\nhold_s = 20\nreps = 3\n'
        + '[[step]]\nname = "Mine"\nstop = "x"\neasier = "x"\n'
        + '[[step]]\nhold = 20\nstretch = "chin-tuk"\n'
        + '[[step]]\nname = "Mine"\nhold = 20\n'
        + '[[step]]\nstretch = "chin-tuck"\nhold_s = 20\nsets = 0\nimage = "none.png"\n',
    )
    places = [one.partition(" (")[0].split(": ", 2)[:2] for one in found]
    assert places == [
        ["x:3", "gap"],
        ["x:5", "step[1].stretch"],
        ["x:6", "step[2]"],
        ["x:10", "step[3].name"],
        ["x:12", "step[3].reps"],
        ["x:13", "step[4]"],
        ["x:18", "step[5].hold"],
        ["x:19", "step[5].stretch"],
        ["x:22", "step[6].hold"],
        ["x:25", "step[7].hold_s"],
        ["x:26", "step[7].sets"],
        ["x:27", "step[7].image"],
    ]
    assert "did you mean neck-side?" in found[1]
    assert "did you mean chin-tuck?" in found[7]


def test_with_a_fault_of_the_shape_the_others_are_just_those_of_the_rest(world: World) -> None:
    text = SMALL + "hold_s = 90\nreps = 3\n"
    alone = [one.partition(": ")[2] for one in checked(world, text)]
    assert len(alone) == 3
    with_another = checked(world, text.replace("format = 1", "format = 1\nx = 1"))
    assert [one.partition(": ")[2] for one in with_another[1:]] == alone


def test_what_a_number_that_is_none_does_to_a_step_is_not_guessed(world: World) -> None:
    tail = "reps = 3\ntempo = { out_s = nan }\n"
    assert len(checked(world, SMALL.replace('stretch = "neck-side"', 'name = "Me"\n' + tail))) == 1
    assert len(checked(world, 'format = "1"\n' + SMALL.partition("\n")[2])) == 1


def test_a_large_file_of_bad_steps_is_checked_soon(world: World) -> None:
    begun = time.perf_counter()
    text = "format = 1\n" + '[[step]]\nstretch = "neck-sied"\nx = 1\n' * 20_000
    assert len(checked(world, text)) == toml_file.MOST_FAULTS + 1
    assert time.perf_counter() - begun < 6


def test_a_stretch_is_checked_beside_faults_of_its_shape_too(world: World) -> None:
    def keys(text: str) -> list[str]:
        path = world.put(world.data / "x.toml", text)
        with pytest.raises(ProblemError) as caught:
            check_stretch_file(path, world.reload())
        return [problem.key for problem in caught.value.problems]

    bad = HOLD.replace("hold_s = 20", "hold_s = 90").replace('at = "end"', 'at = "ende"')
    beside = ["hold_s", "hold_s", "figure.keyframe[2].at"]
    assert keys(bad) == beside
    assert keys(bad.replace("format = 1", "format = 1\nx = 1")) == ["x", *beside]
    assert keys(HOLD.replace('kind = "hold"', 'kind = "hald"\nreps = 3')) == ["kind"]
    assert keys(HOLD.replace("hold_s = 20", "hold_s = 0")) == ["hold_s"]
    cat = STRETCHES["seated-cat-cow"]
    assert keys(cat.replace("\ns = 4", "\ns = 400", 1)) == ["phase[1].s"]
    reps = STRETCHES["chin-tuck"].replace("reps = 5", "reps = 500")
    assert keys(reps.replace('"neck-side"', '"neck-sied"')) == ["reps", "easier"]


def test_a_folder_that_cannot_be_made_ends_nothing() -> None:
    with readable_folder() as root:
        (root / "file").write_text("x")
        root.chmod(0o555)
        folders = Folders(config=root / "c" / "k", data=root / "file", state=root / "s")
        with without_rights():
            assert folders.config == root / "c" / "k"
            assert (folders.data, folders.state) == (root / "file", root / "s")
            settings = SettingsFile(folders.config / "settings.toml", folders.state / "copy")
            settings.load()
            assert (settings.problems, settings.kept) == ([], False)
            with pytest.raises(ProblemError, match="not allowed"):
                settings.set_value(("water", "goal"), 5)
