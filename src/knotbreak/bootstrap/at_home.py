"""Makes the windows of settings and of the first minute; imported with the tray program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from knotbreak.app.intents import Key, SessionKey
from knotbreak.app.panels import Panel
from knotbreak.core.look_settings import Accent, LookSettings, Scheme
from knotbreak.guide.safety import SAFETY_VERSION

if TYPE_CHECKING:
    from knotbreak.app.autostart_setting import AutostartSetting
    from knotbreak.app.settings_desk import SettingsDesk
    from knotbreak.bootstrap.in_windows import WindowProgram
    from knotbreak.qt.front import QtFront
    from knotbreak.qt.panel_window import PanelWindow


def panels(
    program: WindowProgram, open_file: Callable[[], None]
) -> Mapping[Panel, Callable[[], PanelWindow]]:
    """How they are made when somebody wants them."""

    def settings() -> PanelWindow:
        from knotbreak.app.autostart_setting import AutostartSetting
        from knotbreak.bootstrap.settling import autostart_here
        from knotbreak.qt.settings_window import SettingsWindow

        starts = AutostartSetting(autostart_here(program.translator))
        return SettingsWindow(
            program.front.look, program.translator, desk(program, starts), open_file
        )

    def welcome() -> PanelWindow:
        from knotbreak.bootstrap.settling import autostart_here
        from knotbreak.qt.welcome_window import WelcomeWindow

        window = WelcomeWindow(
            program.front.look,
            program.translator,
            desk(program),
            program.ask,
            lambda: _short_routine(program),
            autostart_here(program.translator),
            tray=program.front.tray.available,
        )
        window.closed.connect(lambda: _give_up_waiting(program))
        return window

    return {Panel.SETTINGS: settings, Panel.WELCOME: welcome}


def is_first_minute(program: WindowProgram) -> bool:
    """Whether nobody has read the notice or written any settings here yet."""
    unread = program.controller.playing.safety_version < SAFETY_VERSION
    return unread and not (program.folders.config / "settings.toml").exists()


def _give_up_waiting(program: WindowProgram) -> None:
    """The first minute was closed with its notice unread: what waited for that does not begin."""
    if program.controller.playing.waiting is not None and program.front.stage.window is None:
        program.ask(SessionKey(Key.STOP))


def _short_routine(program: WindowProgram) -> str | None:
    choice = program.controller.choosing.next_up(short=True)
    return None if choice is None else choice.routine


def desk(program: WindowProgram, autostart: AutostartSetting | None = None) -> SettingsDesk:
    """The settings of a program that runs, and with them what starts at log-in, if wanted."""
    from knotbreak.app.settings_desk import SettingsDesk
    from knotbreak.qt.placing import screen_names

    return SettingsDesk(
        program.settings,
        program.library,
        program.clock,
        program.translator,
        program.health.easing,
        program.settings_changed,
        screen_names,
        autostart,
    )


def take_looks(front: QtFront, look: LookSettings) -> None:
    """Let the windows and the icon look as the settings say."""
    schemes = {Scheme.LIGHT: False, Scheme.DARK: True}
    front.look.overrule(
        dark=schemes.get(look.theme),
        reduced_motion=True if look.still else None,
        contrast=True if look.theme is Scheme.HIGH_CONTRAST else None,
        accent=look.accent is Accent.SYSTEM,
    )
    front.tray.set_plain(look.plain_icon)
