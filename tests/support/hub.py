"""A JupyterHub on loopback, with the configuration that docs/hub tells, and its students."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from support.chapters import ROOT
from support.patience import HANG

DOCS = ROOT / "docs" / "hub"
COURSE = "neural_networks_by_hand"
# As in an image of jupyter/docker-stacks: everybody is `jovyan` there, and nothing of the
# instructor's is to be seen.
OTHERS = """
load_subconfig({config!r})
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {home!r}
c.Spawner.cmd = [
    "bwrap", "--dev-bind", "/", "/", "--ro-bind", {passwd!r}, "/etc/passwd", "--tmpfs", {hidden!r},
    "--die-with-parent", *c.Spawner.cmd, "--allow-root",
]
c.Spawner.environment["JUPYTER_CONFIG_PATH"] = {settings!r}
c.Spawner.start_timeout = c.Spawner.http_timeout = {patience}
c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{ports[1]}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[2]}"
c.JupyterHub.tornado_settings = {{"slow_spawn_timeout": 0}}
c.JupyterHub.log_level = "WARN"
"""


@dataclass
class Hub:
    """A hub that was started: its address, the students' homes, its process and what it logs."""

    address: str
    homes: Path
    process: subprocess.Popen[bytes]
    log: Path

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + HANG
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if httpx.get(f"{self.address}/hub/api").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise TimeoutError(self.log.read_text("utf-8", "replace"))

    @contextmanager
    def student(self, name: str) -> Iterator[Student]:
        """Someone who has logged in, and whose server begins."""
        with httpx.Client(base_url=self.address, follow_redirects=True, timeout=HANG) as client:
            client.get("/hub/login").raise_for_status()
            token = client.cookies["_xsrf"]
            form = {"username": name, "password": "any", "_xsrf": token}
            client.post("/hub/login", data=form).raise_for_status()
            client.get(f"/hub/spawn/{name}").raise_for_status()
            yield Student(name, client, self.homes / name)


@dataclass
class Student:
    """Someone at their own server."""

    name: str
    client: httpx.Client
    home: Path

    def wait(self) -> None:
        """Until the server answers, and not the hub in its place."""
        end = time.monotonic() + HANG
        while time.monotonic() < end:
            # The page, not the API: it is what sends a browser to the hub and back with a token.
            found = self.client.get(f"/user/{self.name}/lab")
            if found.status_code == 200 and found.url.path == f"/user/{self.name}/lab":
                return
            time.sleep(0.2)
        raise TimeoutError(found.text)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """What the server answers."""
        jar = self.client.cookies.jar
        token = next(one.value for one in jar if one.name == "_xsrf" and self.name in one.path)
        return self.client.request(
            method, f"/user/{self.name}/{path}", headers={"X-XSRFToken": token or ""}, **more
        )

    def assignment(self, action: str, chapter: str) -> None:
        """A button of the Assignment List: fetch, submit, fetch_feedback."""
        about = {"course_id": COURSE, "assignment_id": chapter}
        answer = self.ask("POST", f"assignments/{action}", data=about)
        answer.raise_for_status()
        assert answer.json()["success"], answer.text

    def pull(self, repository: str) -> str:
        """Follow a link of nbgitpuller's; what it said."""
        about = {"repo": repository, "targetpath": COURSE, "branch": "main"}
        page = self.client.get("/hub/user-redirect/git-pull", params=about)
        assert page.status_code == 200 and page.url.path == f"/user/{self.name}/git-pull"
        said = self.ask("GET", "git-pull/api", params=about)  # as the page's own script does
        said.raise_for_status()
        assert '"phase": "finished"' in said.text, said.text
        return said.text

    def notebook(self, chapter: str) -> dict[str, Any]:
        """A chapter as it is in their folder."""
        found = self.ask("GET", f"api/contents/{COURSE}/{chapter}/{chapter}.ipynb")
        found.raise_for_status()
        content: dict[str, Any] = found.json()["content"]
        return content

    def save(self, chapter: str, content: dict[str, Any]) -> None:
        """Save a chapter."""
        model = {"type": "notebook", "format": "json", "content": content}
        path = f"api/contents/{COURSE}/{chapter}/{chapter}.ipynb"
        self.ask("PUT", path, json=model).raise_for_status()


@contextmanager
def hub(work: Path, settings: Path, hidden: Path) -> Iterator[Hub]:
    """A hub with its files in `work`, whose students do not see `hidden`; it is still starting.

    settings : the folder with nbgrader_config.py
    """
    homes, passwd = work / "home", work / "passwd"
    homes.mkdir(parents=True)
    passwd.write_text(f"jovyan:x:{os.getuid()}:{os.getgid()}::/:/bin/bash\n")
    config = work / "jupyterhub_config.py"
    ports = _free(3)
    config.write_text(OTHERS.format(
        config=str(DOCS / "jupyterhub_config.py"), home=f"{homes}/{{username}}", ports=ports,
        passwd=str(passwd), hidden=str(hidden), settings=str(settings), patience=HANG,
    ))  # fmt: skip
    command = [Path(sys.executable).parent / "jupyterhub", "-f", config]
    with (work / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=work, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield Hub(f"http://127.0.0.1:{ports[0]}", homes, process, work / "log")
        finally:
            process.terminate()  # ends the students' servers and the proxy, too
            process.wait(HANG)


def _free(count: int) -> list[int]:
    """Ports that nobody has."""
    with_ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in with_ports]
    for one in with_ports:
        one.close()
    return ports


def missing() -> str:
    """What this machine lacks for it, a reason to skip; "" if nothing."""
    lacking = [name for name in ("bwrap", "git") if shutil.which(name) is None]
    return f"{', '.join(lacking)} is not installed" if lacking else ""
