"""The words of a voice: loaded with the first line that is spoken, not with the tray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knotbreak.app.session_wording import SessionWording
from knotbreak.core.body import Side
from knotbreak.core.speech import Line, Saying

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator


class Speaking:
    """Words the lines of `core.speech` in the user's language."""

    def __init__(self, translator: Translator) -> None:
        self._ = translator.gettext
        self._words = SessionWording(translator)

    def words(self, line: Line) -> str:
        """What to say."""
        _ = self._
        match line.saying:
            case Saying.NAME:
                return self._words.content(line.text) + "."
            case Saying.CUE:
                return self._words.content(line.text)
            case Saying.SIDE:
                return _("Left.") if line.side is Side.LEFT else _("Right.")
            case Saying.OTHER_SIDE:
                return _("Other side.")
            case Saying.BREATH:
                assert line.breath is not None, "it says which part of the breath"
                return self._words.breath_phase(line.breath, line.cycle)
            case Saying.COUNT:
                return str(line.number)
            case Saying.HALFWAY:
                return _("Halfway.")
            case Saying.REST:
                return _("Rest.")
            case Saying.WAIT:
                assert line.wait_for is not None, "it says what is waited for"
                return self._words.wait(line.wait_for)
            case Saying.NEXT:
                return _("Next: {title}.").format(title=self._words.content(line.text))
            case Saying.DONE:
                return _("Done. Well moved.")
