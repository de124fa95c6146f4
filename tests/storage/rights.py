"""Folders and rights for the tests of files; forbidden files have to be forbidden to root too."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What is imported late must be there before the rights go: the checkout may be closed to others.
import tomlkit

NOBODY = 65534


@contextmanager
def without_rights() -> Iterator[None]:
    """Run as a user who owns nothing here; someone who is not root has no more rights anyway."""
    assert tomlkit.__version__
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def readable_folder() -> Iterator[Path]:
    """A folder that others reach; pytest's own is closed to them."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())
