"""The settings of when somebody works."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from knotbreak.core.busy_settings import about
from knotbreak.core.reminders import EVERY_DAY, TimeRange, Weekday, parse_range
from knotbreak.core.text import N_

ClockText = Annotated[str, Meta(max_length=20)]


class WorkSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When reminders that come at intervals come at all, unless they say so themselves."""

    hours: Annotated[
        Annotated[tuple[ClockText, ...], Meta(max_length=24)],
        about(
            N_("Working hours"),
            N_(
                'Reminders come in these parts of the day, such as "09:00-12:30". An empty list '
                "means whenever you are at the computer."
            ),
        ),
    ] = ()
    days: Annotated[
        Annotated[tuple[Weekday, ...], Meta(min_length=1, max_length=7)],
        about(N_("Working days"), N_("Reminders come on these days of the week.")),
    ] = EVERY_DAY

    @property
    def day(self) -> TimeRange:
        """The working day as one: evening sets come after it, prescribed ones are spread over it.

        From the first start to the last end; without hours from nine to six.
        """
        parts = [part for text in self.hours if (part := parse_range(text)) is not None]
        if not parts:
            return TimeRange(9 * 60, 18 * 60)
        if len(parts) == 1:
            return parts[0]
        return TimeRange(min(part.start for part in parts), max(part.until for part in parts))
