"""A private message bus."""

from __future__ import annotations

import signal
import subprocess
import xml.sax.saxutils
from pathlib import Path

from tests.desktop.processes import Processes
from tests.desktop.waiting import wait_until

_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
_SERVICES = Path("/usr/share/dbus-1/services")


class PrivateBus:
    """A bus of its own, which starts only the services that it is told of."""

    def __init__(self, processes: Processes, folder: Path, services: tuple[str, ...] = ()) -> None:
        self._processes = processes
        self._socket = folder / "bus"
        self.services = folder / "services"
        self.address = f"unix:path={self._socket}"
        self._config = folder / "bus.conf"
        self._process: subprocess.Popen[bytes] | None = None
        self.services.mkdir(parents=True)
        text = xml.sax.saxutils.escape
        self._config.write_text(
            _CONFIG.format(socket=text(str(self._socket)), services=text(str(self.services)))
        )
        for name in services:
            file = _SERVICES / f"{name}.service"
            (self.services / file.name).write_bytes(file.read_bytes())

    def start(self) -> None:
        """Start it; it listens when this returns."""
        self._process = self._processes.spawn(
            ["dbus-daemon", f"--config-file={self._config}", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline().startswith(b"unix:"), "the bus does not start"

    def stop(self) -> None:
        """End it, as a crash would."""
        if self._process is not None:
            self._processes.end(self._process, signal.SIGKILL)
            self._process = None
        self._socket.unlink(missing_ok=True)

    def pause(self) -> None:
        """Let it hang."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        pid = self._process.pid
        wait_until(lambda: _state(pid) == "T", "the bus stops")

    def go_on(self) -> None:
        """Let it answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
