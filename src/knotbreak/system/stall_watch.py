"""Ends the program when its loop stands still while its windows cover the screens.

The last way out: whoever cannot click or type is freed, since the windows go with the process.
Nothing is lost by it (every change is written when it happens), and the next start goes on.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TextIO

STALL_S = 6.0
"""A loop that has not come round for so long does not come round."""


class StallWatch:
    """Has to be fed again and again, from the first `feed` until `stop`.

    Python's own watchdog thread does it: it needs neither the loop nor the interpreter's lock.
    What stood still is written to `path`.
    """

    def __init__(self, path: Path, stall_s: float = STALL_S) -> None:
        self._path = path
        self._stall_s = stall_s
        self._file: TextIO | None = None

    def feed(self) -> None:
        """The loop has come round."""
        # Not in a program at rest.
        import faulthandler

        if self._file is None:
            with contextlib.suppress(OSError):  # without a place to write it ends all the same
                self._file = self._path.open("w", encoding="utf-8")
        if self._file is None:
            faulthandler.dump_traceback_later(self._stall_s, exit=True)
        else:
            faulthandler.dump_traceback_later(self._stall_s, exit=True, file=self._file)

    def stop(self) -> None:
        """Nothing covers the screens any more."""
        import faulthandler

        faulthandler.cancel_dump_traceback_later()
        file, self._file = self._file, None
        if file is not None:
            file.close()
            self._path.unlink(missing_ok=True)
