"""What the kernel tells: programs, cameras, sound cards, batteries, monitors."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from knotbreak.core.interruptions import Confidence, Kind
from knotbreak.system.busy_machine import battery_probe, connected_monitors, monitor_probe
from knotbreak.system.busy_processes import camera_probe, programs_probe
from knotbreak.system.busy_sound import (
    microphone_probe,
    pipewire_listens,
    pulse_listens,
    share_probe,
)
from knotbreak.system.power import on_battery
from knotbreak.terminal.loop import SelectorLoop
from tests.desktop.waiting import wait_until
from tests.fakes import TRANSLATOR
from tests.system.looking import ids, look, outcomes


@pytest.fixture
def spawned() -> Iterator[list[subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for process in running:
        process.kill()
        process.wait()


def test_a_camera_that_a_program_has_open(
    tmp_path: Path, loop: SelectorLoop, spawned: list[subprocess.Popen[bytes]]
) -> None:
    probe = camera_probe(loop, TRANSLATOR, tmp_path)
    assert ids(loop, probe) == []
    assert outcomes(probe) == {"/dev/video*": "not-here"}
    camera = tmp_path / "video0"
    camera.touch()
    (tmp_path / "null").touch()
    assert ids(loop, probe) == []
    assert outcomes(probe) == {"/dev/video*": "chosen"}
    with camera.open() as stdin:
        spawned.append(subprocess.Popen(["sleep", "100"], stdin=stdin))
    (reason,) = look(loop, probe)
    assert (reason.id, reason.kind) == ("call:camera", Kind.CALL)
    assert reason.confidence is Confidence.LIKELY
    spawned[0].kill()
    spawned[0].wait()
    assert ids(loop, probe) == []


@pytest.mark.parametrize("script", [False, True])
@pytest.mark.parametrize("name", ["zoom", "A-Name-Longer-Than-Fifteen"])
def test_a_listed_program_that_runs(
    name: str,
    script: bool,
    tmp_path: Path,
    loop: SelectorLoop,
    spawned: list[subprocess.Popen[bytes]],
) -> None:
    program = tmp_path / name
    if script:
        # What runs is the interpreter; the name that is left is cut to 15 characters.
        program.write_text("#!/bin/sh\nread line\n")
        program.chmod(0o755)
    else:
        shutil.copy("/bin/sleep", program)
    probe = programs_probe(loop, TRANSLATOR, ["nobody-has-this", name.upper()])
    assert ids(loop, probe) == []
    process = subprocess.Popen([str(program), "100"], stdin=subprocess.PIPE)
    spawned.append(process)
    wait_until(lambda: ids(loop, probe), "the program is seen")
    (reason,) = look(loop, probe)
    assert (reason.kind, reason.owner) == (Kind.PROGRAM, name.upper())
    with process:
        process.kill()
    assert ids(loop, probe) == []


def test_no_listed_program(loop: SelectorLoop) -> None:
    probe = programs_probe(loop, TRANSLATOR, [])
    assert ids(loop, probe) == []
    assert outcomes(probe) == {"/proc": "not-here"}


def supply(folder: Path, **content: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in content.items():
        (folder / name).write_text(text + "\n")


def test_a_battery_in_use(tmp_path: Path, loop: SelectorLoop) -> None:
    probe = battery_probe(loop, TRANSLATOR, tmp_path)
    supply(tmp_path / "AC", type="Mains", online="1")
    supply(tmp_path / "hid", type="Battery", status="Discharging", scope="Device")
    assert ids(loop, probe) == []
    assert outcomes(probe) == {"sysfs": "not-here"}
    assert on_battery(tmp_path) is None
    for status, found in (("Charging", []), ("Discharging", ["battery"]), ("Full", [])):
        supply(tmp_path / "BAT0", type="Battery", status=status, scope="System")
        assert ids(loop, probe) == found
        assert on_battery(tmp_path) is bool(found)
    assert outcomes(probe) == {"sysfs": "chosen"}


def monitor(folder: Path, status: str, edid: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "status").write_text(status + "\n")
    (folder / "edid").write_bytes(edid)


def test_a_monitor_that_is_not_known(tmp_path: Path, loop: SelectorLoop) -> None:
    monitor(tmp_path / "card0-eDP-1", "connected", b"\0inner panel")
    monitor(tmp_path / "card0-HDMI-A-1", "disconnected", b"")
    monitor(tmp_path / "card0-Virtual-1", "connected", b"")
    (panel,) = known = connected_monitors(tmp_path)
    assert len(panel) == 12
    assert "panel" not in panel
    probe = monitor_probe(loop, TRANSLATOR, known, tmp_path)
    assert ids(loop, probe) == []
    monitor(tmp_path / "card0-HDMI-A-1", "connected", b"\0projector")
    (reason,) = look(loop, probe)
    assert (reason.kind, reason.confidence) == (Kind.MONITOR, Confidence.WEAK)
    both = monitor_probe(loop, TRANSLATOR, connected_monitors(tmp_path), tmp_path)
    assert ids(loop, both) == []
    none_listed = monitor_probe(loop, TRANSLATOR, (), tmp_path)
    assert ids(loop, none_listed) == []
    assert outcomes(none_listed) == {"sysfs": "not-here"}
    mute = monitor_probe(loop, TRANSLATOR, known, tmp_path / "nowhere")
    assert ids(loop, mute) == []
    assert outcomes(mute) == {"sysfs": "not-here"}


def test_without_a_sound_server_the_sound_cards_are_looked_at(
    tmp_path: Path, loop: SelectorLoop
) -> None:
    environ = {"PATH": str(tmp_path)}
    cards = tmp_path / "asound"
    probe = microphone_probe(loop, TRANSLATOR, environ, cards)
    assert ids(loop, probe) == []
    expected = {"PipeWire": "not-here", "PulseAudio": "not-here", "ALSA": "not-here"}
    assert outcomes(probe) == expected
    for device, status in (("pcm0p", "state: RUNNING\n"), ("pcm0c", "closed\n")):
        (cards / "card0" / device / "sub0").mkdir(parents=True)
        (cards / "card0" / device / "sub0" / "status").write_text(status)
    assert ids(loop, probe) == []
    assert outcomes(probe) == {**expected, "ALSA": "chosen"}
    (cards / "card0" / "pcm0c" / "sub0" / "status").write_text("state: RUNNING\nowner_pid: 9\n")
    assert ids(loop, probe) == ["call:microphone"]


@pytest.mark.parametrize("answer", ["{}", "[1]", "no json", ""])
def test_an_answer_that_is_none_is_a_failure(
    answer: str, tmp_path: Path, loop: SelectorLoop
) -> None:
    program = tmp_path / "pw-dump"
    program.write_text(f"#!/bin/sh\necho '{answer}'\n")
    program.chmod(0o755)
    probe = microphone_probe(loop, TRANSLATOR, {"PATH": str(tmp_path)}, tmp_path / "none")
    assert ids(loop, probe) == []
    assert outcomes(probe)["PipeWire"] == "failed"


def node(media_class: str, state: str = "running", **props: Any) -> dict[str, Any]:
    named = {name.replace("_", "."): value for name, value in props.items()}
    info = {"state": state, "props": {"media.class": media_class, **named}}
    return {"type": "PipeWire:Interface:Node", "info": info}


@pytest.mark.parametrize(
    ("nodes", "listens"),
    [
        ([node("Stream/Input/Audio")], True),
        ([node("Stream/Input/Audio", "idle")], False),
        ([node("Stream/Input/Audio", stream_monitor="true")], False),
        ([node("Stream/Input/Audio", stream_monitor=True)], False),
        ([node("Stream/Input/Audio", stream_capture_sink=True)], False),
        ([node("Stream/Output/Audio"), node("Audio/Source")], False),
        ([{"type": "PipeWire:Interface:Client"}, {"type": "x:Node", "info": None}], False),
    ],
)
def test_streams_of_pipewire(nodes: Sequence[Any], listens: bool) -> None:
    assert pipewire_listens(nodes) is listens


@pytest.mark.parametrize(
    ("output", "listens"),
    [
        ({"source": 1, "corked": False, "resample_method": "speex-float-1"}, True),
        ({"source": 1, "corked": True}, False),
        ({"source": 0, "corked": False}, False),
        ({"source": 1, "corked": False, "resample_method": "peaks"}, False),
    ],
)
def test_streams_of_pulseaudio(output: dict[str, Any], listens: bool) -> None:
    sources = [{"index": 0, "monitor_source": "speaker"}, {"index": 1, "monitor_source": ""}]
    assert pulse_listens([output], sources) is listens
    assert not pulse_listens([], sources)


@pytest.mark.parametrize(
    ("nodes", "found"),
    [
        ('[{"type":"a:Node","info":{"state":"running","props":{"media.class":'
         '"Stream/Output/Video"}}}]', ["call:share"]),
        ('[{"type":"a:Node","info":{"state":"suspended","props":{"media.class":'
         '"Stream/Output/Video"}}}]', []),
        ('[{"type":"a:Node","info":{"state":"running","props":{"media.class":'
         '"Video/Source"}}}]', []),
    ],
)  # fmt: skip
def test_a_screen_that_is_shared(
    nodes: str, found: list[str], tmp_path: Path, loop: SelectorLoop
) -> None:
    program = tmp_path / "pw-dump"
    program.write_text(f"#!/bin/sh\necho '{nodes}'\n")
    program.chmod(0o755)
    probe = share_probe(loop, TRANSLATOR, {"PATH": str(tmp_path)})
    assert ids(loop, probe) == found
