"""Where the program keeps its files, and where it finds those it came with."""

from __future__ import annotations

import sys
import warnings
from contextlib import suppress
from pathlib import Path

import knotbreak

APP_NAME = "knotbreak"


def builtin_root() -> Path:
    """The folder that holds `assets` and `routines`: in the wheel, or in a checkout."""
    package = Path(knotbreak.__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent.parent


class Folders:
    """The user's folders. Asking for one makes it, readable by its owner alone.

    Where that is not possible there is nothing to read, and whoever writes there says why not.
    """

    def __init__(
        self,
        *,
        config: Path | None = None,
        data: Path | None = None,
        state: Path | None = None,
        runtime: Path | None = None,
    ) -> None:
        theirs = _system_folders()
        self._config = config or theirs["config"]
        self._data = data or theirs["data"]
        self._state = state or theirs["state"]
        self._runtime = runtime or theirs.get("runtime")

    @property
    def config(self) -> Path:
        """For `settings.toml`."""
        return _made(self._config)

    @property
    def data(self) -> Path:
        """For the user's routines, stretches, packs and history."""
        return _made(self._data)

    @property
    def state(self) -> Path:
        """For the log and the snapshot."""
        return _made(self._state)

    @property
    def runtime(self) -> Path:
        """For the local socket; where the system has such a folder, logging out empties it."""
        return _made(self._runtime or self.state / "run")


def _system_folders() -> dict[str, Path]:
    """Where the system wants our things; "runtime" is missing where it has no such place.

    platformdirs is let go again: it is asked once, and would hold 0.3 MB all day.
    """
    import platformdirs

    dirs = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
    found = {
        "config": dirs.user_config_dir,
        "data": dirs.user_data_dir,
        "state": dirs.user_state_dir,
    }
    # Without XDG_RUNTIME_DIR platformdirs 4 warns and falls back to a folder in /tmp, which
    # another user may have made first.
    with warnings.catch_warnings(), suppress(Warning):
        warnings.simplefilter("error")
        found["runtime"] = dirs.user_runtime_dir
    for name in [name for name in sys.modules if name.partition(".")[0] == "platformdirs"]:
        del sys.modules[name]
    return {name: Path(folder) for name, folder in found.items()}


def _made(folder: Path) -> Path:
    with suppress(OSError):
        if not folder.is_dir():
            # mkdir(parents=True) gives the mode to the last folder only, which is the one of ours.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
