"""Draws the terminal's pages: pure functions from views to lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knotbreak.app.session_wording import SessionWording
from knotbreak.app.views import FinishView, SessionView, StatusView
from knotbreak.core.breathing import BreathMoment
from knotbreak.core.player import PlayerFrame
from knotbreak.core.session_state import State
from knotbreak.core.timeline import MOVEMENT, RepMoment, SegmentKind
from knotbreak.core.units import SECOND_MS, clock_text
from knotbreak.guide import safety
from knotbreak.terminal import ring
from knotbreak.terminal.page import MARGIN, Page, fit, plain, visible, wrap
from knotbreak.terminal.style import Style

if TYPE_CHECKING:
    from knotbreak.app.ports import Translator

BREATH_WIDTH = 20

ROOMY_ROWS = 18
ADVICE_ROWS = 14
RING_COLUMNS = 64


class Draw:
    """Pages for one terminal."""

    def __init__(self, style: Style, translator: Translator) -> None:
        self._style = style
        self._ = translator.gettext
        self._words = SessionWording(translator)

    # -- the session ---------------------------------------------------------------------------

    def session(
        self, view: SessionView, frame: PlayerFrame, size: tuple[int, int], message: str
    ) -> list[str]:
        """The page of a session: name, side, cue, ring, breath, next, time left, keys."""
        width, height = size
        page = Page(width)
        foot = Page(width)
        roomy = height >= ROOMY_ROWS
        self._head(page, view, frame)
        if roomy and width >= RING_COLUMNS:
            self._beside(page, view, frame)
        else:
            column = self._column if roomy else self._narrow
            for line in column(view, frame, width - 4):
                page.add(MARGIN + line)
        self._foot(foot, view, frame, message, height)
        return _above(page.lines, foot.lines, height)

    def _head(self, page: Page, view: SessionView, frame: PlayerFrame) -> None:
        style = self._style
        step = self._("{n} of {all}").format(n=view.step, all=view.steps)
        if view.pace != 100:
            pace = self._("slower, {n} %") if view.pace > 100 else self._("faster, {n} %")
            step += "  " + pace.format(n=view.pace)
        time = self._("{time} left").format(time=clock_text(frame.session_remaining_ms))
        room = page.width - visible(step) - visible(time) - 8
        left = f"{MARGIN}{fit(plain(view.routine_title), max(1, room))}  {step}"
        gap = max(2, page.width - visible(left) - visible(time) - 2)
        page.add(style.quiet(left + " " * gap + time))
        page.add(MARGIN + self._progress(view, frame, page.width - 4))

    def _progress(self, view: SessionView, frame: PlayerFrame, width: int) -> str:
        total = sum(view.segments)
        shares = view.segments if 3 * len(view.segments) <= width else (total,)
        done = total - frame.session_remaining_ms
        room = width - len(shares) + 1
        parts = []
        begun = 0
        for share in shares:
            cells = max(1, room * share // max(1, total))
            filled = min(cells, max(0, (done - begun) * cells // max(1, share)))
            bar = self._style.accent(self._style.done_bar * filled)
            parts.append(bar + self._style.quiet(self._style.open_bar * (cells - filled)))
            begun += share
        return " ".join(parts)

    def _beside(self, page: Page, view: SessionView, frame: PlayerFrame) -> None:
        """The ring on the left, the words beside it, centred on it."""
        words = self._column(view, frame, page.width - ring.WIDTH - 7, ringed=True)
        picture = self._ring(frame)
        rows = max(len(picture), len(words))
        above = (rows - len(picture)) // 2
        picture = [" " * ring.WIDTH] * above + picture
        picture += [" " * ring.WIDTH] * (rows - len(picture))
        page.add()
        for left, right in zip(picture, words + [""] * (rows - len(words)), strict=True):
            page.add(f"{MARGIN}{left}   {right}")

    def _column(
        self, view: SessionView, frame: PlayerFrame, width: int, *, ringed: bool = False
    ) -> list[str]:
        style = self._style
        lines = ["", *(style.strong(line) for line in wrap(plain(view.title), width)[:2])]
        side = self._side(view)
        if side:
            lines.append(style.accent(side))
        lines.append("")
        lines += wrap(plain(view.wait_words or self._words.cue(view.kind, frame)), width)[:5] or [
            ""
        ]
        big, felt = self._big(view, frame, ringed=ringed), self._breath_or_feel(view, frame)
        # A beaded line stands off what is felt, where that makes the page no taller.
        apart = [""] if big and felt and len(lines) + len(felt) < ring.HEIGHT - 3 else []
        lines += ["", big, *apart, *felt]
        lines[-1] = fit(lines[-1], width)
        lines.append("")
        if view.next_title:
            lines.append(
                style.quiet(
                    fit(self._("Next: {title}").format(title=plain(view.next_title)), width)
                )
            )
        return lines

    def _narrow(self, view: SessionView, frame: PlayerFrame, width: int) -> list[str]:
        """The words where there are few rows: what matters most comes first."""
        style = self._style
        side = self._side(view)
        title = fit(plain(view.title), max(1, width - visible(side) - 2))
        lines = [style.strong(title) + (f"  {style.accent(side)}" if side else "")]
        breath_or_feel = self._breath_or_feel(view, frame)
        now = [self._big(view, frame, ringed=False)]
        if frame.breath is not None and view.state is State.RUNNING:
            now += [self._words.breath(frame.breath), self._bar(frame.breath)]
            breath_or_feel = []
        lines.append("  ".join(part for part in now if part))
        lines += wrap(plain(view.wait_words or self._words.cue(view.kind, frame)), width)
        lines += breath_or_feel
        if view.next_title:
            lines.append(style.quiet(self._("Next: {title}").format(title=plain(view.next_title))))
        return lines

    def _side(self, view: SessionView) -> str:
        """Side, set, and whether this is the easier version."""
        side = view.side_words
        if view.kind is SegmentKind.SWITCH and side:
            side = self._("Other side: {side}").format(side=side.lower())
        rounds = ""
        if view.sets > 1:
            rounds = self._("set {n} of {all}").format(n=view.set, all=view.sets)
        gentle = self._("easier version") if view.gentle else ""
        return "  ".join(part for part in (side, rounds, gentle) if part)

    def _breath_or_feel(self, view: SessionView, frame: PlayerFrame) -> list[str]:
        if frame.breath is not None and view.state is State.RUNNING:
            return [f"{self._bar(frame.breath)}  {self._words.breath(frame.breath)}"]
        if view.feel and view.kind in MOVEMENT:
            return [self._style.quiet(line) for line in wrap(plain(view.feel), 44)[:2]]
        return []

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
                there = self._("Press space when you are there")
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

    def _bar(self, moment: BreathMoment) -> str:
        """The lungs, as full as they should be."""
        cells = round(moment.fullness * BREATH_WIDTH)
        air = self._style.accent(self._style.air * cells)
        return air + self._style.quiet(self._style.empty * (BREATH_WIDTH - cells))

    def _ring(self, frame: PlayerFrame) -> list[str]:
        """The ring of the moment, its seconds in the middle."""
        total = frame.elapsed_ms + frame.remaining_ms
        gone = 0.0 if total == 0 else frame.elapsed_ms / total
        return ring.ring(gone, str(-(-frame.remaining_ms // SECOND_MS)), self._style)

    def _foot(
        self, page: Page, view: SessionView, frame: PlayerFrame, message: str, rows: int
    ) -> None:
        style = self._style
        roomy = rows >= ROOMY_ROWS
        if roomy:
            page.add()
        if message:
            page.message(message)
        always = view.always
        if frame.breath is not None:
            always += "  " + self._(safety.BREATH_FIRST)
        if visible(always) > page.width - 4:
            # Where rows are few, the movement comes before the longer advice.
            lines = wrap(always, page.width - 4) if rows >= ADVICE_ROWS else [view.always]
        else:
            lines = [always]
        for line in lines:
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

    def status(self, view: StatusView, size: tuple[int, int], message: str) -> list[str]:
        """The page between sessions."""
        style = self._style
        page = Page(size[0])
        title = style.strong("knotbreak")
        if view.speed_words:
            title += "  " + style.warm(view.speed_words)
        page.add(MARGIN + title)
        page.add()
        if view.notice is not None:
            page.add(MARGIN + style.accent(style.full + " ") + style.strong(view.notice.title))
            page.paragraph(plain(view.notice.body), MARGIN * 2)
            page.add()
        if view.why:
            page.paragraph(view.why)
        if view.next is not None:
            words = self._("Next: {name}, {when}").format(name=view.next.name, when=view.next.words)
            page.add(MARGIN + words)
        page.add(MARGIN + style.quiet(view.water_words))
        page.add()
        if message:
            page.message(message)
            page.add()
        return _above(page.lines, self._status_keys(view, page.width), size[1])

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

    def finish(
        self,
        view: FinishView,
        size: tuple[int, int],
        *,
        waits: bool,
        typed: str | None = None,
    ) -> list[str]:
        """The page after a session; `typed` is the answer so far, None where nobody can type."""
        page = Page(size[0])
        page.add()
        page.add(MARGIN + self._style.strong(view.words))
        page.add()
        if view.held_s:
            page.paragraph(self.finish_line(view))
            page.add()
        if view.week:
            page.paragraph(view.week)
            page.add()
        if view.answer:
            page.paragraph(view.answer)
            page.add()
        keys: list[tuple[str, str]] = []
        if view.asks is not None and typed is not None:
            page.paragraph(f"{view.asks_words} {typed}")
            page.paragraph(self._style.quiet(self._("0 is not at all, 10 is very.")))
            keys = [("0-10", self._("how tight"))]
            keys.append((self._("enter"), self._("keep it") if typed else self._("leave it out")))
        if waits:
            keys.append(("w", self._("drank a glass")))
            if view.asks is None or typed is None:
                keys.append((self._("any key"), self._("back to work")))
        if keys:
            return _above(page.lines, self._keys(keys, page.width), size[1])
        return page.lines[: size[1]]

    def how_to_answer(self) -> str:
        """How a number is given where there are lines alone."""
        return self._("0 is not at all, 10 is very. A number and enter, or enter to leave it out.")

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
            page.add(MARGIN + self._style.strong(self._("Stop this movement if:")))
            for sign in own:
                page.paragraph("- " + plain(sign))
            page.add()
        for line in wrap(self._(safety.STOP_IF_TITLE), page.width - 4):
            page.add(MARGIN + self._style.strong(line))
        for sign in safety.STOP_IF:
            page.paragraph("- " + self._(sign))
        page.add()
        return page.lines

    def stop_if_keys(self, width: int, *, playing: bool) -> list[str]:
        """How to leave the list."""
        keys = [(self._("any key"), self._("back"))]
        if playing:
            keys = [(self._("esc"), self._("stop")), (self._("any other key"), self._("go on"))]
        return self._keys(keys, width)

    def sheet(
        self, lines: Sequence[str], keys: Sequence[str], at: int, size: tuple[int, int]
    ) -> tuple[list[str], int]:
        """A text that may be longer than the screen, from line `at` on.

        The answer is the page, and where the next one begins (0 with the last one).
        """
        if len(lines) - at <= size[1] - len(keys):
            return [*lines[at:], *keys], 0
        more = self._keys([(self._("enter"), self._("more"))], size[0])
        room = max(1, size[1] - len(more))
        return [*lines[at : at + room], *more], at + room

    def _keys(self, keys: Sequence[tuple[str, str]], width: int) -> list[str]:
        wide, narrow = (self._key_rows(keys, width, between) for between in ("   ", "  "))
        return narrow if len(narrow) < len(wide) else wide

    def _key_rows(self, keys: Sequence[tuple[str, str]], width: int, between: str) -> list[str]:
        rows = [MARGIN]
        for key, what in keys:
            one = f"{self._style.accent(key)} {self._style.quiet(what)}"
            if visible(rows[-1] + one) > width and rows[-1] != MARGIN:
                rows.append(MARGIN)
            rows[-1] += one + between
        return [fit(row.rstrip(), width) for row in rows]


def _above(lines: Sequence[str], foot: Sequence[str], height: int) -> list[str]:
    """Lines with others below them; where there is no room for all, those above are cut."""
    room = max(0, height - len(foot))
    return [*lines[:room], *foot][:height]
