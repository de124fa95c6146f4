from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.no_qt import without_qt


@pytest.fixture(autouse=True)
def _no_qt() -> Iterator[None]:
    with without_qt():
        yield
