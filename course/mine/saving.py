"""The program of a network as a file: with NumPy it runs alone, in an empty folder."""

from __future__ import annotations

import html
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course.mine import program
from course.mine.gathering import Gathered
from course.mine.learning import Run
from course.mine.pieces import YOURS

MARK = 'six chapters of "Neural networks by hand"'
"""By these words a file is known that was written here, and may be written over."""

MOST = 1_000_000  # pixels of digits to learn from that are put into the file
SHOWN = 500  # digits held out that are put into it

HEAD = '''"""A network that reads handwritten digits, written in {mark}.

{how}
"""
'''

LEARNS = "Beside it belongs {name}, which holds digits. It learns them, and then reads new ones."
READS = "Beside it belongs {name}, which holds what it has learned, and digits to read."


@dataclass(frozen=True)
class Program:
    """A network's program: its text, and the digits and numbers that belong to it.

    text : as it is saved
    yours, lines : lines of code that are the student's, and all
    """

    text: str
    yours: int
    lines: int
    box: bytes

    @property
    def said(self) -> str:
        """How long it is, in a sentence."""
        mine = "all of them yours" if self.yours == self.lines else f"{self.yours} of them yours"
        return f"This is all of it: {self.lines} lines of code, {mine}."

    def __repr__(self) -> str:
        return f"{self.said}\n\n{self.text}"

    def _repr_html_(self) -> str:
        box = "max-width:720px;margin:8px auto;font-size:14px"
        code = (
            "max-height:480px;overflow:auto;padding:10px 14px;border-radius:6px;line-height:1.4;"
            "border:1px solid var(--jp-border-color1, #8888);background:none;color:inherit;"
            "font-size:12.5px;tab-size:4"
        )
        return (
            f'<div class="course-mine" style="{box}">'
            f'<p style="font-weight:600;margin:4px 0">{self.said}</p>'
            f'<pre tabindex="0" aria-label="The program" style="{code}">{html.escape(self.text)}'
            "</pre></div>"
        )

    def save(self, name: str | os.PathLike[str] = "my_network.py", *, over: bool = False) -> Saved:
        """Write it, and the .npz file beside it.

        over : also over a file that is not one of ours
        Nothing is written where a file is that was not written here, and that is said.
        """
        path = Path(name).expanduser().with_suffix(".py")
        beside = path.with_suffix(".npz")
        strange = [p for p in (path, beside) if not over and not _ours(p)]
        if strange:
            names = " and ".join(p.name for p in strange)
            verb = "is" if len(strange) == 1 else "are"
            return Saved(
                f"{names} {verb} there already, and not written by this course: nothing was "
                "saved. Choose another name, or say over=True to write over it."
            )
        text = self.text.replace("my_network.npz", beside.name)
        try:
            path.write_text(text, encoding="utf-8")
            beside.write_bytes(self.box)
        except OSError as error:
            return Saved(f"{path.name} cannot be written ({(error.strerror or '').lower()}).")
        return Saved(
            f"Saved {path.name} and {beside.name}. They run anywhere with NumPy: python {path.name}"
        )


class Saved(str):
    """What came of saving, a sentence that a notebook shows without quotation marks."""

    def __repr__(self) -> str:
        return str(self)


def _ours(path: Path) -> bool:
    """Whether there is no such file, or one that was written here."""
    if not path.exists():
        return True
    try:
        if path.suffix == ".py":
            return MARK in path.read_text(encoding="utf-8")[:400]
        with zipfile.ZipFile(path) as box:
            return {"x_new.npy", "y_new.npy"} <= {*box.namelist()}
    except (OSError, ValueError, zipfile.BadZipFile):
        return False


def written(gathered: Gathered, run: Run) -> Program:
    """The program of a network that has learned."""
    learns = run.whole and run.samples.x_train.size <= MOST
    recipe, roots = run.recipe, program.roots(gathered.known)
    body = program.assembled(roots, gathered.known, said=program.comment)
    sizes = [run.samples.x_train.shape[1], *recipe.hidden, int(run.samples.y_train.max()) + 1]
    if learns:
        body += program.MAIN.format(dims=sizes, lr=recipe.lr, size=recipe.size)
        start = program.TO_TRAIN.format(seed=recipe.seed, epochs=len(run.epochs) - 1)
    else:
        start = program.TRAINED
    how = (LEARNS if learns else READS).format(name="my_network.npz")
    text = HEAD.format(mark=MARK, how=how) + body + program.SHOW.format(params=start)
    made = program.blocks(program.needed(roots, gathered.known), gathered.known)
    mine = sum(program.lines(p.text) for b in made if b.owner == YOURS for p in b.parts)
    return Program(text, mine, program.lines(text) - HEAD.count("\n"), _box(run, learns))


def _box(run: Run, learns: bool) -> bytes:
    """The .npz file: digits held out, and either those to learn from or what was learned."""
    x, y, x_new, y_new = run.samples
    kept = {"x_new": x_new[:SHOWN].astype(np.float16), "y_new": y_new[:SHOWN].astype(np.uint8)}
    if learns:
        kept |= {"x": x.astype(np.float16), "y": y.astype(np.int64)}
    else:
        kept |= run.epochs[-1].network.params
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **kept)  # type: ignore[arg-type]
    return buffer.getvalue()
