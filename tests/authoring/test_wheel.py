"""The wheel: it brings the released notebooks, and one line opens them on a bare machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest
from support.chapters import ROOT
from support.patience import HANG

from autograder.authoring.rules import MARKERS
from autograder.shared import catalogue

NAME = "neural-networks-by-hand"
UV = [str(Path(sys.executable).with_name("uv")), "--system-certs", "--no-config"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the files as they lie here."""
    folder = tmp_path_factory.mktemp("wheel")
    # By pip, which has installed all else here, so that no other way to the packages is asked for.
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    subprocess.run([*build, str(folder), str(ROOT)], check=True)
    [path] = folder.glob("*.whl")
    return path


def test_the_wheel_brings_the_released_notebooks_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        for name in catalogue.chapters(ROOT):
            path = f"{name}/{name}.ipynb"
            released = (ROOT / "release" / path).read_bytes()
            assert packed.read(f"neural_networks_by_hand/{path}") == released
        names = packed.namelist()
        texts = [packed.read(n).decode() for n in names if n.endswith((".ipynb", ".json"))]
        [entries] = [n for n in names if n.endswith("entry_points.txt")]
        assert f"{NAME} = course.__main__:main" in packed.read(entries).decode()
    assert not [mark for mark in MARKERS for text in texts if mark in text]
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "autograder", "course", "neural_networks_by_hand"
    }  # fmt: skip


@pytest.fixture(scope="module")
def reachable(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whether uv, which knows nothing of pip's settings, finds packages at all."""
    folder = str(tmp_path_factory.mktemp("probe"))
    probe = [
        *UV,
        "pip",
        "install",
        "--dry-run",
        "--no-cache",
        "--target",
        folder,
        "typing-extensions",
    ]
    if subprocess.run(probe, capture_output=True).returncode:
        pytest.skip("uv reaches no package index")


@pytest.mark.sweep
@pytest.mark.usefixtures("reachable")
def test_one_line_opens_chapter_1_in_an_empty_home_and_an_update_keeps_what_is_written(
    wheel: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    (home / ".jupyter").mkdir(parents=True)
    quiet = {"ServerApp": {"open_browser": False, "port": 0}}
    (home / ".jupyter/jupyter_server_config.json").write_text(json.dumps(quiet))
    # What is downloaded is kept where uv keeps it, for the next run; all else is the empty home's.
    cache = subprocess.run([*UV, "cache", "dir"], check=True, capture_output=True, text=True)
    env = {
        "PATH": os.defpath, "HOME": str(home), "UV_CACHE_DIR": cache.stdout.strip(),
        "JUPYTER_TOKEN": "secret",
    }  # fmt: skip
    tool = [*UV, "tool", "run", "--python", sys.executable, "--from", str(wheel)]
    told = [*tool, "python", "-c", "from course import data, widgets; print(data.DIGITS)"]
    where = subprocess.run(told, cwd=home, env=env, check=True, capture_output=True, text=True)
    assert not where.stdout.startswith(str(ROOT))

    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen([*tool, NAME], cwd=home, env=env, stdout=out, stderr=out)
    try:
        address = _address(home, process)
        first = catalogue.chapters(ROOT)[0]
        assert f"/lab/tree/{first}/{first}.ipynb" in address
        listed = address.partition("/lab/")[0] + "/api/contents?token=secret"
        with urllib.request.urlopen(listed, timeout=HANG) as answer:
            found = {one["name"] for one in json.load(answer)["content"]}
        assert found == set(catalogue.chapters(ROOT))
        said = log.read_text().splitlines()
        assert said and not [line for line in said if line[:2] in ("[E", "[C", "[W")]
    finally:
        process.terminate()
        process.wait(HANG)

    mine = home / NAME / first / f"{first}.ipynb"
    mine.write_text(mine.read_text().replace("raise NotImplementedError()", "return 2 * x", 1))
    written = mine.read_bytes()
    update = subprocess.run([*tool, NAME, "update"], cwd=home, env=env, check=True, text=True,
                            capture_output=True)  # fmt: skip
    assert "already" in update.stdout and mine.read_bytes() == written


def _address(home: Path, process: subprocess.Popen[bytes]) -> str:
    """The page that the server opens, once it is there."""
    deadline = time.monotonic() + 300
    while process.poll() is None and time.monotonic() < deadline:
        for page in home.rglob("jpserver-file-to-run-*-open.html"):
            if "url=http" in (text := page.read_text()):
                return text.partition("url=")[2].partition('"')[0]
        time.sleep(0.1)
    raise AssertionError(f"the server did not start: {process.poll()}")
