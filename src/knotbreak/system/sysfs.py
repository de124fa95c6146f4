"""Reads the kernel's small files."""

from __future__ import annotations

from pathlib import Path


def text_of(path: Path) -> str:
    """What a file says, without space around it; nothing if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
