"""The log: what went wrong, for a problem report. Nothing about the person is in it."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

LOG_BYTES = 256 * 1024


class Log:
    """A rotating file; where it cannot be written, errors are dropped, never the program."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._logger = logging.Logger("knotbreak", logging.INFO)
        self._handler: logging.Handler | None = None

    def exception(self, error: BaseException) -> Path:
        """Write an error down with its traceback; the answer is the file."""
        if self._handler is None:
            self._open()
        self._logger.error("unexpected error", exc_info=error)
        return self._path

    def close(self) -> None:
        """Close the file."""
        if self._handler is not None:
            self._logger.removeHandler(self._handler)
            self._handler.close()
            self._handler = None

    def _open(self) -> None:
        # Opened with the first error only: a quiet day touches no file.
        try:
            handler = logging.handlers.RotatingFileHandler(
                self._path, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8"
            )
            self._path.chmod(0o600)
        except OSError:
            return
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._handler = handler
        self._logger.addHandler(handler)
