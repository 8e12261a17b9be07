"""One source text from many functions: answers, what they need, and a little glue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from course.mine import pieces, sources
from course.mine.pieces import OURS, Piece
from course.mine.sources import Definition
from course.results import outline

HEAD = "import numpy as np"
AS_OURS = "as the course has it"
BETWEEN = f"# What holds them together, {AS_OURS}"

Known = Mapping[str, Piece]


def roots(known: Known) -> list[str]:
    """What the program of a network must have: with all that learning takes, if that is there."""
    step = ["loss_and_grads"] if "loss_and_grads" in known else [*pieces.BACK]
    found = [*pieces.READING, *step]
    lacks = [n for n in needed(pieces.LEARNING, known) if n not in known]
    if not lacks:
        return [*found, *pieces.LEARNING]
    alone = [n for n in ("init_params", "sgd_step") if not {*needed([n], known)} - {*known}]
    return [*found, *alone]


def needed(
    roots: Iterable[str], known: Known, glue: Sequence[Definition] | None = None
) -> list[str]:
    """The exercises that the roots call, and those that these call; unknown ones, too."""
    glue = pieces.glue() if glue is None else glue
    found: dict[str, None] = {}
    waiting = list(roots)
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found[name] = None
        piece = known.get(name)
        if piece is not None:
            waiting += sorted(piece.uses | _by_glue(piece.parts, glue))
    order = list(pieces.chapter_of())
    return sorted(found, key=order.index)


def _by_glue(parts: Sequence[Definition], glue: Sequence[Definition]) -> set[str]:
    """The exercises that the glue calls which these definitions call."""
    called = {name for one in _glued(parts, glue) for name in one.needs}
    return called & {*pieces.chapter_of()}


def _glued(
    parts: Sequence[Definition], glue: Sequence[Definition], wanted: Iterable[str] = ()
) -> list[Definition]:
    """The glue that definitions need, and that names which are wanted besides mean."""
    own = {name for one in parts for name in one.names}
    names = {*wanted, *(name for one in parts for name in one.needs)} - own
    found: list[Definition] = []
    while new := [one for one in glue if one not in found and names & {*one.names}]:
        found += new
        names |= {name for one in new for name in one.needs} - own
    return [one for one in glue if one in found]


@dataclass(frozen=True)
class Block:
    """A function of the program: its definitions after clashing names are told apart."""

    exercise: str
    owner: str
    chapter: str
    parts: tuple[Definition, ...]


def blocks(names: Sequence[str], known: Known) -> list[Block]:
    """The functions in order, each helper once, helpers of the same name told apart.

    Raises sources.Clash where a name cannot be told apart.
    """
    taken: dict[str, Definition] = {}
    reserved = {n for one in pieces.glue() for n in one.names} | {*pieces.chapter_of(), "np"}
    found: list[Block] = []
    for name in names:
        piece = known[name]
        parts = _apart(piece, taken, reserved)
        taken.update({n: one for one in parts for n in one.names})
        fresh = tuple(one for one in parts if not any(one in b.parts for b in found))
        found.append(Block(name, piece.owner, piece.chapter, fresh))
    return found


def _apart(
    piece: Piece, taken: Mapping[str, Definition], reserved: set[str]
) -> tuple[Definition, ...]:
    """The piece's definitions, its helpers renamed where another has their name."""
    names: dict[str, str] = {}
    for one in piece.parts:
        for name in one.names:
            free = name == piece.exercise or (name not in reserved and name not in taken)
            if not free and not (name in taken and taken[name] == one):
                names[name] = f"{name}_{piece.chapter[:4]}"
    parts = tuple(sources.renamed(one, names) for one in piece.parts)
    if names and any(n in taken and taken[n] != one for one in parts for n in one.names):
        raise sources.Clash(", ".join(names))
    return parts


