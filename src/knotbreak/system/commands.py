"""Asking a small program of the system. For threads: it waits."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence

ANSWER_S = 0.8
"""Two that hang, one after the other, still leave time within a look at everything."""


def run_briefly(command: Sequence[str], environ: Mapping[str, str]) -> str:
    """Run a program for `ANSWER_S` at most; what it printed.

    Raises:
        OSError: it is not there, or does not start.
        subprocess.SubprocessError: it failed, or took too long; it has been ended.
    """
    done = subprocess.run(
        command,
        env={**environ, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=ANSWER_S,
    )
    return done.stdout.decode("utf-8", "replace")
