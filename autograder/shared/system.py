"""What the course would like to find on the machine beside Python, and what works without it."""

import shutil
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox")


def missing() -> list[str]:
    """Name each system package that is not there, one line each; nothing here is essential.

    Only Linux is looked at: elsewhere a browser is always there, though not on the PATH, and
    bubblewrap does not exist.
    """
    if not sys.platform.startswith("linux"):
        return []
    return [line for line in (_bubblewrap(), _browser()) if line]


def _bubblewrap() -> str | None:
    if shutil.which("bwrap"):
        return None
    return (
        "bubblewrap is missing (Debian: apt-get install bubblewrap). Only grading uses it, to wall"
        " off students' code; without it, it takes Landlock, and refuses where there is neither."
    )


def _browser() -> str | None:
    if any(map(shutil.which, BROWSERS)):
        return None
    return (
        "No browser was found (Debian: apt-get install chromium). Without one, `make lab` prints"
        " an address to open in a browser elsewhere; everything else works."
    )
