"""Sound servers without a sound card.

Debian: apt-get install --no-install-recommends pulseaudio pulseaudio-utils pipewire pipewire-bin \
    wireplumber
"""

from __future__ import annotations

import json
import os
import subprocess
from array import array
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.desktop.processes import Processes
from tests.desktop.waiting import wait_until

MICROPHONE, LOUDSPEAKER = "mic", "speaker"


class _Server:
    """A context manager: the server of a subclass in a folder of its own."""

    def __init__(self, folder: Path, env: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._run = folder / "sound"
        self._more_env = dict(env or {})

    def __enter__(self) -> Self:
        self._run.mkdir(mode=0o700)
        env = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._run),
            **self._more_env,
        }
        self._processes = Processes(self._folder, env)
        self.env = self._processes.env
        try:
            self._start()
        except BaseException:
            self._processes.end_all()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._processes.end_all()

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self._folder

    def end(self, recorder: subprocess.Popen[bytes]) -> None:
        """Listen no more."""
        before = self._streams()
        self._processes.end(recorder)
        wait_until(lambda: self._streams() < before, "the stream is gone")

    def _start(self) -> None:
        raise NotImplementedError

    def _streams(self) -> int:
        raise NotImplementedError


class SoundServer(_Server):
    """PulseAudio with a microphone that hears nothing and a loudspeaker that nobody hears."""

    def _start(self) -> None:
        self._processes.spawn(
            ["pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "-n",
             "-L", f"module-null-sink sink_name={LOUDSPEAKER}",
             "-L", f"module-null-source source_name={MICROPHONE}",
             "-L", "module-native-protocol-unix"],
        )  # fmt: skip
        wait_until((self._run / "pulse" / "native").exists, "the sound server listens")

    def record(self, source: str, target: Path | None = None) -> subprocess.Popen[bytes]:
        """Listen to a source; the stream is there when this returns. 16 bits, two channels."""
        before = self._streams()
        with (target or Path(os.devnull)).open("wb") as heard:
            recorder = self._processes.spawn(
                ["parec", "--latency-msec=20", "-d", source], stdout=heard
            )
        wait_until(lambda: self._streams() > before, f"something listens to {source}")
        return recorder

    def _streams(self) -> int:
        return len(self._processes.run(["pactl", "list", "short", "source-outputs"]).splitlines())


class Loudspeaker:
    """What is played on a server, as it is played: a context manager."""

    def __init__(self, server: SoundServer) -> None:
        self._server = server
        self._file = server.folder / "heard.raw"

    def __enter__(self) -> Self:
        self._recorder = self._server.record(f"{LOUDSPEAKER}.monitor", self._file)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.end(self._recorder)

    def recorded(self) -> bytes:
        """All that has been heard so far: whole frames of 16 bits and two channels, 44.1 kHz."""
        heard = self._file.read_bytes()
        return heard[: len(heard) // 4 * 4]

    def peak(self, last_s: float = 3600.0) -> float:
        """The loudest of what has been heard in the last seconds, from 0 to 1."""
        size = 4 * round(min(last_s, 3600.0) * 44_100)
        heard = self.recorded()[-size:]
        return max(map(abs, array("h", heard)), default=0) / 32_768

    def still_for_s(self, seconds: float) -> bool:
        """Whether nothing has been heard in the last seconds."""
        return self.peak(seconds) == 0.0


class PipeWireServer(_Server):
    """PipeWire with a microphone that hears nothing. Needs a session bus in its environment."""

    def _start(self) -> None:
        self._processes.spawn(["pipewire"])
        wait_until((self._run / "pipewire-0").exists, "PipeWire listens")
        self._processes.spawn(["wireplumber"])
        wait_until(lambda: "WirePlumber" in self._dump(), "the session manager is there")
        what = (
            f"{{ factory.name=support.null-audio-sink node.name={MICROPHONE} "
            "media.class=Audio/Source/Virtual object.linger=true audio.position=[FL FR] }"
        )
        self._processes.run(["pw-cli", "create-node", "adapter", what])
        wait_until(lambda: f'"{MICROPHONE}"' in self._dump(), "the microphone is there")

    def record(self) -> subprocess.Popen[bytes]:
        """Listen to the microphone; the stream runs when this returns."""
        target = str(self._folder / "heard.wav")
        recorder = self._processes.spawn(["pw-record", "--target", MICROPHONE, target])
        wait_until(lambda: self._streams() > 0, "something listens")
        return recorder

    def _dump(self) -> str:
        return self._processes.run(["pw-dump", "--no-colors"])

    def _streams(self) -> int:
        nodes = (one for one in json.loads(self._dump()) if one["type"].endswith(":Node"))
        return sum(
            one["info"]["state"] == "running"
            and one["info"]["props"].get("media.class") == "Stream/Input/Audio"
            for one in nodes
        )
