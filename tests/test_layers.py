"""Everything but `knotbreak.qt` works where PySide6 cannot be imported.

import-linter reads the imports (`make check`); here the modules are really imported.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

IMPORT_ALL = """
import importlib, pkgutil, sys

for name in ("PySide6", "shiboken6"):
    sys.modules[name] = None  # importing it raises
imported = 0
for package in sys.argv[1:]:
    top = importlib.import_module(package)
    imported += 1
    for module in pkgutil.walk_packages(getattr(top, "__path__", ()), package + "."):
        importlib.import_module(module.name)
        imported += 1
print(imported)
print(*sorted(name for name in sys.modules if name.partition(".")[0] == "PySide6"))
"""


@pytest.mark.parametrize(
    "packages",
    [
        pytest.param(["knotbreak.core", "knotbreak.app"], id="core and app"),
        pytest.param(["knotbreak.guide", "knotbreak.figure"], id="guide and figure"),
        pytest.param(
            [f"knotbreak.{name}" for name in ("storage", "system", "terminal")],
            id="storage, system and terminal",
        ),
        pytest.param(["knotbreak.bootstrap.in_terminal", "knotbreak.__main__"], id="the ways in"),
    ],
)
def test_works_where_pyside6_cannot_be_imported(packages: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL, *packages],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    count, loaded = ran.stdout.splitlines()
    assert int(count) >= len(packages)
    assert loaded == "PySide6", "only the block itself is there"


def test_the_block_really_blocks() -> None:
    """The test above would also pass if the block did nothing: here it must bite."""
    ran = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, "PySide6.QtCore"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 1
    assert "ModuleNotFoundError" in ran.stderr
