"""The guide and the library that come with the program, read once for each file of tests."""

from __future__ import annotations

import pytest

from knotbreak.guide.book import Guide
from knotbreak.storage.folders import builtin_root
from knotbreak.storage.guide_files import load_guide
from knotbreak.storage.library import LibraryReader
from tests.content.shipped import Shipped


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    return Shipped(LibraryReader(builtin_root(), tmp_path_factory.mktemp("nobody")).reload())


@pytest.fixture(scope="module")
def guide(shipped: Shipped) -> Guide:
    return load_guide(builtin_root(), shipped.stretches, shipped.routines)
