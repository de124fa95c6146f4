"""Where the machine's power comes from, as the kernel tells (Linux: sysfs)."""

from __future__ import annotations

from pathlib import Path

from knotbreak.system.sysfs import text_of

POWER = Path("/sys/class/power_supply")


def on_battery(power: Path = POWER) -> bool | None:
    """Whether the machine runs on its battery; None if it has none, or does not tell."""
    states = [
        text_of(supply / "status").lower()
        for supply in sorted(power.glob("*"))
        # A mouse has a battery too; it is of the scope "Device".
        if text_of(supply / "type") == "Battery" and text_of(supply / "scope") != "Device"
    ]
    return "discharging" in states if states else None
