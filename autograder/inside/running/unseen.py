"""What would be displayed, where nobody looks: a shell without a screen, widgets without a page."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from traitlets import HasTraits


def quiet_shell() -> Any:
    """IPython's shell, for magics and the like; it takes long to import, and much memory."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "NoColor"
    settings.InteractiveShell.autocall = 0
    publisher, hook = _no_display()
    shell = InteractiveShell.instance(
        config=settings, user_module=sys.modules["__main__"],
        display_pub_class=publisher, displayhook_class=hook,
    )  # fmt: skip
    shell.system = _no_system
    shell.db = {}
    shell.getoutput = _no_output
    shell.ask_exit = nothing
    shell.enable_matplotlib = _no_screen
    shell.display_formatter.ipython_display_formatter.enabled = False
    shell.showtraceback = lambda *args, **kwargs: None
    shell.showsyntaxerror = lambda *args, **kwargs: None
    return shell


def _no_display() -> tuple[type, type]:
    """Classes that show nothing: what a student's cells display would be thrown away."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher

    class Nowhere(DisplayPublisher):  # type: ignore[misc]
        def publish(self, *args: Any, **kwargs: Any) -> None:
            pass

        def clear_output(self, wait: bool = False) -> None:
            pass

    class Silent(DisplayHook):  # type: ignore[misc]
        def __call__(self, result: Any = None) -> None:
            pass

    return Nowhere, Silent


def _no_system(command: str) -> None:
    print(f"(not run while grading: !{command[:200]})")


def _no_output(command: str, **_options: Any) -> Any:
    from IPython.utils.text import SList

    _no_system(command)
    return SList()


def _no_screen(gui: str | None = None) -> tuple[str | None, str]:
    """Figures are drawn, and shown nowhere, whatever `%matplotlib` asks for."""
    return gui, "agg"


def nothing(*_arguments: Any, **_named: Any) -> None:
    """`exit()` ends nothing, `matplotlib.use` chooses nothing."""


class Widget(HasTraits):  # type: ignore[misc]
    """What figures are here instead of `anywidget.AnyWidget`: no browser looks at them."""

    def hold_sync(self) -> AbstractContextManager[None]:
        """Nothing is sent."""
        return nullcontext()

    def on_msg(self, callback: Any) -> None:
        """Nobody presses a button."""
