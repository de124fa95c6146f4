"""Puts a simulated day together: the files that describe it, and the program without an outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from knotbreak.app.simulated import SimulatedSettings
from knotbreak.app.simulation import Line, Simulation
from knotbreak.bootstrap.files import health
from knotbreak.core.settings import Settings
from knotbreak.core.trace import laid_out
from knotbreak.storage.settings_file import read_settings
from knotbreak.storage.trace_file import read_trace, zone_of

if TYPE_CHECKING:
    from knotbreak.app.ports import RoutineLibrary, Translator


def simulate(
    trace_name: str,
    *,
    settings: str | None,
    library: RoutineLibrary,
    translator: Translator,
    out: Callable[[Line], None],
) -> None:
    """Live through the day of a trace file; `settings` is a file that goes before those in it.

    Raises:
        ProblemError: with every fault of the files.
    """
    trace = read_trace(Path(trace_name), trace_name)
    chosen = trace.settings or Settings()
    if settings is not None:
        chosen = read_settings(Path(settings), settings)
    plan = laid_out(trace, zone_of)
    simulation = Simulation(
        start_utc_ms=plan.start_utc_ms,
        zone=plan.zone,
        settings=chosen,
        library=library,
        translator=translator,
        out=out,
        easing=health(library, SimulatedSettings(chosen)).easing,
    )
    simulation.run(plan)
