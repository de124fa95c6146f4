"""Files that are not TOML: found before they can do harm, and explained in plain words."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from knotbreak.core.problems import Problem, ProblemError
from knotbreak.storage.toml_lines import printable, quoted

DEEPEST = 40
"""More brackets within each other, or parts in one key, than any real file has."""

# tomllib needs quadratic time for `a.a.a.…` and recursion for brackets, so both are counted
# before it sees the text. The possessive `++` and the optional ends keep this scan linear.
_BARE = "[A-Za-z0-9_-]++"
_DEEP_KEY = rf"""(?:(?:{_BARE}|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{DEEPEST}}}"""
_TOKEN = re.compile(
    rf"""(?P<deep>{_DEEP_KEY})
    |{_BARE}
    |\#[^\n]*+
    |(?P<long>\"\"\"(?:\\.|[^"\\]|"(?!""))*+(?P<end>"{{3,5}})?)
    |(?P<plain>\'\'\'(?:[^']|'(?!''))*+(?P<plain_end>'{{3,5}})?)
    |"(?:[^"\\\n]|\\.)*+"?
    |'[^'\n]*+'?
    |(?P<open>[\[{{])
    |(?P<close>[\]}}])""",
    re.DOTALL | re.VERBOSE,
)


def loads(text: str, where: str) -> dict[str, Any]:
    """Read a text as TOML.

    Raises:
        ProblemError: with one problem, which names a line.
    """
    deep, unclosed = _scan(text)
    if deep is not None:
        raise _refused(where, _line(text, deep), "too many levels within each other")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProblemError(_explain(str(error), text, where, unclosed)) from None
    except ValueError:
        # int() refuses more than 4300 digits; tomllib lets that through without a place.
        digits = re.search(r"[0-9_]{4000,}", text)
        line = _line(text, digits.start()) if digits else None
        raise _refused(where, line, "a number with far too many digits") from None
    except RecursionError:
        raise _refused(where, None, "too many levels within each other") from None


def _scan(text: str) -> tuple[int | None, int | None]:
    """Find where the text nests too deeply, and the bracket or long text that is never closed."""
    opened: list[int] = []
    for token in _TOKEN.finditer(text):
        if token["deep"]:
            return token.start(), None
        if token["open"]:
            opened.append(token.start())
            if len(opened) > DEEPEST:
                return token.start(), None
        elif token["close"] and opened:
            opened.pop()
        elif (token["long"] or token["plain"]) and not (token["end"] or token["plain_end"]):
            return None, token.start()
    return None, opened[0] if opened else None


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _refused(where: str, line: int | None, what: str) -> ProblemError:
    return ProblemError(Problem(where=where, line=line, what=what))


def _explain(message: str, text: str, where: str, unclosed: int | None) -> Problem:
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    what = message[: found.start()] if found else message
    at_end = found is None or found[1] is None
    line = len(text.rstrip().split("\n")) if found is None or at_end else int(found[1])
    column = int(found[2]) - 1 if found and not at_end else None
    source = text.split("\n")[line - 1]
    if unclosed is not None and (at_end or "Unclosed" in what or "Invalid value" in what):
        mark, opened = text[unclosed], _line(text, unclosed)
        if at_end or opened < line:
            three = mark in "\"'"
            mark = mark * 3 if three else mark
            return Problem(
                where=where,
                line=opened,
                what=f"{mark} is opened here and never closed",
                hint=f"the matching {mark if three else {'[': ']', '{': '}'}[mark]} is missing",
            )
    words, hint = _in_words(what, source, column)
    return Problem(where=where, line=line, what=printable(words), hint=printable(hint))


def _in_words(what: str, source: str, column: int | None) -> tuple[str, str]:
    """Say what is wrong with the line `source`, in words for someone new to TOML."""
    key, equals, value = (part.strip() for part in source.partition("="))
    key = key.lstrip("{[ ")
    if what.startswith(("Cannot declare", "Cannot overwrite", "Cannot mutate", "Duplicate")):
        return _twice(what, source, key)
    if "Illegal character '\\n'" in what or what == "Unterminated string":
        return "a text is not closed", "it needs a quote at its end, on the same line"
    if what.startswith("Illegal character"):
        return f"a character that no text may hold: {what[18:]}", "delete it and type it again"
    if what.startswith("Unescaped '\\'"):
        return "a single backslash in a text", "write two: \\\\"
    if what.startswith("Unclosed"):
        return "a list or a { } table goes wrong here", "its items need commas between them"
    if re.match(r"\s*[A-Za-z0-9_-]+\s*:", source) and "=" in what:
        return "a colon where = belongs", f"write {key.split(':')[0].strip()} = ..."
    if "]' at the end of" in what:
        return f"{quoted(source.strip())} is not closed", "[ needs one ], and [[ needs ]]"
    rest = source if column is None else source[column:]
    if what.startswith("Invalid initial character") and rest[:1] == "}":
        return "a comma before }", "delete the comma"
    if not equals and not source.strip().startswith("["):
        return f"{quoted(source.strip())} is not key = value", "a comment begins with #"
    if what.startswith(("Invalid value", "Expected newline")) and equals:
        return _bad_value(value, rest)
    if what.startswith(("Invalid statement", "Expected '='", "Invalid initial")):
        what = f"{quoted(key)} cannot be a key" if key else "a key is missing before the ="
        return what, "a key has letters from a to z, digits, _ and -"
    return what[:1].lower() + what[1:], "the format is TOML: key = value, one in each line"


def _twice(what: str, source: str, key: str) -> tuple[str, str]:
    table = re.match(r"\s*\[+\s*([^\]]*?)\s*\]", source)
    if table is None:
        inside = re.fullmatch(r"Duplicate inline table key '(.*)'", what)
        return f"{(inside[1] if inside else key)[:60]} is here twice", "keep one of them"
    name = table[1][:60]
    return f"[{name}] does not fit what stands above", f"for one of several, write [[{name}]]"


def _bad_value(value: str, rest: str) -> tuple[str, str]:
    value = re.sub(r"\s+#.*", "", value)
    if not value or value.startswith("#"):
        return "nothing stands after the =", "write a value, or delete the line"
    if re.match("[“”„‟«»‘’‚]", value):
        return "curly quotes around a text", 'use straight ones: "'
    if value.lower() in {"true", "false"}:
        return f"{quoted(value)} needs small letters", f"write {value.lower()}"
    if value.lower() in {"yes", "no", "on", "off"}:
        answer = "true" if value.lower() in {"yes", "on"} else "false"
        return f"{quoted(value)} needs quotes, or is {answer} meant?", "yes is true, no is false"
    if re.fullmatch(r"[+-]?\d+,\d+", value):
        return f"{value} is not a number", f"write {value.replace(',', '.')}"
    if re.fullmatch(r"[+-]?(\.\d+|\d+\.)", value):
        return f"{value} is not a number", "write a digit on both sides of the dot"
    if re.fullmatch(r"0\d+", value):
        return f"{value} is not a number", f"write {value.lstrip('0') or '0'}"
    if number := re.fullmatch(r"([+-]?\d+(?:\.\d+)?)\s*[A-Za-z]+", value):
        return f"{quoted(value)} is not a number", f"write {number[1]}, without the unit"
    if value[0] in "\"'[{":
        return f"{quoted(rest.strip())} is too much here", "one value in each line"
    return f"{quoted(value)} is not a value", f'text needs quotes: "{value[:40]}"'
