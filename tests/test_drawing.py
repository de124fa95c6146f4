"""`knotbreak draw`: pictures of stretches as files."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import importlib.util
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage

from knotbreak.__main__ import main
from knotbreak.qt.theme import DARK, LIGHT

PILLOW = importlib.util.find_spec("PIL") is not None


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))


def drawn(out: Path, *args: str) -> Path:
    assert main(["draw", *args, "-o", str(out)]) == 0
    assert out.stat().st_size > 500
    return out


def test_a_png_has_the_size_and_the_page_that_were_asked_for(tmp_path: Path) -> None:
    for theme, colours in (("light", LIGHT), ("dark", DARK)):
        path = drawn(tmp_path / f"{theme}.png", "neck-side", "--size", "320x240", "--theme", theme)
        image = QImage(str(path))
        assert (image.width(), image.height()) == (320, 240)
        assert image.pixelColor(1, 1).name().upper() == colours.page


def test_every_option_changes_the_picture(tmp_path: Path) -> None:
    plain = drawn(tmp_path / "plain.svg", "cross-body").read_text()
    for number, more in enumerate(
        (
            ["--view", "back"],
            ["--at", "0"],
            ["--at", "0.5"],
            ["--side", "right"],
            ["--theme", "dark"],
        )
    ):
        other = drawn(tmp_path / f"{number}.svg", "cross-body", *more).read_text()
        assert other != plain, more
    assert drawn(tmp_path / "again.svg", "cross-body", "--side", "left").read_text() == plain


def test_an_svg_is_well_formed(tmp_path: Path) -> None:
    root = ElementTree.parse(drawn(tmp_path / "x.svg", "cat-cow", "--size", "200x100")).getroot()
    assert (root.get("width"), root.get("height")) == ("200", "100")


def test_a_breath_has_a_picture_too_and_it_grows(tmp_path: Path) -> None:
    def radius(at: str) -> float:
        root = ElementTree.parse(drawn(tmp_path / f"{at}.svg", "breath-calm", "--at", at)).getroot()
        corner, _, _ = root.findall("{*}path")[0].get("d", "")[1:].partition("Q")
        return float(corner.split()[0])

    assert radius("0") < radius("0.5") < radius("1")


@pytest.mark.skipif(not PILLOW, reason="moving pictures need Pillow")
def test_a_gif_moves(tmp_path: Path) -> None:
    from PIL import Image

    with Image.open(drawn(tmp_path / "x.gif", "heel-raise", "--size", "64x64")) as image:
        assert getattr(image, "n_frames", 1) > 10
        assert image.size == (64, 64)


@pytest.mark.skipif(PILLOW, reason="Pillow is here")
def test_a_gif_without_pillow_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["draw", "heel-raise", "-o", str(tmp_path / "x.gif")]) != 0
    assert "Pillow" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["neck-sied", "-o", "x.png"], "did you mean neck-side?"),
        (["neck-side", "-o", "x.bmp"], "use one of .png, .svg, .gif"),
        (["breath-calm", "-o", "x.bmp"], ""),
        (["neck-side", "-o", "no/such/folder/x.png"], "x.png"),
        (["neck-side", "-o", "no/such/folder/x.svg"], "x.svg"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_line(
    args: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["draw", *args]) != 0
    text = capsys.readouterr().err
    assert said in text
    assert "Traceback" not in text
    assert not list(tmp_path.rglob("x.*"))


@pytest.mark.parametrize(
    "args", [["--at", "2"], ["--at", "x"], ["--size", "3x3"], ["--size", "9"], ["--view", "top"]]
)
def test_wrong_options_are_refused(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["draw", "neck-side", *args, "-o", "x.png"])
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err
