"""What a file holds beside answers costs neither points nor memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from traitlets.config import Config

from autograder.handed_in import intake, notebook_json
from autograder.handed_in.intake import InvalidSubmissionError, Limits

MB = 2**20
HEAD = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", '
TAIL = b'], "source": "x = 1"}]}'
OUTPUTS = {
    "a picture": b'{"data": {"image/png": "' + b"iVBORw0KGgo" * 100_000 + b'"}}, ',
    "printed lines": b'{"text": [' + b'"epoch 1, loss 0.333\\n", ' * 10_000 + b'""]}, ',
    "numbers": b'{"x": [1.234567, 2.3456]}, [1, [2, []]], ',
    "empty lists": b"[], ",
    "empty texts": b'"", ',
    "quotes": b'"\\"]\\\\", ',
}


def written(path: Path, output: bytes, size: int) -> Path:
    """A notebook whose outputs have so many bytes."""
    with path.open("wb") as file:
        file.write(HEAD + b'"outputs": [')
        for _ in range(MB, size, MB):
            file.write(output * (MB // len(output)) if len(output) < MB else output)
        file.write(b"0" + TAIL)
    return path


@pytest.mark.parametrize("kind", OUTPUTS)
def test_outputs_of_any_size_are_passed_over(kind: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.ipynb", OUTPUTS[kind], 30 * MB)
    assert path.stat().st_size > 25 * MB
    [cell] = intake.read(path).cells
    assert cell.source == "x = 1"
    assert cell.outputs == []


def test_two_hundred_megabytes_of_outputs_are_read_in_little_memory(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ipynb", OUTPUTS["a picture"], 200 * MB)
    script = f"""
import resource
from pathlib import Path
from autograder.handed_in import intake
with open("/proc/self/status") as file:
    data = next(int(line.split()[1]) for line in file if line.startswith("VmData")) * 1024
resource.setrlimit(resource.RLIMIT_DATA, (data + {30 * MB},) * 2)
print(intake.read(Path({str(path)!r})).cells[0].source)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "x = 1\n", done.stderr


def test_a_file_of_more_than_the_documented_limit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ipynb", OUTPUTS["a picture"], 8 * MB)
    with pytest.raises(InvalidSubmissionError, match="larger than 5 MB; clear its outputs"):
        intake.read(path, Limits(megabytes=1, whole=5))
    assert intake.read(path, Limits(megabytes=1, whole=50)).cells


def test_what_is_no_output_has_its_own_limit() -> None:
    content = json.dumps({"nbformat": 4, "cells": [], "metadata": {"long": "x" * 2 * MB}}).encode()
    with pytest.raises(InvalidSubmissionError, match="larger than 1 MB without its outputs"):
        intake.parse(content, "a.ipynb", Limits(megabytes=1))
    assert not intake.parse(content, "a.ipynb").cells


@pytest.mark.parametrize(
    "content",
    [
        HEAD + b'"outputs": [[], {"a": "]}"}, "\\"]", [[["}"]]]' + TAIL,
        HEAD + b'"outputs": {"a": [1, 2], "b": {}}, "attachments": [], "widgets": {"x": ["]"]}, '
        b'"source": "x = 1"}]}',
        HEAD + b'"metadata": {"outputs": [[1]]}, "outputs": ["' + b"\\\\" * 99 + b'"' + TAIL,
    ],
)
def test_what_is_dropped_ends_where_it_ends(content: bytes) -> None:
    [cell] = intake.parse(content, "a.ipynb").cells
    assert cell.source == "x = 1"


@pytest.mark.parametrize("output", [b'["', b"[{", b'{"a": ["\\', b"[[[]]", b'["a\\"]}'])
def test_outputs_that_do_not_end_are_told_so(output: bytes) -> None:
    for more in (b"", b"1, " * 100_000, b"[" * 100_000, b'"a' * 100_001):
        with pytest.raises(InvalidSubmissionError, match="ends in the middle|Jupyter notebook"):
            intake.parse(HEAD + b'"outputs": ' + output + more, "a.ipynb")


def test_long_prose_is_cut_and_a_pasted_picture_is_named() -> None:
    picture = "![the plot](data:image/png;base64," + "iVBORw0KGgo" * 100_000 + ")"
    cells = [{"cell_type": "markdown", "source": text, "metadata": {}}
             for text in (f"{picture} shows it", *["word " * 100_000] * 100)]  # fmt: skip
    content = json.dumps({"nbformat": 4, "cells": cells}).encode()
    first, *rest = intake.parse(content, "a.ipynb", Limits(megabytes=100)).cells
    assert first.source == "(pasted picture the plot: not taken over) shows it"
    assert len(rest[0].source) == intake.PROSE
    assert sum(len(cell.source) for cell in [first, *rest]) == intake.ALL_PROSE


def test_the_courses_settings_reach_the_limits() -> None:
    found = Limits.of(Config({"Intake": {"megabytes": 2, "whole": 7}}))
    assert (found.bytes, found.file_bytes) == (2 * MB, 7 * MB)
    assert Limits(megabytes=50, whole=10).file_bytes == 50 * MB


def test_a_file_that_changes_while_it_is_read_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.ipynb", OUTPUTS["numbers"], 2 * MB)
    loads = notebook_json.loads

    def slow(*given: object) -> object:
        path.write_bytes(path.read_bytes() + b" ")
        return loads(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(notebook_json, "loads", slow)
    with pytest.raises(InvalidSubmissionError, match="changed while it was read"):
        intake.read(path)
