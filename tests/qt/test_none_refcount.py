"""The guard against PySide6 builds that take references from None (docs/adr/0002).

6.12.0 takes one at every void call on Python < 3.12, and ends the process after some 5,000.
The requirement in pyproject keeps it out; here the installed one is counted.
"""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]

# Each call returns nothing. They run in a process of their own, since a bad build may abort it.
COUNT = """
import sys
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QPainter

app = QGuiApplication([])
timer, thing, image = QTimer(), QObject(), QImage(8, 8, QImage.Format.Format_ARGB32)
painter = QPainter(image)
calls = {
    "QTimer.stop": timer.stop,
    "QObject.setObjectName": lambda: thing.setObjectName("knot"),
    "QObject.parent": thing.parent,
    "QPainter.setOpacity": lambda: painter.setOpacity(0.5),
}
for name, call in calls.items():
    before = sys.getrefcount(None)
    for _ in range(2000):
        call()
    print(name, sys.getrefcount(None) - before)
painter.end()
"""


@pytest.fixture(scope="module")
def changes() -> dict[str, int]:
    """What 2,000 calls of each kind did to the reference count of None."""
    ran = subprocess.run(
        [sys.executable, "-c", COUNT],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    hint = "\n(Qt's libraries are the [run] part of packaging/system-packages.txt)"
    assert ran.returncode == 0, ran.stderr + hint
    return {name: int(count) for name, count in map(str.split, ran.stdout.splitlines())}


def test_qt_calls_take_no_references_from_none(changes: dict[str, int]) -> None:
    assert len(changes) == 4
    if sys.version_info >= (3, 12):  # None is immortal: nothing counts it
        assert set(changes.values()) == {0}
    else:
        assert {name: count for name, count in changes.items() if count < -500} == {}


def test_the_installed_pyside6_is_one_that_pyproject_admits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(line) for line in project["dependencies"]]
    here = [
        requirement.specifier
        for requirement in wanted
        if requirement.name == "PySide6-Essentials"
        and requirement.marker is not None
        and requirement.marker.evaluate()
    ]
    assert len(here) == 1, "exactly one of the two markers holds for any Python"
    assert importlib.metadata.version("PySide6-Essentials") in here[0]


@pytest.mark.parametrize(
    ("python", "pyside", "admitted"),
    [
        ("3.11", "6.11.3", True),
        ("3.11", "6.12.0", False),
        ("3.12", "6.12.0", True),
        ("3.13", "6.12.0", True),
    ],
)
def test_the_markers_keep_the_bad_pair_apart(python: str, pyside: str, admitted: bool) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["sound"]]
    for name in ("PySide6-Essentials", "PySide6-Addons"):
        verdicts = [
            requirement.specifier.contains(pyside)
            for requirement in map(Requirement, lines)
            if requirement.name == name
            and requirement.marker is not None
            and requirement.marker.evaluate({"python_version": python})
        ]
        assert verdicts == [admitted]
