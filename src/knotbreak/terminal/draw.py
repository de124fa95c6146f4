"""Draws the terminal's pages: pure functions from views to lines of text."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

from knotbreak.app.ports import Translator
from knotbreak.app.views import FinishView, SessionView, StatusView
from knotbreak.app.wording import Wording
from knotbreak.core.breathing import BreathMoment
from knotbreak.core.player import PlayerFrame, State
from knotbreak.core.timeline import MOVEMENT, RepMoment, SegmentKind
from knotbreak.core.units import SECOND_MS, clock_text
from knotbreak.guide import safety
from knotbreak.terminal import ring
from knotbreak.terminal.style import Style

BREATH_WIDTH = 20

READABLE_MS = SECOND_MS
"""The words of a shorter phase would be gone before they are read."""

MARGIN = "  "


class Page:
    """Lines with styles, each known by its visible width."""

    def __init__(self, width: int) -> None:
        self.width = max(20, width)
        self.lines: list[str] = []

    def add(self, text: str = "") -> None:
        """One line, cut to the width by `fit`."""
        self.lines.append(text)

    def paragraph(self, text: str, indent: str = MARGIN) -> None:
        """Wrapped text."""
        room = self.width - 2
        for line in textwrap.wrap(text, room, initial_indent=indent, subsequent_indent=indent):
            self.add(line)


class Draw:
    """Pages for one terminal."""

    def __init__(self, style: Style, translator: Translator) -> None:
        self._style = style
        self._ = translator.gettext
        self._words = Wording(translator)

    # -- the session ---------------------------------------------------------------------------

    def session(
        self, view: SessionView, frame: PlayerFrame, size: tuple[int, int], message: str
    ) -> list[str]:
        """The page of a session: name, side, cue, ring, breath, next, time left, keys."""
        width, height = size
        page = Page(width)
        self._head(page, view, frame)
        if width >= 64 and height >= 18:
            self._beside(page, view, frame)
        else:
            page.lines += self._column(view, frame, width - 2, ringed=False)
        self._foot(page, view, frame, message, roomy=height >= 18)
        return page.lines[:height]

    def _head(self, page: Page, view: SessionView, frame: PlayerFrame) -> None:
        style = self._style
        step = self._("{n} of {all}").format(n=view.step, all=view.steps)
        left = f"{MARGIN}{view.routine_title}  {step}"
        time = self._("{time} left").format(time=clock_text(frame.session_remaining_ms))
        gap = max(2, page.width - visible(left) - visible(time) - 2)
        page.add(style.quiet(left + " " * gap + time))
        page.add(MARGIN + self._progress(view, frame, page.width - 4))

    def _progress(self, view: SessionView, frame: PlayerFrame, width: int) -> str:
        total = sum(view.segments)
        done = total - frame.session_remaining_ms
        room = max(len(view.segments), width - len(view.segments) + 1)
        parts = []
        begun = 0
        for share in view.segments:
            cells = max(1, room * share // max(1, total))
            filled = min(cells, max(0, (done - begun) * cells // max(1, share)))
            bar = self._style.accent(self._style.done_bar * filled)
            parts.append(bar + self._style.quiet(self._style.open_bar * (cells - filled)))
            begun += share
        return " ".join(parts)

    def _beside(self, page: Page, view: SessionView, frame: PlayerFrame) -> None:
        """The ring on the left, the words beside it, centred on it."""
        words = self._column(view, frame, page.width - ring.WIDTH - 8, ringed=True)
        picture = self._ring(frame)
        rows = max(len(picture), len(words))
        above = (rows - len(picture)) // 2
        picture = [" " * ring.WIDTH] * above + picture
        picture += [" " * ring.WIDTH] * (rows - len(picture))
        page.add()
        for left, right in zip(picture, words + [""] * (rows - len(words)), strict=True):
            page.add(f"{MARGIN}{left}   {right}")

    def _column(
        self, view: SessionView, frame: PlayerFrame, width: int, *, ringed: bool
    ) -> list[str]:
        style = self._style
        lines = ["", style.strong(view.title)]
        side = view.side_words
        if view.kind is SegmentKind.SWITCH:
            side = self._("Other side: {side}").format(side=side.lower()) if side else ""
        if view.sets > 1:
            rounds = self._("set {n} of {all}").format(n=view.set, all=view.sets)
            side = f"{side}  {rounds}" if side else rounds
        if side:
            lines.append(style.accent(side))
        lines.append("")
        cue = view.wait_words or self._cue(view, frame)
        lines += textwrap.wrap(cue, max(20, width)) or [""]
        lines += ["", self._big(view, frame, ringed=ringed)]
        breath = self._breath(frame.breath)
        if breath and view.state is State.RUNNING:
            lines.append(breath)
        elif view.feel and view.kind in MOVEMENT:
            lines += [style.quiet(line) for line in textwrap.wrap(view.feel, max(20, width))[:2]]
        lines.append("")
        if view.next_title:
            lines.append(style.quiet(self._("Next") + "  " + view.next_title))
        return lines

    def _cue(self, view: SessionView, frame: PlayerFrame) -> str:
        rep = frame.rep
        if rep is None or view.kind is not SegmentKind.REPS:
            return frame.cue
        if rep.part_cue and rep.phase.ms < READABLE_MS:
            return rep.part_cue
        return f"{rep.part_cue} {rep.phase.cue}".strip()

    def _big(self, view: SessionView, frame: PlayerFrame, *, ringed: bool) -> str:
        """The number of the moment, with its word; a ring has the seconds of a hold in it."""
        style = self._style
        if view.state is State.PAUSED:
            return style.warm(self._("Paused. Space goes on."))
        if view.state is State.REENTRY:
            count = -(-frame.reentry_ms // SECOND_MS)
            return style.warm(self._("Going on in {n}").format(n=count))
        seconds = str(-(-frame.remaining_ms // SECOND_MS))
        match view.kind:
            case SegmentKind.WAIT:
                there = self._('Press space when you are there ("I\'m there")')
                return style.accent(there) + style.quiet(f"  {seconds}")
            case SegmentKind.REPS if frame.rep is not None:
                return self._beads(frame.rep)
            case SegmentKind.READY | SegmentKind.GAP:
                return style.quiet(self._("Get ready")) + "  " + style.strong(seconds)
            case SegmentKind.REST:
                return style.quiet(self._("Rest")) + "  " + style.strong(seconds)
            case SegmentKind.SWITCH:
                return style.quiet(self._("Change sides")) + "  " + style.strong(seconds)
            case _:
                return "" if ringed else style.strong(seconds) + style.quiet(" s")

    def _beads(self, rep: RepMoment) -> str:
        style = self._style
        number = style.strong(self._("{n} of {all}").format(n=rep.rep, all=rep.reps))
        if rep.reps > 12:
            return number
        beads = style.full * rep.rep + style.empty * (rep.reps - rep.rep)
        return number + "  " + style.accent(beads)

    def _breath(self, moment: BreathMoment | None) -> str:
        if moment is None:
            return ""
        cells = round(moment.fullness * BREATH_WIDTH)
        bar = self._style.accent(self._style.air * cells) + self._style.quiet(
            self._style.empty * (BREATH_WIDTH - cells)
        )
        return f"{bar}  {self._words.breath(moment)}"

    def _ring(self, frame: PlayerFrame) -> list[str]:
        """The ring of the moment, its seconds in the middle."""
        total = frame.elapsed_ms + frame.remaining_ms
        gone = 0.0 if total == 0 else frame.elapsed_ms / total
        return ring.ring(gone, str(-(-frame.remaining_ms // SECOND_MS)), self._style)

    def _foot(
        self, page: Page, view: SessionView, frame: PlayerFrame, message: str, *, roomy: bool
    ) -> None:
        style = self._style
        page.add()
        if message:
            page.paragraph(message)
        line = view.always
        if frame.breath is not None:
            line += "  " + self._(safety.BREATH_FIRST)
        page.add(MARGIN + style.strong(line))
        if roomy:
            page.add()
        space = self._("there") if view.kind is SegmentKind.WAIT else self._("pause")
        if view.state is State.PAUSED:
            space = self._("go on")
        keys = (
            (self._("space"), space),
            ("b", self._("back")),
            ("n", self._("skip")),
            ("e", self._("easier")),
            ("o", self._("something else")),
            ("- +", self._("pace")),
            ("?", self._("when to stop")),
            (self._("esc"), self._("stop")),
        )
        page.lines += self._keys(keys, page.width)

    # -- other pages ---------------------------------------------------------------------------

    def status(
        self, view: StatusView, size: tuple[int, int], speed: float, message: str
    ) -> list[str]:
        """The page between sessions."""
        style = self._style
        page = Page(size[0])
        title = style.strong("knotbreak")
        if speed != 1:
            title += "  " + style.warm(self._("time runs {n} times as fast").format(n=f"{speed:g}"))
        page.add(MARGIN + title)
        page.add()
        if view.notice is not None:
            page.add(MARGIN + style.accent(style.full + " ") + style.strong(view.notice.title))
            page.paragraph(view.notice.body, MARGIN * 2)
            page.add()
        if view.why:
            page.paragraph(view.why)
        if view.next is not None:
            words = self._("Next: {name}, {when}").format(name=view.next.name, when=view.next.words)
            page.add(MARGIN + words)
        page.add(MARGIN + style.quiet(view.water_words))
        page.add()
        if message:
            page.paragraph(message)
            page.add()
        page.lines += self._status_keys(view, page.width)
        return page.lines[: size[1]]

    def _status_keys(self, view: StatusView, width: int) -> list[str]:
        keys: list[tuple[str, str]] = []
        if view.notice is not None and view.notice.starts_session:
            keys += [(self._("enter"), self._("start")), ("z", self._("in 5 min"))]
            keys += [("k", self._("skip"))]
        elif view.notice is not None:
            keys += [(self._("enter"), self._("done")), ("k", self._("skip"))]
        else:
            keys += [(self._("enter"), self._("stretch now"))]
        keys += [
            ("w", self._("drank a glass")),
            ("p", self._("go on") if view.state == "paused" else self._("pause reminders")),
            ("?", self._("when to stop")),
            ("q", self._("quit")),
        ]
        return self._keys(tuple(keys), width)

    def finish(self, view: FinishView, size: tuple[int, int], *, waits: bool) -> list[str]:
        """The page after a session."""
        page = Page(size[0])
        page.add()
        page.add(MARGIN + self._style.strong(view.words))
        page.add()
        if view.held_s:
            page.paragraph(self.finish_line(view))
            page.add()
        if waits:
            keys = (
                ("w", self._("drank a glass")),
                (self._("any key"), self._("back to work")),
            )
            page.lines += self._keys(keys, page.width)
        return page.lines[: size[1]]

    def finish_line(self, view: FinishView) -> str:
        """What was done, in one line."""
        return self._("{time} of movement now, {today} today.").format(
            time=clock_text(view.held_s * SECOND_MS), today=clock_text(view.today_s * SECOND_MS)
        )

    def safety(self, width: int) -> list[str]:
        """The notice before the very first movement."""
        page = Page(min(width, 84))
        page.add(MARGIN + self._style.strong(self._("Before you start")))
        page.add()
        for sentence in safety.NOTICE:
            page.paragraph(self._(sentence))
            page.add()
        return page.lines

    def safety_keys(self, width: int) -> list[str]:
        """How to go on from the notice."""
        keys = ((self._("enter"), self._("I have read this")), (self._("esc"), self._("not now")))
        return self._keys(keys, width)

    def stop_if(self, own: Sequence[str], width: int) -> list[str]:
        """When to stop: for this movement, and for any."""
        page = Page(min(width, 84))
        if own:
            page.add(MARGIN + self._style.strong(self._("Stop this movement with:")))
            for sign in own:
                page.paragraph("- " + sign)
            page.add()
        page.add(MARGIN + self._style.strong(self._(safety.STOP_IF_TITLE)))
        for sign in safety.STOP_IF:
            page.paragraph("- " + self._(sign))
        page.add()
        page.add(MARGIN + self._style.quiet(self._("Any key goes back.")))
        return page.lines

    def _keys(self, keys: Sequence[tuple[str, str]], width: int) -> list[str]:
        lines: list[str] = []
        line, used = MARGIN, len(MARGIN)
        for key, what in keys:
            length = visible(key) + visible(what) + 4
            if used + length > width and used > len(MARGIN):
                lines.append(line.rstrip())
                line, used = MARGIN, len(MARGIN)
            line += f"{self._style.accent(key)} {self._style.quiet(what)}   "
            used += length
        return [*lines, line.rstrip()]


def visible(text: str) -> int:
    """How many columns a text without styles takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
