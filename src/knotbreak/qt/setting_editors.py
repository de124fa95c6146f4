"""What a setting is changed with: one editor for each kind of value in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from knotbreak.app.setting_views import SettingView
from knotbreak.qt.fields import Choices, Clock, Line, Number, Span, Switch
from knotbreak.qt.parts import Button, Icon
from knotbreak.qt.tab_order import in_reading_order
from knotbreak.qt.theme import UNIT, Theme

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

_KINDS = {"at": "time", "hours": "span", "quiet_hours": "span"}
"""What the lines of a list are, by its key."""

COLUMN = 250
"""Of an entry in a list of which any may be on, in design pixels."""


class Editor(QWidget):
    """Holds one value. `edited` comes when the person has changed it.

    `wide` editors stand under their words, `keeps` ones show what was typed until it is taken.
    """

    edited = Signal()
    wide = False
    keeps = False

    @property
    def value(self) -> Any:
        """What is in it, as the file has it; None for nothing."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value; nobody has edited it then."""
        raise NotImplementedError

    @property
    def typing(self) -> bool:
        """Whether somebody is typing in it this moment."""
        lines = self.findChildren(QLineEdit)
        return any(line.hasFocus() and line.isModified() for line in lines)

    def fit_width(self, wide: int) -> None:
        """Use the width that there is."""

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        for part in self.findChildren(QWidget):
            if isinstance(part, Switch | Choices):
                part.theme = theme
            elif isinstance(part, Button):
                part.set_theme(theme)
        self.update()


def editor_for(view: SettingView, theme: Theme, translator: Translator, scale: float) -> Editor:
    """The editor for a setting's kind."""
    row = view.row
    match row.type:
        case "true or false":
            return _OnOff(view, theme, scale)
        case "whole number" | "number":
            return _Amount(view, translator, scale)
        case "list: one of":
            return _AnyOf(view, theme, scale)
        case "one of":
            return _OneOf(view, theme, translator, scale)
        case "list: text":
            return _Several(view, theme, translator, scale)
        case _ if row.files:
            return _File(view, theme, translator, scale)
        case _ if view.choices:
            return _OneOf(view, theme, translator, scale)
        case _:
            return _Text(view, scale)


class _OnOff(Editor):
    def __init__(self, view: SettingView, theme: Theme, scale: float) -> None:
        super().__init__()
        self.switch = Switch(theme, scale, self)
        self.switch.setAccessibleName(view.label)
        self.switch.setAccessibleDescription(view.help)
        _only(self, self.switch)
        self.switch.toggled.connect(self.edited)

    @property
    def value(self) -> bool:
        return self.switch.isChecked()

    def show_value(self, value: Any) -> None:
        self.switch.show_on(bool(value))


class _OneOf(Editor):
    def __init__(
        self, view: SettingView, theme: Theme, translator: Translator, scale: float
    ) -> None:
        super().__init__()
        options: list[tuple[str | None, str]] = [(one.value, one.words) for one in view.choices]
        if view.row.optional and view.usual is None:
            options.insert(0, (None, translator.gettext("None in particular")))
        self.choices = Choices(theme, scale, self, options)
        self.choices.setAccessibleName(view.label)
        self.choices.setAccessibleDescription(view.help)
        _only(self, self.choices)
        self.choices.activated.connect(self.edited)

    @property
    def value(self) -> str | None:
        found: str | None = self.choices.currentData()
        return found

    def show_value(self, value: Any) -> None:
        self.choices.show_value(value)


class _Amount(Editor):
    keeps = True

    def __init__(self, view: SettingView, translator: Translator, scale: float) -> None:
        super().__init__()
        row = view.row
        optional = row.optional and view.usual is None
        self.number = Number(
            scale,
            self,
            least=0 if row.least is None else row.least,
            most=1_000_000 if row.most is None else row.most,
            whole=row.type == "whole number",
            unit=row.unit,
            none=translator.gettext("not set") if optional else "",
        )
        self.number.setAccessibleName(view.label)
        self.number.setAccessibleDescription(view.help)
        _only(self, self.number)
        self.number.valueChanged.connect(self.edited)

    @property
    def value(self) -> float | int | None:
        return self.number.number

    def show_value(self, value: Any) -> None:
        self.number.blockSignals(True)
        self.number.show_number(value)
        self.number.blockSignals(False)


class _Text(Editor):
    keeps = True

    def __init__(self, view: SettingView, scale: float) -> None:
        super().__init__()
        most = view.row.most
        self.line = Line(scale, self, None if most is None else int(most))
        self.line.setAccessibleName(view.label)
        self.line.setAccessibleDescription(view.help)
        _only(self, self.line)
        self.line.editingFinished.connect(self._on_finished)
        self._shown: str | None = None

    @property
    def value(self) -> str | None:
        return self.line.text().strip() or None

    def show_value(self, value: Any) -> None:
        self._shown = value
        if value != self.value:
            self.line.setText(value or "")

    def _on_finished(self) -> None:
        # It comes with the focus leaving, too, whether anything was typed or not.
        self.line.setModified(False)
        if self.value != self._shown:
            self.edited.emit()


