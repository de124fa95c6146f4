"""What the self-check changes and remembers, on the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from knotbreak.guide.selfcheck import Change, undoing
from knotbreak.storage.folders import Folders
from knotbreak.storage.settings_file import SettingsFile
from knotbreak.storage.state_file import StructFile


class Applied(msgspec.Struct, frozen=True):
    """What the self-check changed last, so that it can be taken back."""

    changes: tuple[Change, ...] = ()


class SettingsChanges:
    """The `Changes` port; `set_value` changes one key of the settings."""

    def __init__(
        self,
        folders: Folders,
        settings: SettingsFile,
        set_value: Callable[[tuple[str, ...], object], None],
    ) -> None:
        self._settings = settings
        self._set_value = set_value
        self._applied = StructFile(folders.state / "selfcheck.toml", Applied)

    def apply(self, changes: Sequence[Change]) -> None:
        """Write changes to the settings, and note those that were made.

        Raises:
            ProblemError: if one could not be made; those before it stay, and can be taken back.
        """
        made: list[Change] = []
        try:
            for change in changes:
                self._set(change)
                made.append(change)
        finally:
            if made:
                self._applied.save(Applied(tuple(made)))

    def undo(self) -> tuple[Change, ...]:
        """Take back what the self-check changed last; the answer is what was taken back."""
        left = self._applied.load() or Applied()
        changes = undoing(left.changes, self._settings.settings)
        for change in changes:
            self._set(change)
        self._applied.save(Applied())
        return changes

    def _set(self, change: Change) -> None:
        value: object = change.after
        if isinstance(change.after, dict):
            # As TOML has it, where lists are the only kind of many.
            value = {
                key: list(one) if isinstance(one, tuple) else one
                for key, one in change.after.items()
            }
        self._set_value(change.key, value)
