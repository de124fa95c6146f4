"""That movement waits after the emergency card: kept by the running program, or in a file for it.

The program that runs has it in its state. Where none runs, a command writes a file, which the next
program takes over.
"""

from __future__ import annotations

import msgspec

from knotbreak.app.controller import Controller
from knotbreak.app.movement_hold import ProgramHold
from knotbreak.app.state import AppState
from knotbreak.core.problems import Problem, ProblemError
from knotbreak.core.scheduler_state import GUIDE
from knotbreak.storage.emergency_hold import HoldFile
from knotbreak.storage.folders import Folders
from knotbreak.storage.state_file import StructFile
from knotbreak.system.clock import SystemClock
from knotbreak.system.instance import AlreadyRunningError, InstanceLock
from knotbreak.system.ipc_client import AnswerError, NotRunningError, ask


def hold_file(folders: Folders) -> HoldFile:
    """What a command leaves for the next program."""
    return HoldFile(folders.state / "emergency.toml", SystemClock().now().utc_ms)


def held_in_state(folders: Folders) -> bool:
    """Whether movement waits in what the program has kept; a state that cannot be read is no
    reason to hold."""
    try:
        left = StructFile(folders.state / "state.toml", AppState).load()
    except ProblemError:
        return False
    return left is not None and left.scheduler is not None and GUIDE in left.scheduler.pauses


def take_over(folders: Folders, controller: Controller) -> None:
    """Let the program that starts keep what a command has left for it.

    Raises:
        ProblemError: if something could not be written; movement waits all the same.
    """
    file = hold_file(folders)
    if file.held:
        ProgramHold(controller).hold()
        file.release()


class CommandHold:
    """The `EmergencyHold` port of a command: asks the program that runs, or keeps it on the disk.

    A program that does not answer is taken for one that holds.
    """

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._file = hold_file(folders)
        self._state = StructFile(folders.state / "state.toml", AppState)

    @property
    def held(self) -> bool:
        """Whether movement waits."""
        try:
            return self._file.held or self._ask({})
        except AnswerError:
            return True
        except NotRunningError:
            return held_in_state(self._folders)

    def hold(self) -> None:
        """Note it, with the running program or for the next one; raises `ProblemError`."""
        try:
            if self._ask({"hold": True}):
                return
        except (NotRunningError, AnswerError):
            pass
        self._file.hold()

    def release(self) -> None:
        """The person says that they have been checked; raises `ProblemError`."""
        try:
            self._ask({"hold": False})
        except NotRunningError:
            self._release_in_state()
        except AnswerError as error:
            raise ProblemError(Problem(where="knotbreak", what=str(error))) from None
        self._file.release()

    def _ask(self, args: dict[str, object]) -> bool:
        answer = ask(self._folders.runtime / "socket", "movement", args)
        data = answer.get("data")
        if not isinstance(data, dict):
            raise AnswerError(str(answer.get("message")))
        return data.get("held") is True

    def _release_in_state(self) -> None:
        if not held_in_state(self._folders):
            return
        try:
            with InstanceLock(self._folders.runtime / "knotbreak.lock"):
                left = self._state.load()
                if left is None or left.scheduler is None:
                    return
                pauses = {key: one for key, one in left.scheduler.pauses.items() if key != GUIDE}
                scheduler = msgspec.structs.replace(left.scheduler, pauses=pauses)
                self._state.save(msgspec.structs.replace(left, scheduler=scheduler))
        except AlreadyRunningError as error:
            raise ProblemError(Problem(where="knotbreak", what=str(error))) from None