class _File(_Text):
    """A path: typed, or chosen in the dialog for files."""

    wide = True

    def __init__(
        self, view: SettingView, theme: Theme, translator: Translator, scale: float
    ) -> None:
        super().__init__(view, scale)
        self._view = view
        self._title = translator.gettext("Choose a file: {setting}").format(setting=view.label)
        self.choose = Button(theme, translator.gettext("Choose …"), self)
        self.choose.setAccessibleDescription(self._title)
        self.choose.set_scale(scale, 0.8)
        self.choose.clicked.connect(self._on_choose)
        row = self.layout()
        assert row is not None, "the line stands in it"
        row.setSpacing(round(UNIT * scale))
        row.addWidget(self.choose)

    def _on_choose(self) -> None:
        from knotbreak.qt.file_dialog import choose_file  # a dialog that few ever open

        files, now = self._view.row.files, self.value or ""
        self.dialog = choose_file(self.window(), self._title, files, now, self._on_chosen)

    def _on_chosen(self, path: str) -> None:
        self.line.setText(path)
        self._on_finished()


class _AnyOf(Editor):
    wide = True

    def __init__(self, view: SettingView, theme: Theme, scale: float) -> None:
        super().__init__()
        self._scale = scale
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._columns = 0
        self.switches: dict[str, Switch] = {}
        for one in view.choices:
            switch = Switch(theme, scale, self, one.words)
            switch.setAccessibleDescription(view.label)
            switch.toggled.connect(self.edited)
            self.switches[one.value] = switch
        self.fit(3)

    @property
    def value(self) -> list[str]:
        return [name for name, switch in self.switches.items() if switch.isChecked()]

    def show_value(self, value: Any) -> None:
        for name, switch in self.switches.items():
            switch.show_on(name in (value or ()))

    def fit(self, columns: int) -> None:
        """Stand in so many columns."""
        if columns == self._columns:
            return
        self._columns = columns
        for number, switch in enumerate(self.switches.values()):
            self._grid.addWidget(switch, number // columns, number % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def fit_width(self, wide: int) -> None:
        """Stand in as many columns as there is room for."""
        widest = max((one.sizeHint().width() for one in self.switches.values()), default=1)
        room = max(widest + 2 * UNIT, 150 * self._scale)
        self.fit(max(1, min(4, int(wide / room))))


class _Several(Editor):
    """Lines of text, times or parts of the day: as many as one likes."""

    wide = True
    keeps = True

    def __init__(
        self, view: SettingView, theme: Theme, translator: Translator, scale: float
    ) -> None:
        super().__init__()
        self._ = translator.gettext
        self._view = view
        self._theme = theme
        self._scale = scale
        self._kind = _KINDS.get(view.key[-1], "text")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(round(UNIT * 0.75 * scale))
        self.items: list[Line | Clock | Span] = []
        self.removers: list[Button] = []
        self._lines: list[QWidget] = []
        self.add = Button(theme, self._add_words(), self)
        self.add.setAccessibleDescription(view.label)
        self.add.set_scale(scale)
        self.add.clicked.connect(self._on_add)
        self._column.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignLeading)

    @property
    def value(self) -> list[str]:
        said = [one.text().strip() if isinstance(one, Line) else one.said for one in self.items]
        return [text for text in said if text]

    def show_value(self, value: Any) -> None:
        wanted = list(value or ())
        if wanted == self.value and len(wanted) == len(self.items):
            return
        while self.items:
            self._take_out(0)
        for text in wanted:
            self._put(text)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme = theme

    def _add_words(self) -> str:
        _ = self._
        return {"time": _("Add a time"), "span": _("Add hours")}.get(self._kind, _("Add a line"))

    def _put(self, text: str) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        item: Line | Clock | Span
        if self._kind == "time":
            item = Clock(self._scale, line)
            item.show_text(text)
            item.timeChanged.connect(self.edited)
        elif self._kind == "span":
            item = Span(self._scale, line)
            item.show_text(text)
            item.edited.connect(self.edited)
        else:
            item = Line(self._scale, line)
            item.setText(text)
            item.textEdited.connect(lambda: item.setModified(True))
            item.editingFinished.connect(lambda: self._on_typed(item))
        self._name(item)
        remove = Button(self._theme, self._("Remove"), line, icon=Icon.CLOSE, bare=True)
        remove.set_scale(self._scale * 0.8)
        remove.clicked.connect(lambda: self._on_remove(line))
        row.addWidget(item, 1 if isinstance(item, Line) else 0)
        row.addWidget(remove)
        if not isinstance(item, Line):
            row.addStretch(1)
        self._column.insertWidget(len(self.items), line)
        self.items.append(item)
        self.removers.append(remove)
        self._lines.append(line)
        return item

    def _name(self, item: Line | Clock | Span) -> None:
        label = self._view.label
        if isinstance(item, Span):
            item.begin.setAccessibleName(self._("{setting}: from").format(setting=label))
            item.end.setAccessibleName(self._("{setting}: until").format(setting=label))
        else:
            item.setAccessibleName(label)

    def _take_out(self, at: int) -> None:
        self.items.pop(at)
        self.removers.pop(at)
        line = self._lines.pop(at)
        line.hide()
        line.deleteLater()

    def _on_add(self) -> None:
        item = self._put({"time": "12:00", "span": "09:00-17:00"}.get(self._kind, ""))
        in_reading_order(self.window())
        item.setFocus()
        if self._kind != "text":
            self.edited.emit()

    def _on_remove(self, line: QWidget) -> None:
        at = self._lines.index(line)
        was_said = not isinstance(item := self.items[at], Line) or bool(item.text().strip())
        self._take_out(at)
        self.add.setFocus()
        if was_said:
            self.edited.emit()

    def _on_typed(self, item: Line) -> None:
        if item.isModified():
            item.setModified(False)
            self.edited.emit()


def _only(editor: Editor, part: QWidget) -> None:
    row = QHBoxLayout(editor)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(part)
    editor.setFocusProxy(part)
