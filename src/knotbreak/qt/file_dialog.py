"""The dialog in which a file is chosen: the one of the system, where it gives one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def choose_file(
    parent: QWidget, title: str, pattern: str, now: str, chosen: Callable[[str], None]
) -> QFileDialog:
    """Open it where the present file is; `chosen` is called with the path, if there is one.

    It does not wait: a loop within the loop would hold back reminders.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([f"{pattern} ({pattern})", "* (*)"])
    file = Path(now).expanduser() if now else Path.home()
    if file.parent.is_dir() and now:
        dialog.setDirectory(str(file.parent))
        dialog.selectFile(file.name)
    else:
        dialog.setDirectory(str(Path.home()))
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog
