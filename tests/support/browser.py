"""A real JupyterLab on loopback and a real browser, for the tests and the pictures of the figures.

One server, one browser and one page serve a whole session; notebooks are opened and closed in it.
"""

from __future__ import annotations

import ast
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from axe_playwright_python.sync_playwright import Axe
from nbformat import NotebookNode
from playwright.sync_api import ConsoleMessage, Locator, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "The figures were not tried in a browser: there is none of "
    f"{', '.join(BROWSERS)} (Debian: apt-get install chromium)."
)
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SIZE = (1280, 900)
SECONDS_TO_START = 60
SECONDS_TO_RUN = 240
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# JupyterLab would ask about its news and look for a newer version of itself.
_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "doNotDisturbMode": True,
        "fetchNews": "false",
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
_OVERPRINTED = (Path(__file__).parent / "overprinted.js").read_text()
_CUT_OFF = (Path(__file__).parent / "cut_off.js").read_text()
# What the page's own scripts say of the notebook that is shown.
_NOTEBOOK = "const panel = jupyterapp.shell.currentWidget, cells = panel.content.widgets;"
# Where a cell lies is a guess until those above it were drawn, so the first try may miss.
_SCROLL = f"""async index => {{ {_NOTEBOOK}
    const frame = () => new Promise(resolve => setTimeout(resolve, 20));
    for (let tries = 0, seen = 0; seen < 2 && tries < 200; tries++) {{
        if (!seen) await panel.content.scrollToItem(index, 'start');
        await frame();
        seen = cells[index].node.isConnected ? seen + 1 : 0;
    }} }}"""


def chromium() -> str | None:
    """The browser's path; None if there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Serve the folder `work` below `folder` with JupyterLab; give the address of its page.

    Settings, history and everything else that Jupyter writes stays in `folder`.
    """
    work, home = folder / "work", folder / "jupyter"
    config = home / "config" / "labconfig"
    for made in (work, config):
        made.mkdir(parents=True, exist_ok=True)
    (config / "default_setting_overrides.json").write_text(json.dumps(_SETTINGS))
    token = secrets.token_hex()
    names = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data"}
    names |= {"JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython"}
    names |= {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    env = os.environ | {name: str(home / place) for name, place in names.items()}
    # The kernels' chapters take MNIST's half hour only where a student asks for it.
    env.pop("COURSE_MNIST_DIR", None)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", f"--notebook-dir={work}"]
    # Gives the page's scripts `jupyterapp`, to ask for commands and what they are done with.
    command += ["--LabApp.expose_app_in_browser=True"]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            command, env=env | {"JUPYTER_TOKEN": token}, stdout=log, stderr=log, cwd=work
        )
        try:
            yield f"{_address(process, home / 'runtime')}lab?token={token}"
        finally:
            process.terminate()
            process.wait(SECONDS_TO_START)


def _address(process: subprocess.Popen[bytes], runtime: Path) -> str:
    """Where the server listens, as soon as it answers."""
    told = runtime / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"JupyterLab ended at once: see {runtime.parents[1]}/server.log")
        try:
            url = str(json.loads(told.read_text())["url"])
            urllib.request.urlopen(f"{url}api", timeout=5).close()
            return url
        except (OSError, ValueError):
            time.sleep(0.1)
    raise TimeoutError(f"JupyterLab did not answer: see {runtime.parents[1]}/server.log")


OF_THE_SITE = "Shared module @jupyterlite/server doesn't exist"
"""What the site's kernel complains of in JupyterLab, which offers it no more than it needs it.

It is installed where sites are made, and not where students work."""


class Lab:
    """A page of JupyterLab, its notebooks and the figures in them.

    page   : the browser's page
    work   : the folder that it shows
    errors : what the page has complained about so far
    """

    def __init__(self, page: Page, work: Path) -> None:
        self.page, self.work = page, work
        self.errors: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type == "error" and OF_THE_SITE not in said.text:
            self.errors.append(said.text)

    def command(self, name: str, **arguments: Any) -> None:
        """Carry out one of JupyterLab's commands, to its end."""
        script = "([name, given]) => jupyterapp.commands.execute(name, given).then(() => null)"
        self.page.evaluate(script, [name, arguments])

    def write(self, name: str, notebook: NotebookNode) -> None:
        """Put a notebook where `open` finds it."""
        nbformat.write(notebook, self.work / f"{name}.ipynb")

    def open(self, name: str) -> None:
        """Close what is open, and open a notebook with a new kernel."""
        self.close()
        self.command("docmanager:open", path=f"{name}.ipynb", factory="Notebook")
        self.page.evaluate(f"() => {{ {_NOTEBOOK} return panel.context.ready; }}")
        self.page.evaluate(
            f"() => {{ {_NOTEBOOK} return panel.sessionContext.ready.then(() => null); }}"
        )
        # The widgets of an earlier kernel, if there are any, are looked for when this one is there.
        self.page.wait_for_function(
            f"() => {{ {_NOTEBOOK}"
            " return panel.sessionContext.session?.kernel?.status === 'idle'; }"
        )

    def close(self) -> None:
        """Close the notebooks without saving, and end their kernels."""
        self.page.evaluate(
            "async () => { for (const w of [...jupyterapp.shell.widgets('main')])"
            " if (w.context) { w.context.model.dirty = false; w.dispose(); }"
            " await jupyterapp.serviceManager.sessions.shutdownAll(); }"
        )

    def tidy(self) -> None:
        """Close the notebooks, and bring the page back to the looks that it began with."""
        self.close()
        self.page.mouse.move(0, 0)
        self.page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
        self.theme(LIGHT)

    def run_all(self) -> None:
        """Run the notebook from top to bottom, and wait until every figure is there."""
        self.page.set_default_timeout(1000 * SECONDS_TO_RUN)
        self.command("notebook:run-all-cells")
        # It has ended if a cell failed, the others have not: what is asked last is answered last.
        self.page.evaluate(
            f"async () => {{ {_NOTEBOOK} const {{ kernel }} = panel.sessionContext.session;"
            " await kernel.requestExecute({ code: '', silent: true }).done; }"
        )
        self.page.set_default_timeout(30_000)

    def save(self) -> None:
        """Save the notebook, outputs and all."""
        self.command("docmanager:save")

    def cells(self) -> list[dict[str, Any]]:
        """The notebook's cells as they stand now."""
        return self.page.evaluate(f"() => {{ {_NOTEBOOK} return panel.model.toJSON().cells; }}")

    def edit(self, index: int, source: str) -> None:
        """Write a cell anew, as a student would, and run it."""
        self.scroll(index)
        self.page.locator(f".jp-Notebook-cell >> nth={index}").locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)
        self.command("notebook:run-cell")

    def scroll(self, index: int) -> Locator:
        """Bring a cell into view; JupyterLab leaves out what is far from it."""
        self.page.evaluate(_SCROLL, index)
        return self.page.locator(f'.jp-Notebook-cell[data-windowed-list-index="{index}"]')

    def figures(self) -> list[int]:
        """The numbers of the cells that show a live figure, as often as they show one."""
        return [
            index
            for index, cell in enumerate(self.cells())
            for output in cell.get("outputs", ())
            if WIDGET_VIEW in output.get("data", {})
        ]

    def figure(self, index: int) -> Figure:
        """The live figure below a cell."""
        return Figure(self, index)

    def ask(self, expression: str) -> Any:
        """What an expression is worth in the notebook's kernel; of what JSON can hold."""
        script = f"""async expression => {{ {_NOTEBOOK}
            const asked = {{ code: "", silent: true, user_expressions: {{ answer: expression }} }};
            const future = panel.sessionContext.session.kernel.requestExecute(asked);
            return (await future.done).content.user_expressions.answer; }}"""
        reply = self.page.evaluate(script, f"__import__('json').dumps({expression})")
        assert reply["status"] == "ok", reply
        return json.loads(ast.literal_eval(reply["data"]["text/plain"]))

    def theme(self, name: str) -> None:
        """Change JupyterLab's theme."""
        self.command("apputils:change-theme", theme=name)
        light = "true" if name == LIGHT else "false"
        self.page.wait_for_selector(f'body[data-jp-theme-light="{light}"]', state="attached")

    def see_as(self, blindness: str) -> None:
        """Show the page as colour-blind readers see it; "none" for the others."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Emulation.setEmulatedVisionDeficiency", {"type": blindness})

    def axe(self, selector: str) -> list[str]:
        """What axe-core finds serious or worse within the selector: rule, and the elements."""
        # JupyterLab's body has no height and hides what overflows it: to axe, all would be hidden.
        self.page.evaluate("document.body.style.height = '100vh'")
        rules = {"resultTypes": ["violations"]}
        found = Axe().run(self.page, context=selector, options=rules).response["violations"]
        return [
            f"{broken['id']}: {node['html'][:200]}"
            for broken in found
            if broken["impact"] in ("serious", "critical")
            for node in broken["nodes"]
        ]


class Figure:
    """A live figure on the page; every question it is asked is answered by what is shown now."""

    def __init__(self, shown: Lab, index: int) -> None:
        self.lab, self.index, self.page = shown, index, shown.page
        self.root = shown.scroll(index).locator(".course-figure")
        self.root.wait_for(state="visible")

    @property
    def scene(self) -> str:
        """The picture."""
        return self.root.locator(".course-picture").inner_html()

    @property
    def words(self) -> str:
        """What stands below the picture."""
        return self.root.locator(".course-words").inner_text()

    @property
    def playing(self) -> bool:
        """Whether it trains now."""
        play = self.control("play")
        return play.count() > 0 and play.inner_text() == "Pause"

    def overprinted(self) -> list[str]:
        """The words of the picture that a curve runs through."""
        return [str(words) for words in self.root.evaluate(_OVERPRINTED)]

    def cut_off(self) -> list[str]:
        """What of the figure is wider than its room, and words of which a part is missing."""
        return [str(what) for what in self.root.evaluate(_CUT_OFF)]

    def normal(self, svg: str) -> str:
        """A picture as the browser would write it."""
        script = (
            """svg => Object.assign(document.createElement("div"), {innerHTML: svg}).innerHTML"""
        )
        return str(self.page.evaluate(script, svg))

    def control(self, name: str) -> Locator:
        """A slider, list or button by its name."""
        return self.root.locator(f'[data-control="{name}"]')

    def names(self, kind: str) -> list[str]:
        """The names of all controls of a kind that are shown: `input`, `select` or `button`."""
        shown = self.root.locator(f"{kind}[data-control]:visible").all()
        return [str(control.get_attribute("data-control")) for control in shown]

    def again(self) -> Figure:
        """The same figure, brought into view again."""
        return Figure(self.lab, self.index)

    def put(self, name: str, position: str) -> None:
        """Set a control to a position, counted from 0."""
        self.control(name).evaluate(
            "(e, at) => { e.value = at; e.dispatchEvent(new Event('input', {bubbles: true})); }",
            position,
        )

    def choose(self, name: str, text: str) -> None:
        """Set a control to the position that is written so."""
        stops = next(c["stops"] for c in self.ask("f.controls") if c["name"] == name)
        self.put(name, str(stops.index(text)))

    def pause(self) -> None:
        """Let nothing run on."""
        if self.ask("f.playing"):
            self.control("play").press("Enter")

    def rest(self) -> str:
        """The picture with nothing running on."""
        self.pause()
        return self.settled()

    def begin(self) -> str:
        """Bring every control back to where it began; the picture of a run that has not begun."""
        self.ask("f.set(**{dial.name: dial.value for dial in f.dials})")
        self.pause()
        if "reset" in self.names("button"):
            self.control("reset").press("Enter")
        return self.settled()

    def train(self) -> None:
        """Train a figure that trains to its end, without watching."""
        self.pause()
        self.ask("(list(f._settle()), f.show()) and 0")

    def ask(self, expression: str) -> Any:
        """What an expression is worth in the kernel, `f` being this figure."""
        outputs = self.lab.cells()[self.index]["outputs"]
        view = next(o["data"][WIDGET_VIEW] for o in outputs if WIDGET_VIEW in o.get("data", {}))
        figures = "__import__('ipywidgets').widgets.widget._instances"
        return self.lab.ask(f"(lambda f: {expression})({figures}[{view['model_id']!r}])")

    def settled(self, quiet: float = 0.15, most: float = 10) -> str:
        """The picture once the kernel has answered and nothing has changed for a while."""
        self.lab.ask("0")
        seen, since = self.scene, time.monotonic()
        deadline = since + most
        while time.monotonic() - since < quiet and time.monotonic() < deadline:
            self.page.wait_for_timeout(30)
            if (now := self.scene) != seen:
                seen, since = now, time.monotonic()
        return seen

    def changed(self, before: str, most: float = 5) -> bool:
        """Whether the picture becomes another one than it was."""
        deadline = time.monotonic() + most
        while time.monotonic() < deadline:
            if self.scene != before:
                return True
            self.page.wait_for_timeout(25)
        return False


@contextmanager
def lab(folder: Path) -> Iterator[Lab]:
    """JupyterLab in the browser, with everything it keeps in `folder`."""
    with server(folder) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        shown = Lab(page, folder / "work")
        page.goto(url)
        page.wait_for_function("window.jupyterapp?.restored.then(() => true)")
        page.wait_for_selector(".jp-Launcher")
        # The list of files takes a quarter of the page.
        shown.command("application:toggle-left-area")
        try:
            yield shown
        finally:
            browser.close()
