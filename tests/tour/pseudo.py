"""A language that is none: every sentence of the program, a third longer and with marks on it.

It shows what is not translated yet, and what is cut where words are as long as German ones.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from tests.e2e.program import ROOT

LANGUAGE = "qps"
_MARKED = str.maketrans("aeiouAEIOUcnsy", "äéîöüÄÉÎÖÜçñšý")
_KEPT = re.compile(r"(\{[^}]*\}|%\([^)]*\)s)")
_LONGER = (" lang", " noch länger", " weitergehend", " Bildschirmarbeitsplatz")


def pseudo(text: str) -> str:
    """A sentence in that language; what is filled in stays as it is."""
    parts = _KEPT.split(text)
    marked = "".join(
        part if number % 2 else part.translate(_MARKED) for number, part in enumerate(parts)
    )
    tail = ""
    for more in _LONGER:
        if len(marked) + len(tail) < 1.35 * len(text):
            tail += more
    return marked + tail


def write_catalogue(package: Path) -> None:
    """Put the catalogue into an installed package."""
    catalogue = Catalog(locale="de")
    keywords = {"_": None, "N_": None, "_n": (1, 2), "gettext": None, "ngettext": (1, 2)}
    keywords |= {"counted": (1, 2)}
    found = extract_from_dir(str(ROOT / "src" / "knotbreak"), keywords=keywords)
    for _file, _line, message, _comments, _context in found:
        if isinstance(message, tuple):
            catalogue.add(message, string=tuple(pseudo(text) for text in message))
        elif message:
            catalogue.add(message, string=pseudo(message))
    made = BytesIO()
    write_mo(made, catalogue)
    folder = package / "_data" / "assets" / "locale" / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "knotbreak.mo").write_bytes(made.getvalue())
