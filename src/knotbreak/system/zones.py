"""`zoneinfo`, without the thousand settings that Python was built with.

To learn where zone files are it asks `sysconfig`, which loads all of those: 0.3 MB, all day. The
usual folders are said beforehand, as its documentation offers, unless the person has said others.
"""

from __future__ import annotations

import os

_SAYS = "PYTHONTZPATH"
_USUAL = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"

_unsaid = os.name == "posix" and _SAYS not in os.environ
if _unsaid:
    os.environ[_SAYS] = _USUAL
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: E402

if _unsaid:
    del os.environ[_SAYS]

__all__ = ["ZoneInfo", "ZoneInfoNotFoundError"]
