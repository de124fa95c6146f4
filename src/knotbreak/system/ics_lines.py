"""The lines of an iCalendar file (RFC 5545, section 3.1), put together and taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_NAME = re.compile(r"[A-Za-z0-9-]+")


class IcsLine(msgspec.Struct, frozen=True):
    """One property: its name and parameters in capitals, its value as it stands."""

    name: str
    params: Mapping[str, str]
    value: str


def ics_lines(text: str) -> Iterator[IcsLine]:
    """Every property of a file; what is none is left out."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    for line in unfolded.splitlines():
        name = _NAME.match(line)
        if name is None:
            continue
        params = {}
        end = name.end()
        while (found := _PARAMETER.match(line, end)) is not None:
            params[found[1].upper()] = found[2].strip('"')
            end = found.end()
        if line[end : end + 1] == ":":
            yield IcsLine(name[0].upper(), params, line[end + 1 :])


def ics_events(text: str) -> Iterator[list[IcsLine]]:
    """The properties of each event, without those of the alarms inside it."""
    open_parts: list[str] = []
    event: list[IcsLine] = []
    for line in ics_lines(text):
        if line.name == "BEGIN":
            open_parts.append(line.value.upper())
            if line.value.upper() == "VEVENT":
                event = []
        elif line.name == "END":
            if open_parts and open_parts.pop() == "VEVENT":
                yield event
        elif open_parts and open_parts[-1] == "VEVENT":
            event.append(line)
