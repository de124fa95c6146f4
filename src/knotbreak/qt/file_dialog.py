"""The dialog in which a file is chosen: the one of the system, where it gives one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def choose_file(
    window: QWidget, title: str, pattern: str, now: str, chosen: Callable[[str], None]
) -> QFileDialog:
    """Open it where the present file is; `chosen` is called with the path, if there is one.

    Whoever asks keeps the answer for as long as it is to be seen.

    It does not wait: a loop within the loop would hold back reminders.
    """
    # Not a child of the window: its style sheet would reach half of the parts.
    dialog = QFileDialog(None, title)
    dialog.setPalette(window.palette())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.destroyed.connect(dialog.deleteLater)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([f"{pattern} ({pattern})", "* (*)"])
    file = Path(now).expanduser() if now else Path.home()
    dialog.setDirectory(str(file.parent if now and file.parent.is_dir() else Path.home()))
    if now:
        dialog.selectFile(file.name)
    dialog.fileSelected.connect(chosen)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.winId()  # its handle is made with it
    dialog.windowHandle().setTransientParent(window.windowHandle())
    dialog.show()
    return dialog
