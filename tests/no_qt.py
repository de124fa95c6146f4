"""Makes importing PySide6 raise: core and app know no toolkit."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from typing import Any

QT = ("PySide6", "shiboken6")


def _refuse(name: str) -> None:
    if name.partition(".")[0] in QT:
        raise ImportError(f"{name} must not be imported here")


class NoQt(MetaPathFinder):
    """For a process of its own, before anything is imported."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        _refuse(name)


@contextmanager
def without_qt() -> Iterator[None]:
    """For this process: pytest-qt has its Qt already, our code and its tests get none."""
    real = builtins.__import__

    def guarded(name: str, globals: Mapping[str, Any] | None = None, *rest: Any) -> Any:  # noqa: A002
        importer = (globals or {}).get("__name__", "")
        if importer.startswith(("knotbreak", "tests.core", "tests.app")):
            _refuse(name)
        return real(name, globals, *rest)

    builtins.__import__ = guarded  # type: ignore[assignment]
    try:
        yield
    finally:
        builtins.__import__ = real
