"""The first minute and the settings, in every look."""

from __future__ import annotations

import contextlib
import shutil
import sysconfig
from pathlib import Path

from tests.desktop.waiting import wait_until
from tests.e2e.program import ROOT
from tests.tour.album import Roll
from tests.tour.eyes import Box
from tests.tour.pseudo import LANGUAGE, write_catalogue
from tests.tour.visit import Visit

ANY = "k.*tbr.*k"
"""The program's name, with whatever marks on it."""

WELCOME, SETTINGS = "Welcome", "Settings"
ANY_SETTINGS = f"tt.*g.*{ANY}"
"""Their title in other letters: the two in the middle have no marks."""

PAGES = (
    ("hello", "The first minute: what it does, and what everyone should know"),
    ("work", "When and where somebody works"),
    ("easy", "Anything to go easy on"),
    ("reminders", "What comes, and a day with it"),
    ("ready", "The end of the first minute"),
)
TEXT = """\
# Mine.
place = "home"

[reminder.tea]
at = ["15:00"]          # with cake
words = ["Tea?", "A cup of something warm?"]
"""


def first_minute(roll: Roll) -> None:
    """The pages of the first minute, light and dark."""
    for mark, dark in (("", False), ("dark-", True)):
        with Visit(roll, mark=mark, dark=dark) as visit:
            visit.start(4)
            _pages(visit, WELCOME)
            visit.press("Return")
            visit.until_session("the first stretch", state="running")


def settings(roll: Roll) -> None:
    """The window of settings, its reminders, a fault, and what is found."""
    for mark, dark in (("", False), ("dark-", True)):
        with Visit(roll, mark=mark, dark=dark) as visit:
            _prepare(visit, TEXT)
            visit.start(1)
            box = open_settings(visit)
            visit.shoot("settings", "All settings, and a day with them", visit.with_frame(box))
            _walk(visit, box)


def strong_contrast(roll: Roll) -> None:
    """Strong contrast, by the setting, light and dark."""
    for mark, dark in (("strong-", False), ("strong-dark-", True)):
        with Visit(roll, mark=mark, dark=dark) as visit:
            _prepare(visit, 'look.theme = "high-contrast"\n' + TEXT)
            visit.start(1)
            box = open_settings(visit)
            visit.shoot("settings", "Settings in strong contrast", visit.with_frame(box))
            visit.command("play", "neck-2")
            page = visit.until_window("Chin tuck")
            visit.until_session("the repetitions", kind="reps")
            visit.shoot("session", "A session in strong contrast", visit.with_frame(page),
                        moving=True)  # fmt: skip


def large(roll: Roll) -> None:
    """Text at 200 %, on a small screen and on a sharp one."""
    for mark, size in (("200-small-", (1280, 800)), ("200-", (3840, 2160))):
        with Visit(roll, mark=mark, scale=2, size=size) as visit:
            visit.start(1)
            _pages(visit, WELCOME)
            visit.stop()
            _prepare(visit, TEXT)
            visit.start(1)
            box = open_settings(visit)
            visit.shoot("settings", "Settings at 200 %", visit.with_frame(box))
            _search(visit, "tea")
            visit.shoot("settings-tea", "A reminder at 200 %", visit.with_frame(box))


def long_language(roll: Roll) -> None:
    """Everything in words as long as German ones."""
    with Visit(roll, mark="pseudo-") as visit:
        installed = Path(sysconfig.get_path("purelib", vars={"base": str(ROOT / "build/e2e")}))
        spoken = visit.desktop.folder / "spoken"
        shutil.copytree(installed / "knotbreak", spoken / "knotbreak")
        write_catalogue(spoken / "knotbreak")
        visit.start(4, PYTHONPATH=str(spoken), LANGUAGE=LANGUAGE)
        _pages(visit, ANY)
        visit.stop()
        _prepare(visit, TEXT)
        visit.start(4, PYTHONPATH=str(spoken), LANGUAGE=LANGUAGE)
        box = open_settings(visit, ANY_SETTINGS)
        visit.shoot("settings", "Settings in a longer language", visit.with_frame(box))
        _search(visit, "tea")
        visit.shoot("settings-tea", "A reminder in it", visit.with_frame(box))
        visit.open_tray_menu()
        visit.shoot("menu", "The menu in it")


def _prepare(visit: Visit, text: str) -> None:
    """Write the settings before the program starts, or while it runs."""
    folder = Path(visit.desktop.env["XDG_CONFIG_HOME"], "knotbreak")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.toml").write_text(text)
    visit.program.command("safety", "--accept")


def _pages(visit: Visit, title: str) -> None:
    box = visit.until_window(title)
    for number, (name, caption) in enumerate(PAGES):
        if number == 1:
            visit.press_until("Return", lambda: _acknowledged(visit), "the notice is read")
        elif number:
            visit.press("Return")
        visit.shoot(f"first-{name}", caption, visit.with_frame(box))


def _acknowledged(visit: Visit) -> bool:
    return bool(visit.program.status()["safety_acknowledged"])


def open_settings(visit: Visit, title: str = SETTINGS) -> Box:
    """From the menu of the knot, where they stand above Quit."""

    def opened() -> bool:
        visit.open_tray_menu()
        visit.press("Up", "Up", "Return")
        with contextlib.suppress(AssertionError):  # the menu was deaf
            wait_until(lambda: visit.titled(title), title, 3_000)
        return bool(visit.titled(title))

    wait_until(opened, "the settings are open", 40_000)
    return visit.until_window(title)


def _walk(visit: Visit, box: Box) -> None:
    framed = visit.with_frame(box)
    _search(visit, "tea")
    visit.shoot("settings-tea", "A reminder of one's own, opened", framed)
    visit.press("Escape")
    _search(visit, "every")
    visit.shoot("settings-search", "What has to do with a word", framed)
    visit.press("Escape")
    _search(visit, "log-in")
    visit.shoot("settings-start", "What starts at log-in", framed)
    visit.press("Escape")
    _search(visit, "calendar file")
    visit.shoot("settings-file", "A setting that names a file", framed)
    visit.press("Escape")
    visit.press("ctrl+f", "Tab", "space")
    visit.shoot("settings-table", "The day as a table", framed)
    visit.press("space")
    before = visit.look_steady(framed)
    _prepare(visit, TEXT.replace("15:00", "25:00"))
    # The file is looked at when the system tells of it, or after a while.
    wait_until(lambda: not visit.look().part(framed).same(before), "the fault is shown")
    visit.shoot("settings-fault", "A fault in the file, where it is", framed)
    _search(visit, "tea fixed")
    visit.shoot("settings-fault-row", "The same in its row", framed)
    _prepare(visit, TEXT)


def _search(visit: Visit, words: str) -> None:
    visit.press("ctrl+f", "ctrl+a")
    visit.desktop.run("xdotool", "type", "--delay", "150", words)
