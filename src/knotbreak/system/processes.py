"""The programs that run on Linux, as /proc tells."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def running(proc: Path = PROC) -> Iterator[Path]:
    """The folders of all processes that may be looked at."""
    for folder in proc.iterdir():
        if folder.name.isdecimal():
            yield folder


def names_of(process: Path) -> set[str]:
    """The names under which people know a process, in lower case."""
    names = set()
    try:
        # Cut by the kernel to 15 characters.
        names.add((process / "comm").read_text(errors="replace").strip())
        first = (process / "cmdline").read_bytes().split(b"\0")[0]
        names.add(os.fsdecode(first).rpartition("/")[2])
        names.add((process / "exe").readlink().name)
    except OSError:
        # It has ended, or is another user's.
        pass
    return {name.lower() for name in names if name}


def open_files(process: Path) -> Iterator[str]:
    """What a process of this user has open."""
    try:
        links = list((process / "fd").iterdir())
    except OSError:
        return
    for link in links:
        try:
            yield os.readlink(link)  # noqa: PTH115 - thousands of them
        except OSError:
            continue