def assembled(
    roots: Iterable[str], known: Known, glue: Sequence[Definition] | None = None,
    said: Callable[[str, str], str] = lambda chapter, owner: "", wanted: Iterable[str] = (),
) -> str:  # fmt: skip
    """The text of all functions that the roots need.

    glue   : names that are there anyway; those of the network if None
    said   : a comment line above what comes from another chapter or hand; "" for none
    wanted : names of the glue that are needed besides

    Raises KeyError for a function that is not known, sources.Clash.
    """
    glue = pieces.glue() if glue is None else glue
    made = blocks(needed(roots, known, glue), known)
    parts = [one for block in made for one in block.parts]
    glued = _glued(parts, glue, wanted)
    imports = [one.text for one in (*parts, *glued) if one.imports and one.text != HEAD]
    head = "\n".join(dict.fromkeys([HEAD, *sorted(imports)]))
    rest = [one.text for one in glued if not one.imports]
    if rest and (between := said("", OURS)):
        rest[0] = f"{between}\n{rest[0]}"
    bodies = [*_bodies(made, said)]
    return "\n\n".join([head, *(rest + bodies if _at_once(parts, glued) else bodies + rest)]) + "\n"


def _at_once(parts: Sequence[Definition], glued: Sequence[Definition]) -> bool:
    """Whether the glue is needed as soon as the program is read, not when it is called."""
    names = {name for one in glued for name in one.names}
    return any(one.values & names for one in parts)


def _bodies(made: Sequence[Block], said: Callable[[str, str], str]) -> Iterator[str]:
    before = ("", "")
    for block in made:
        texts = [one.text for one in block.parts if not one.imports]
        if not texts:
            continue
        now = (block.chapter, block.owner)
        comment = said(*now) if now != before else ""
        before = now
        first = f"{comment}\n{texts[0]}" if comment else texts[0]
        yield "\n\n".join([first, *texts[1:]])


def comment(chapter: str, owner: str) -> str:
    """A line above the functions of a chapter, or, of none, above the glue."""
    if not chapter:
        return BETWEEN
    title = next(c.title for c in outline.chapters() if c.name == chapter)
    short = title.replace(" · ", ": ")
    return f"# {short}" + (f", {AS_OURS}" if owner == OURS else "")


MAIN = """
def learn(x, y, rng, epochs):
    params = init_params({dims}, rng, "he")
    cfg = {{"lr": {lr}, "epochs": 1, "batch_size": {size}, "lam": 0.0, "act": relu}}
    for epoch in range(epochs):
        params, history = train(params, x, y, cfg, rng)
        if (epoch + 1) % 8 == 0:
            print(f"epoch {{epoch + 1}}: loss {{history['loss'][-1]:.3f}}")
    return params
"""

SHOW = """
if __name__ == "__main__":
    try:
        box = np.load(__file__.removesuffix("py") + "npz")
    except FileNotFoundError:
        raise SystemExit("The .npz file of the same name belongs beside this one.")
{params}
    chances = softmax(mlp_forward(box["x_new"].astype(float), params, relu)[0])
    right = np.mean(chances.argmax(axis=1) == box["y_new"])
    print(f"read {{right:.1%}} of {{len(chances)}} digits that it had never seen\\n")
    for image, chance in zip(box["x_new"][:3], chances):
        for row in image.reshape(int(image.size**0.5), -1):
            print("".join(" .:*#"[int(4 * ink)] * 2 for ink in row))
        print(f"a {{chance.argmax()}}, it says, and is {{chance.max():.1%}} sure\\n")
"""

TRAINED = """    layers = range(1, sum(name[0] == "w" for name in box.files) + 1)
    params = [(box[f"w{i}"], box[f"b{i}"]) for i in layers]"""

TO_TRAIN = """    x, y = box["x"].astype(float), box["y"]
    params = learn(x, y, np.random.default_rng({seed}), {epochs})"""


def lines(text: str) -> int:
    """How many lines of a program hold code: not those that are empty or a comment."""
    return sum(bool(line.strip()) and line.strip()[0] != "#" for line in text.splitlines())
