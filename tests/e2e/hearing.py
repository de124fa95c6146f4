"""The program with these players and voices and no others, and a session that can be heard."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from tests.desktop.desktop import Desktop
from tests.desktop.processes import find_program
from tests.desktop.sound import SoundServer
from tests.desktop.waiting import wait_until
from tests.e2e.program import settings_text
from tests.e2e.windowed import Windowed

HOLD_S, SWITCH_S = 7, 4
ROUTINE = f"""
format = 1
title = "Two sides"
ready_s = 3
switch_s = {SWITCH_S}

[[step]]
name = "Reach"
cue = "One arm, then the other."
side = "each"
hold_s = {HOLD_S}
"""
CHIMES = """
place = "home"
sound.home = "chimes"
sound.breath = false
"""
VOICE = CHIMES.replace("chimes", "voice")
PLAYS = ("paplay", "pactl")
"""A player, and what tells whether its server answers."""

SPEAKS = (*PLAYS, "espeak-ng")


@contextlib.contextmanager
def sound_server(desktop: Desktop) -> Iterator[SoundServer]:
    """A sound server whose loudspeaker is a file."""
    folder = desktop.folder / "heard"
    folder.mkdir()
    with SoundServer(folder) as server:
        yield server


@contextlib.contextmanager
def hearing(
    desktop: Desktop, settings: str, server: SoundServer | None, *programs: str
) -> Iterator[Windowed]:
    """The program where these programs play and speak, and no others; with or without a server."""
    shelf = desktop.folder / "shelf"
    shelf.mkdir()
    for name in programs:
        (shelf / name).symlink_to(find_program(name))
    env = {**desktop.env, "PATH": str(shelf)}
    if server is not None:
        env["PULSE_SERVER"] = f"unix:{server.folder}/sound/pulse/native"
    program = Windowed(env, "run")
    program.prepare(settings + settings_text(), ROUTINE)
    program.start()
    try:
        yield program
    finally:
        program.stop()
    assert "Traceback" not in program.said


def play(program: Windowed) -> None:
    """A session from its start to its end."""
    done = program.command("play", "mini")
    assert done.returncode == 0, done.stderr
    wait_until(lambda: program.events("session"), "it is played to its end", 90_000)
    (ended,) = program.events("session")
    assert ended["outcome"] == "done"
