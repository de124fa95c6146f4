"""PySide6 without what a program that calls it rightly never uses.

* A hook of its own around `import` (PySide6 6.8 to 6.12), which reads the source of every module
  that is imported after it, to see whether it says `from __feature__ import ...`. We never do:
  without the hook the program starts 20 to 50 ms sooner, and 2 MB smaller.
* Six modules about signatures, which it compiles from source at every start. They word the
  TypeError of a wrong call, and write stub files: here they are read when something is asked of
  them, which makes 20 ms and 1 MB. ADR 0016.

`knotbreak.qt` sees to it before anything else imports PySide6. Where PySide6 is made otherwise,
nothing happens but its own start.
"""

from __future__ import annotations

import builtins
import importlib
import linecache
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_SIGNATURES = "shibokensupport.signature"
_LATER = tuple(
    f"{_SIGNATURES}.{name}"
    for name in (
        "errorhandler", "layout", "parser",
        "lib.enum_sig", "lib.pyi_generator", "lib.tool",
    )
)  # fmt: skip


class _Later(ModuleType):
    """Stands for a module until something of it is wanted; then it becomes that module."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # PySide6 renames it by its spec.
        self.__spec__ = ModuleSpec(name, None)
        self._own_name = name

    def __getattr__(self, name: str) -> Any:
        # The machinery of imports asks for such names of every module, and can do without.
        if name.startswith("__"):
            raise AttributeError(name)
        found = _read(self._own_name)
        vars(self).update(vars(found))
        self.__class__ = ModuleType  # type: ignore[assignment]
        return getattr(found, name)


def _read(name: str) -> ModuleType:
    """Import what stood for later, by the finder that PySide6 put away after its start."""
    sys.modules.pop(name, None)
    finder: Any = sys.modules[f"{_SIGNATURES}.loader"].__loader__
    if not hasattr(finder, "find_spec"):
        # Unpacked into files (SBK_EMBED=0): they are on the path of their package.
        return importlib.import_module(name)
    sys.meta_path.insert(0, finder)
    try:
        return importlib.import_module(name)
    finally:
        sys.meta_path.remove(finder)


def import_pyside() -> None:
    """Import the core of PySide6, unless somebody has before."""
    plain = builtins.__import__

    def standing_in(name: str, *args: Any, **kwargs: Any) -> ModuleType:
        # Not sooner: at its start it throws out every module of these names.
        if name.startswith("shibokensupport") and _LATER[0] not in sys.modules:
            sys.modules.update({later: _Later(later) for later in _LATER})
        return plain(name, *args, **kwargs)

    builtins.__import__ = standing_in
    try:
        import PySide6.QtCore  # noqa: F401  (for what it does)
    finally:
        builtins.__import__ = plain
    # What the hook has read by then (0.2 MB) is let go.
    linecache.clearcache()
