"""Carries out what changes nothing inside: notices, sounds, words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knotbreak.app.care_desk import CareDesk
from knotbreak.app.effects import (
    AskSafety,
    AwaitInputPause,
    CloseStale,
    DropAlarm,
    Effect,
    Hush,
    RaiseAlarm,
    Ring,
    ShowNotice,
    Sound,
    Speak,
    Tell,
    WithdrawNotice,
)
from knotbreak.app.presence import Presence

if TYPE_CHECKING:
    from knotbreak.app.ports import FrontEnd, Notifier, Sounds


class Outside:
    """The ports that effects go to."""

    def __init__(
        self,
        notifier: Notifier,
        front: FrontEnd,
        presence: Presence,
        care: CareDesk,
        sounds: Sounds | None = None,
    ) -> None:
        self._care = care
        self._notifier = notifier
        self._front = front
        self._presence = presence
        self._sounds = sounds

    def stop(self) -> None:
        """Take down what is on the screen, and let go of it."""
        self._notifier.stop()
        self._care.stop()

    def carry_out(self, effect: Effect) -> None:
        """Do what an effect asks of the outside; what it asks of the inside is no concern here."""
        match effect:
            case ShowNotice(notice=notice):
                self._notifier.show(notice)
            case WithdrawNotice(offer_id=offer_id):
                self._notifier.withdraw(offer_id)
            case CloseStale(handle=handle):
                self._notifier.close_stale(handle)
            case AwaitInputPause():
                self._presence.await_input_pause(lambda fn: fn())
            case AskSafety():
                self._front.acknowledge_first()
            case Ring():
                self._front.ring(effect)
            case RaiseAlarm(notice=notice, window=window):
                self._care.raise_alarm(notice, window)
            case DropAlarm(timer=timer):
                self._care.drop_alarm(timer)
            case Tell(text=text):
                self._front.tell(text)
            case Sound() | Speak() | Hush() if self._sounds is not None:
                self._be_heard(effect, self._sounds)
            case _:
                pass

    @staticmethod
    def _be_heard(effect: Sound | Speak | Hush, sounds: Sounds) -> None:
        match effect:
            case Sound(tone=tone):
                sounds.play(tone)
            case Speak(text=text):
                sounds.speak(text)
            case Hush():
                sounds.stop()
