"""That movement waits after the emergency card, as the running program keeps it."""

from __future__ import annotations

from knotbreak.app.controller import Controller
from knotbreak.app.intents import AllowMovement, HoldMovement
from knotbreak.core.problems import ProblemError
from knotbreak.core.scheduler_state import GUIDE


class ProgramHold:
    """The `EmergencyHold` port: a reason to pause, in the state that survives a kill."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller

    @property
    def held(self) -> bool:
        """Whether movement waits."""
        return GUIDE in self._controller.reminding.scheduler.state.pauses

    def hold(self) -> None:
        """Let it wait, and stop what plays.

        Raises:
            ProblemError: if that could not be written; it waits all the same.
        """
        if not self.held:
            problems = self._controller.handle(HoldMovement())
            if problems:
                raise ProblemError(problems)

    def release(self) -> None:
        """The person says that they have been checked.

        Raises:
            ProblemError: if that could not be written.
        """
        if self.held:
            problems = self._controller.handle(AllowMovement())
            if problems:
                raise ProblemError(problems)
