"""Programs that keep the screen awake: a film, a call, a presentation.

Where each desktop keeps the list:
- KDE: org.kde.Solid.PowerManagement.PolicyAgent, ListInhibitions a(ss): program and reason.
- GNOME, Cinnamon, Budgie: org.gnome.SessionManager, GetInhibitors ao; of each GetFlags (8: idle)
  and GetAppId.
- MATE, Xfce: org.freedesktop.PowerManagement.Inhibit, GetInhibitors as.
- every systemd: org.freedesktop.login1, ListInhibitors a(ssssuu): what, who, why, mode, uid, pid.

The X server's own "screen saver disabled" is not asked: whoever uses another locker, or `xset s
off`, has it all day.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jeepney import DBusAddress, Message, new_method_call

from knotbreak.app.signals import BusyReason
from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system.bus_probe import BusProbe, Question
from knotbreak.system.probe import OWN_NAME
from knotbreak.system.session_bus import SessionBus

if TYPE_CHECKING:
    from knotbreak.app.ports import Loop, Translator

_KDE = DBusAddress(
    "/org/kde/Solid/PowerManagement/PolicyAgent",
    "org.kde.Solid.PowerManagement.PolicyAgent",
    "org.kde.Solid.PowerManagement.PolicyAgent",
)
_GNOME = DBusAddress(
    "/org/gnome/SessionManager", "org.gnome.SessionManager", "org.gnome.SessionManager"
)
_GNOME_INHIBITOR = "org.gnome.SessionManager.Inhibitor"
_GNOME_IDLE = 8
_POWER = DBusAddress(
    "/org/freedesktop/PowerManagement/Inhibit",
    "org.freedesktop.PowerManagement",
    "org.freedesktop.PowerManagement.Inhibit",
)
_LOGIND = DBusAddress(
    "/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager"
)
_GNOME_ECHO = "user session inhibited"
"""What gnome-session repeats to logind; it was asked itself, and would echo our own."""


def inhibitors_probe(
    loop: Loop, translator: Translator, session: SessionBus, system: SessionBus
) -> BusProbe:
    """Look for programs that keep the screen awake, other than this one."""
    reader = _Reader(translator, session, os.getuid())
    works = translator.gettext("It knows which programs keep the screen awake.")
    questions = [
        Question(means=means, bus=bus, message=message, read=read, works=works)
        for means, bus, message, read in (
            ("KDE PolicyAgent", session, new_method_call(_KDE, "ListInhibitions"), reader.kde),
            ("SessionManager", session, new_method_call(_GNOME, "GetInhibitors"), reader.gnome),
            ("PowerManagement", session, new_method_call(_POWER, "GetInhibitors"), reader.power),
            ("logind", system, new_method_call(_LOGIND, "ListInhibitors"), reader.logind),
        )
    ]
    return BusProbe(loop, translator, translator.gettext("screen kept awake"), questions)


class _Reader:
    def __init__(self, translator: Translator, session: SessionBus, uid: int) -> None:
        self._ = translator.gettext
        self._session = session
        self._uid = uid

    def kde(self, message: Message) -> Sequence[BusyReason]:
        return self._reasons([program for program, _why in message.body[0]])

    def power(self, message: Message) -> Sequence[BusyReason]:
        return self._reasons(list(message.body[0]))

    def logind(self, message: Message) -> Sequence[BusyReason]:
        return self._reasons(
            [
                who
                for what, who, why, mode, uid, _pid in message.body[0]
                if "idle" in what.split(":")
                and mode == "block"
                and uid == self._uid
                and why != _GNOME_ECHO
            ]
        )

    def gnome(self, message: Message) -> Sequence[Question]:
        return [self._gnome_question(path, "GetFlags") for path in message.body[0]]

    def _gnome_question(self, path: str, member: str) -> Question:
        address = DBusAddress(path, _GNOME.bus_name, _GNOME_INHIBITOR)

        def flags(reply: Message) -> Sequence[Question]:
            return [self._gnome_question(path, "GetAppId")] if reply.body[0] & _GNOME_IDLE else []

        def app_id(reply: Message) -> Sequence[BusyReason]:
            return self._reasons([reply.body[0]])

        return Question(
            means="SessionManager",
            bus=self._session,
            message=new_method_call(address, member),
            read=flags if member == "GetFlags" else app_id,
            works="",
        )

    def _reasons(self, programs: Sequence[str]) -> Sequence[BusyReason]:
        others = [one for one in programs if one.lower() != OWN_NAME]
        return [self._reason(one) for one in dict.fromkeys(others)]

    def _reason(self, program: str) -> BusyReason:
        if program:
            words = self._("{program} keeps the screen awake").format(program=program)
        else:
            words = self._("a program keeps the screen awake")
        return BusyReason(
            id=f"inhibitor:{program}",
            kind=Kind.INHIBITOR,
            words=words,
            owner=program,
            confidence=Confidence.LIKELY,
        )
