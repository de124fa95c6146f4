"""The library as the app asks for it: which stretches have a small picture."""

from __future__ import annotations

from pathlib import Path

from knotbreak.storage.folders import builtin_root
from knotbreak.storage.library_port import LibraryPort


def test_every_stretch_that_came_with_the_program_has_a_picture(tmp_path: Path) -> None:
    library = LibraryPort(builtin_root(), tmp_path)
    pictures = {name: library.picture(name) for name in library.stretches()}
    assert len(pictures) == 51
    assert [name for name, path in pictures.items() if not Path(path).is_file()] == []
    assert all(Path(path).is_absolute() for path in pictures.values())
    assert library.picture("no-such-stretch") == ""


def test_one_of_the_users_own_has_not_the_picture_of_the_one_it_replaces(tmp_path: Path) -> None:
    own = tmp_path / "stretches" / "neck-side.toml"
    own.parent.mkdir()
    own.write_bytes((builtin_root() / "assets/stretches/neck-side.toml").read_bytes())
    library = LibraryPort(builtin_root(), tmp_path)
    assert library.picture("neck-side") == ""
    assert library.picture("neck-turn")
