from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

import knotbreak.app
import knotbreak.core

MODULES = [
    module.name
    for package in (knotbreak.core, knotbreak.app)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
]


def test_qt_cannot_be_imported_here() -> None:
    with pytest.raises(ImportError, match="must not be imported"):
        import PySide6.QtCore  # noqa: F401


def test_core_and_app_import_in_a_process_without_qt() -> None:
    code = (
        "import sys; from tests.no_qt import NoQt; sys.meta_path.insert(0, NoQt());"
        f"import importlib; [importlib.import_module(name) for name in {MODULES!r}];"
        "print(sum(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "0"), done.stderr
