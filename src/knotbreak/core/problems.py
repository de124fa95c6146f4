"""What a person can cause and mend: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One fault in plain words.

    `where` is a file or another place a person knows, `line` counts from 1, `key` is the path
    inside the file (`step[2].hold_s`). `what` says what is wrong, `hint` what is allowed or what
    to do. A `warning` is said but refuses nothing.
    """

    where: str
    what: str
    line: int | None = None
    key: str = ""
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        parts = [part for part in (place, self.key, self.what) if part]
        return ": ".join(parts) + (f" ({self.hint})" if self.hint else "")


class ProblemError(Exception):
    """Carries one or more problems to the edge that shows them."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
