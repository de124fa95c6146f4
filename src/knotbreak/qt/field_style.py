"""The style sheet of windows with fields: what Qt draws itself, on paper."""

from __future__ import annotations

from knotbreak.qt.theme import RADIUS, Theme


def field_style(theme: Theme, scale: float) -> str:
    """What lines, numbers, times and lists look like, as a style sheet for a window."""
    colours = theme.colours
    radius = round(RADIUS * scale * 0.7)
    return f"""
    QLineEdit, QDoubleSpinBox, QTimeEdit, QPlainTextEdit, QTableWidget {{
        background: {colours.page}; color: {colours.ink}; border: 1px solid {colours.line};
        border-radius: {radius}px; padding: 0 {round(9 * scale)}px;
        selection-background-color: {colours.accent_text};
        selection-color: {colours.on_accent};
    }}
    QLineEdit:focus, QDoubleSpinBox:focus, QTimeEdit:focus, QTableWidget:focus {{
        border: 2px solid {colours.accent}; padding: 0 {round(9 * scale) - 1}px;
    }}
    QLineEdit:disabled, QDoubleSpinBox:disabled, QTimeEdit:disabled {{
        color: {colours.quiet};
    }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: {colours.page}; }}
    QScrollBar:vertical {{ background: transparent; width: {round(12 * scale)}px; margin: 0; }}
    QScrollBar::handle:vertical {{
        background: {colours.line}; border-radius: {round(4 * scale)}px;
        margin: {round(2 * scale)}px; min-height: {round(40 * scale)}px;
    }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QDoubleSpinBox, QTimeEdit {{ padding: 0; }}
    QDoubleSpinBox:focus, QTimeEdit:focus {{ padding: 0; }}
    QDoubleSpinBox::up-button, QDoubleSpinBox::down-button,
    QTimeEdit::up-button, QTimeEdit::down-button {{ subcontrol-origin: border; width: 0; }}
    QLabel {{ color: {colours.ink}; }}
    QLabel[quiet="true"] {{ color: {colours.quiet}; }}
    QListWidget {{ background: {colours.page}; color: {colours.ink}; border: 0; outline: 0; }}
    QListWidget::item {{ padding: {round(5 * scale)}px; border-radius: {radius}px; }}
    QListWidget::item:hover {{ background: {colours.hover}; }}
    QListWidget::item:selected {{ background: {colours.hover}; color: {colours.accent_text}; }}
    QListWidget:focus {{ border: 2px solid {colours.accent}; border-radius: {radius}px; }}
    QComboBox QAbstractItemView {{
        background: {colours.page}; color: {colours.ink}; outline: 0;
        border: 1px solid {colours.line};
        selection-background-color: {colours.hover}; selection-color: {colours.ink};
    }}
    QHeaderView::section {{
        background: {colours.page}; color: {colours.quiet}; border: 0;
        border-bottom: 1px solid {colours.line}; padding: {round(4 * scale)}px;
    }}
    """
