"""The log: what went wrong, for a problem report. Nothing about the person is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging

LOG_BYTES = 256 * 1024


class Log:
    """A rotating file; where it cannot be written, errors are dropped, never the program."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._logger: logging.Logger | None = None

    def exception(self, error: BaseException) -> Path:
        """Write an error down with its traceback; the answer is the file."""
        if self._logger is None:
            self._logger = self._open()
        if self._logger is not None:
            self._logger.error("unexpected error", exc_info=error)
        return self._path

    def close(self) -> None:
        """Close the file."""
        if self._logger is not None:
            for handler in tuple(self._logger.handlers):
                self._logger.removeHandler(handler)
                handler.close()
            self._logger = None

    def _open(self) -> logging.Logger | None:
        # With the first error only: a quiet day touches no file, and spares the 1 MB that the
        # handlers and what they import take.
        import logging
        import logging.handlers

        try:
            handler = logging.handlers.RotatingFileHandler(
                self._path, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8"
            )
            self._path.chmod(0o600)
        except OSError:
            return None
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger = logging.Logger("knotbreak", logging.INFO)
        logger.addHandler(handler)
        return logger
