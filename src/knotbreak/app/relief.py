"""Relief for a front end: the stages of `guide.relief` with their words, and what is offered.

Windows and the terminal ask the same desk. It notes that movements have to wait before it hands
out the card that says so, so that no front end can forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from knotbreak.app.cards import Cards, CardView
from knotbreak.app.easing import left_out_words
from knotbreak.app.playable import Playable
from knotbreak.app.wording import Wording
from knotbreak.core.body import Area, Position
from knotbreak.core.faults import nearest
from knotbreak.core.health_settings import Flag
from knotbreak.core.plan import PlannedStep
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.rotation import Candidate, sum_up
from knotbreak.guide import relief, suiting
from knotbreak.guide.book import Guide
from knotbreak.guide.relief import Asking, Held, Reading, Showing, Stage
from knotbreak.guide.shape import CardId, DoorTo, EmergencyNumber

if TYPE_CHECKING:
    from knotbreak.app.ports import RoutineLibrary, SettingsSource, Translator


class EmergencyHold(Protocol):
    """Remembers, across restarts, that the emergency card came up and nobody was examined yet.

    While it is held, relief offers no movement and no stretch notice should come.
    """

    @property
    def held(self) -> bool:
        """Whether movements have to wait."""

    def hold(self) -> None:
        """Note it; raises `ProblemError` if that cannot be kept."""

    def release(self) -> None:
        """The person says that they have been checked; raises `ProblemError`."""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A routine that suits; `changed` says what is left out of it, and why, if anything is."""

    id: str
    title: str
    summary: str
    total_ms: int
    changed: str = ""
    picture: str = ""


class Titled(msgspec.Struct, frozen=True, kw_only=True):
    """A thing with a name and a sentence about it."""

    id: str
    title: str
    text: str


class MovementGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Single movements; the title is empty unless the area has parts."""

    title: str
    movements: tuple[Titled, ...]


class PageView(msgspec.Struct, frozen=True, kw_only=True):
    """The page of an area, worded. Without movements, `offers` and `groups` are empty."""

    area: Area
    label: str
    heart: str
    feels: str
    causes: tuple[Titled, ...]
    offers: tuple[Offer, ...]
    groups: tuple[MovementGroup, ...]
    care: tuple[Titled, ...]
    see: tuple[str, ...]


class ReliefDesk:
    """Leads through relief; the library is asked when movements are shown, not before."""

    def __init__(
        self,
        guide: Guide,
        library: RoutineLibrary,
        candidates: Callable[[], tuple[Candidate, ...]],
        played: Callable[[], Mapping[str, int]],
        settings: SettingsSource,
        hold: EmergencyHold,
        translator: Translator,
        *,
        positions: frozenset[Position] = frozenset(Position),
        region: str | None = None,
    ) -> None:
        self.guide = guide
        self.problems: list[Problem] = []
        self._library = library
        self._candidates = candidates
        self._played = played
        self._settings = settings
        self._hold = hold
        self._held = False
        self._positions = positions
        self._cards = Cards(
            guide, lambda: settings.settings.health.emergency_number, translator, region
        )
        self._translator = translator
        self._ = translator.gettext
        self._words = Wording(translator)

    @property
    def areas(self) -> tuple[Area, ...]:
        """All that can be asked about."""
        return tuple(self.guide.areas)

    def label(self, area: Area) -> str:
        """What an area is called."""
        return self._words.area(area)

    def find(self, name: str) -> Area:
        """The area that was named, by its id or by its word.

        Raises:
            ProblemError: if there is none; the nearest is the hint.
        """
        by_word = {self.label(area).lower(): area for area in self.areas}
        by_id = {area.value: area for area in self.areas}
        plain = " ".join(name.lower().replace("_", " ").replace("-", " ").split())
        found = by_word.get(plain) or by_id.get(plain.replace(" ", "-"))
        if found is not None:
            return found
        guess = nearest(name, by_id)
        every = ", ".join(by_id)
        hint = f"did you mean {guess}? There are: {every}" if guess else f"there are: {every}"
        raise ProblemError(Problem(where=name, what="is no area of the guide", hint=hint))

    def begin(self, area: Area) -> Stage:
        """Begin with an area."""
        return self._noted(relief.begin(self.guide, area, flags=self._flags, held=self.held))

    def tight(self, area: Area) -> Stage:
        """Begin with an area of which the person says that it is tight."""
        return self._noted(relief.tight(self.guide, area, flags=self._flags, held=self.held))

    @property
    def held(self) -> bool:
        """Whether movements wait until the person says that they have been examined."""
        return self._held or self._hold.held

    def checked(self, stage: Held) -> Stage:
        """The person says that they have been examined."""
        self.release()
        return relief.checked(self.guide, stage)

    def release(self) -> None:
        """Let movements and stretch notices come again."""
        self._hold.release()
        self._held = False

    def would_be(self, stage: Asking, id_: str) -> Showing | Reading:
        """Where an answer would lead, for a page that shows all of them; nothing is noted."""
        return relief.answer(stage, id_)

    def must_ask(self, area: Area) -> bool:
        """Whether movements come after the question only, and never beside it."""
        return self.guide.areas[area].question is not None

    def answer(self, stage: Asking, id_: str) -> Stage:
        """Take an answer."""
        return self._noted(relief.answer(stage, id_))

    def through(self, stage: Showing, to: DoorTo) -> Stage:
        """Go through a door of a card."""
        return self._noted(relief.through(self.guide, stage, to))

    def see_someone(self, area: Area) -> Stage:
        """The card that says whom to see about an area."""
        return relief.see_someone(area)

    def numbers(self) -> tuple[EmergencyNumber, ...]:
        """The emergency numbers, that of the person first."""
        return self._cards.numbers()

    def heart(self, area: Area) -> str:
        """The line about the heart, where pain may come from there."""
        return self._(relief.HEART_LINE) if self.guide.areas[area].heart else ""

    def card(self, id_: CardId, area: Area | None = None) -> CardView:
        """A card, worded; with an area, the signs that may be felt there come first."""
        return self._cards.card(id_, area)

    def call_signs(self, area: Area | None = None) -> tuple[str, ...]:
        """The signs of the emergency card that may be felt in an area."""
        return self._cards.signs(CardId.EMERGENCY, area)

    def page(self, stage: Reading) -> PageView:
        """The page of an area; one without movements names no treatment that moves or presses."""
        page = self.about(stage.area)
        if not stage.movements:
            return msgspec.structs.replace(page, care=self._care(stage.area, at_rest=True))
        return msgspec.structs.replace(
            page, offers=tuple(self._offers(stage.area)), groups=tuple(self._groups(stage.area))
        )

    def about(self, area: Area) -> PageView:
        """What there is to read about an area, for someone who has not been asked anything."""
        _, about = self._, self.guide.areas[area]
        causes = [self.guide.causes[id_] for id_ in about.causes]
        return PageView(
            area=area,
            label=self.label(area),
            heart=self.heart(area),
            feels=_(about.feels),
            causes=tuple(Titled(id=one.id, title=_(one.title), text=_(one.text)) for one in causes),
            offers=(),
            groups=(),
            care=self._care(area, at_rest=self.must_ask(area)),
            see=tuple(map(_, about.see)),
        )

    def _care(self, area: Area, *, at_rest: bool) -> tuple[Titled, ...]:
        _ = self._
        found = [self.guide.treatments[id_] for id_ in self.guide.areas[area].care]
        return tuple(
            Titled(id=one.id, title=_(one.title), text=_(one.short))
            for one in found
            if not (at_rest and one.moves)
        )

    def _noted(self, stage: Stage) -> Stage:
        if relief.holds(self.guide, stage):
            self._held = True
            try:
                self._hold.hold()
            except ProblemError as error:
                # The card comes whatever the disk says.
                self.problems += error.problems
        return stage

    @property
    def _flags(self) -> frozenset[Flag]:
        return self._settings.settings.health.going_easy

    def _wish(self, area: Area) -> suiting.Wish:
        settings = self._settings.settings
        return suiting.Wish(
            area=area,
            place=settings.place,
            positions=self._positions,
            flags=self._flags,
            injured=frozenset(settings.health.injured),
        )

    def _offers(self, area: Area) -> Iterator[Offer]:
        wish = self._wish(area)
        routines, stretches = self._library.routines(), self._library.stretches()
        longer = self._settings.settings.session.longer_holds
        easing = suiting.easing(self.guide, wish, stretches)
        for id_, eased in suiting.routines(
            self.guide, wish, self._candidates(), routines, stretches, self._played()
        ):
            routine = routines[id_]
            playable = Playable(id_, routine, stretches, easing, longer_holds=longer)
            yield Offer(
                id=id_,
                title=self._(routine.title),
                summary=self._(routine.summary),
                total_ms=sum_up(id_, routine, playable.steps()).total_ms,
                changed=left_out_words(easing, eased, self._translator),
                picture=self._picture(eased.steps, area),
            )

    def _picture(self, steps: Sequence[PlannedStep], area: Area) -> str:
        """The first movement for the area shows best what is offered."""
        shown = sorted(steps, key=lambda step: area not in step.areas[:1])
        pictures = (self._library.picture(step.stretch) for step in shown if step.stretch)
        return next(filter(None, pictures), "")

    def _groups(self, area: Area) -> Iterable[MovementGroup]:
        about = self.guide.areas[area]
        parts = [(self._(part.title), part.movements) for part in about.part]
        stretches = self._library.stretches()
        for title, ids in parts or [("", about.movements)]:
            suited = suiting.movements(self.guide, self._wish(area), ids, stretches)
            found = [(id_, stretches[id_]) for id_ in suited]
            if found:
                yield MovementGroup(
                    title=title,
                    movements=tuple(
                        Titled(id=id_, title=self._(one.title), text=self._(one.summary))
                        for id_, one in found
                    ),
                )
