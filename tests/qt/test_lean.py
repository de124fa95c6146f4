"""PySide6 without what it is rarely asked for says the same when it is asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import shiboken6

WRONG_CALLS = """
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor
timer = QTimer()
for call in (
    lambda: timer.setInterval("x"), lambda: QTimer.singleShot("x"), lambda: timer.setNope(1),
    lambda: QColor(object()), lambda: timer.start(interval=3), lambda: QTimer(nope=1),
):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
print(QTimer.__doc__, QTimer.setInterval.__doc__)
"""

HOW_MANY = """
import sys
print(sum(type(module).__name__ == "_Later" for module in sys.modules.values()))
"""


def _said(code: str, **environ: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **environ}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wrong_calls_are_told_in_the_same_words() -> None:
    plain = _said(WRONG_CALLS)
    assert "Supported signatures" in plain
    assert _said("import knotbreak.qt\n" + WRONG_CALLS) == plain


def test_the_same_where_it_has_unpacked_itself_into_files(tmp_path: Path) -> None:
    """With SBK_EMBED=0 it writes its modules beside itself, and imports them from there."""
    package = Path(shiboken6.__file__).parent
    copy = tmp_path / "shiboken6"
    copy.mkdir()
    for part in package.iterdir():
        if part.suffix == ".py":
            shutil.copy(part, copy)
        elif part.name not in {"files.dir", "__pycache__"}:
            (copy / part.name).symlink_to(part)
    environ = {"PYTHONPATH": os.pathsep.join((str(tmp_path), *sys.path)), "SBK_EMBED": "0"}
    plain = _said(WRONG_CALLS, **environ)
    assert (copy / "files.dir").is_dir()
    assert _said("import knotbreak.qt\n" + WRONG_CALLS, **environ) == plain


@pytest.mark.parametrize(("code", "left"), [("", 12), (WRONG_CALLS, 4)])
def test_what_words_errors_is_read_when_there_is_one(code: str, left: int) -> None:
    """Each is known by two names; what writes stub files is never wanted."""
    said = _said(f"import knotbreak.qt\n{code}{HOW_MANY}")
    assert int(said.splitlines()[-1]) == left
