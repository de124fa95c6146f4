"""The little of the Desktop Entry Specification (freedesktop.org) that autostart needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_GROUP = "[Desktop Entry]"
_ESCAPED = {"\\": "\\\\", '"': '\\"', "`": "\\`", "$": "\\$"}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./+:@,=")


def exec_line(command: Sequence[str]) -> str:
    """The value of `Exec` that starts a command: what needs it is quoted, `%` is doubled."""
    return " ".join(_quoted(word) for word in command)


def command_of(line: str) -> list[str] | None:
    """The command that a value of `Exec` starts, without field codes; None if it is malformed."""
    words: list[str] = []
    word, quoted, begun = "", False, False
    characters = iter(line.replace("\\\\", "\\"))
    for character in characters:
        if quoted and character == "\\":
            word += next(characters, "")
        elif character == '"':
            quoted, begun = not quoted, True
        elif character == " " and not quoted:
            if begun or word:
                words.append(word)
            word, begun = "", False
        else:
            word += character
    if quoted:
        return None
    if begun or word:
        words.append(word)
    return [one.replace("%%", "%") for one in words if not (len(one) == 2 and one[0] == "%")]


def entry_text(values: Mapping[str, str]) -> str:
    """A whole entry."""
    return "\n".join([_GROUP, *(f"{key}={value}" for key, value in values.items()), ""])


def entry_values(text: str) -> dict[str, str]:
    """The keys of the entry itself; the last of two that are the same counts for nothing."""
    values: dict[str, str] = {}
    inside = False
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("["):
            inside = line == _GROUP
        elif inside and "=" in line and not line.startswith("#"):
            key, _equals, value = line.partition("=")
            values.setdefault(key.strip(), value.strip())
    return values


def is_true(values: Mapping[str, str], key: str, otherwise: bool = False) -> bool:
    """A boolean key; old entries write 1 and 0."""
    value = values.get(key)
    return otherwise if value is None else value.lower() in ("true", "1")


def shown_in(values: Mapping[str, str], desktops: Sequence[str]) -> bool:
    """Whether the entry is for one of these names of `XDG_CURRENT_DESKTOP`."""
    only = [name for name in values.get("OnlyShowIn", "").split(";") if name]
    never = [name for name in values.get("NotShowIn", "").split(";") if name]
    for name in desktops:
        if name in only:
            return True
        if name in never:
            return False
    return not only


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if word and set(word) <= _PLAIN | {"%"}:
        return word
    inner = "".join(_ESCAPED.get(character, character) for character in word)
    # A value escapes its backslashes once more.
    return '"' + inner.replace("\\", "\\\\") + '"'
