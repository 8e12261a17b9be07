"""JupyterLite: notebooks, their interface and a kernel, as files that any web host can give out."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.publishing.site.pyodide import Boot
from autograder.shared import atomic
from autograder.shared.errors import CourseError

EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
    "@jupyterlite/pyodide-kernel-extension",
)
"""What the figures and the kernel need in the page. nbgrader's and jupytext's ask a server."""

APPS = ("notebooks", "lab", "tree")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
CONFIG = "jupyter-lite.json"
WORKER, DRIVE = "service-worker.js", "drive-worker.js"
"""The page's helper: JupyterLite's part of it gives the kernel its files."""

HERE = Path(__file__).parent
PROGRESS = "/drive/progress.json"
"""Beside the chapters, and so in the browser's own storage."""

GUARD = "../../guard.js"
_HEAD = "<head>"

SETTINGS = {
    # Work is kept without anybody thinking of it: at most this many seconds of it are lost.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": True, "autosaveInterval": 8},
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "fetchNews": "false",
    },
}


def extensions() -> Path:
    """Where this environment keeps JupyterLab's extensions."""
    return Path(sys.prefix) / "share" / "jupyter" / "labextensions"


def needed() -> None:
    """Raises CourseError where what makes a site is not installed."""
    lost = [name for name in ("jupyterlite_core", "jupyterlite_pyodide_kernel") if not _has(name)]
    lost += [name for name in EXTENSIONS if not (extensions() / name).is_dir()]
    if lost:
        raise CourseError(f"{', '.join(lost)} is needed for the site: run `make setup` again.")


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def build(
    notebooks: Mapping[str, bytes],
    boot: Boot,
    folder: Path,
    scratch: Path,
    *,
    title: str,
    date: str,
) -> None:
    """Write JupyterLite into a folder, which is made: the notebooks, by chapter, and a kernel.

    scratch : an empty folder for what is needed on the way
    title   : what the browser calls it
    date    : seconds since 1970, which notebooks say they were last saved at
    Raises CourseError with the last thing that JupyterLite said if it cannot.
    """
    for chapter, content in notebooks.items():
        path = scratch / "contents" / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    lite = scratch / "lite"
    lite.mkdir()
    config = {
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [str(extensions() / name) for name in EXTENSIONS],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "apps": [*APPS],
        "contents": [str(scratch / "contents")],
        "output_dir": str(folder.resolve()),
        "cache_dir": str(scratch / "cache"),
    }
    (lite / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": config}))
    ran = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build"],
        cwd=lite,
        env=os.environ | {"SOURCE_DATE_EPOCH": date},
        capture_output=True,
        text=True,
    )
    if ran.returncode or not (folder / CONFIG).is_file():
        last = (ran.stderr or ran.stdout).strip().splitlines()[-1:] or ["it said nothing"]
        raise CourseError(f"JupyterLite could not be built: {last[0]}")
    _trim(folder)
    _configure(folder / CONFIG, boot, title)
    for name, content in boot.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for app in APPS:
        _guard(folder / app / "index.html")
    (folder / WORKER).rename(folder / DRIVE)
    offline = (HERE / "offline.js").read_text(encoding="utf-8")
    up = 'self.COURSE_UP = "../"; // the site\'s folder, from here\n'
    atomic.write(folder / WORKER, f'{up}{offline}importScripts("{DRIVE}");\n')


def _trim(folder: Path) -> None:
    """Take out what nothing asks for."""
    for name in ("doc", "jupyterlite.schema.v0.json", "package.json", "bootstrap.js"):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _configure(path: Path, boot: Boot, title: str) -> None:
    whole = json.loads(path.read_text(encoding="utf-8"))
    config: dict[str, Any] = whole["jupyter-config-data"]
    config["appName"] = title
    config["settingsOverrides"] = SETTINGS
    config["exposeAppInBrowser"] = True  # for the page's own script, guard.js
    kernel = config.setdefault("litePluginSettings", {}).setdefault(KERNEL, {})
    kernel["pyodideUrl"] = boot.url
    kernel["disablePyPIFallback"] = True  # a typing mistake in an import asks no other host
    kernel["loadPyodideOptions"] = {**boot.options, "env": {"COURSE_PROGRESS": PROGRESS}}
    path.write_text(json.dumps(whole, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _guard(page: Path) -> None:
    """Have JupyterLite's page load the site's script before its own."""
    text = page.read_text(encoding="utf-8")
    if text.count(_HEAD) != 1:
        raise CourseError(f"JupyterLite's {page.parent.name}/{page.name} has another form.")
    tag = f'{_HEAD}\n    <script src="{GUARD}"></script>'
    page.write_text(text.replace(_HEAD, tag), encoding="utf-8")
