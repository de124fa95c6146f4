"""A notice, as notifiers show it."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class NoticeAction(msgspec.Struct, frozen=True):
    """A button of a notice."""

    key: str
    label: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What the user sees when something is due, already worded (plain text, no markup).

    `default_action` is what a click on the notice itself means. A quiet notice is low in urgency,
    silent, and leaves no trace in the desktop's list; an urgent one comes through do not disturb
    and stays until it is answered. `stay_ms` is in the program's time, `picture` the path of a
    small picture of what is offered, or empty.
    """

    offer_id: int
    title: str
    body: str
    actions: tuple[NoticeAction, ...]
    default_action: str
    quiet: bool
    stay_ms: int
    picture: str = ""
    urgent: bool = False


class ClosedHow(StrEnum):
    """Why a notice is gone."""

    EXPIRED = "expired"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    LOST = "lost"
