"""What browsers, file managers and platforms make of a notebook's name, and the name it had.

A browser saves `ch01.ipynb` as `ch01.ipynb.txt`, `ch01 (1).ipynb` or `ch01.ipynb.download`; a file
manager makes `ch01 - Copy.ipynb` of it.  All of them are that notebook.
"""

import re
import unicodedata

EXTENSION = ".ipynb"
NAME_TAIL = 300  # characters of a name that are looked at, its last; no file system allows more

# What is put behind by whoever takes a notebook for text, for JSON, or for something unknown.
_NUMBER = r"(?: ?\(\d{1,3}\))?"
_NAME = re.compile(
    rf"(.+?) ?\.ipynb{_NUMBER}(?:\.(?:txt|json|download|bin|ipynb){_NUMBER})*[ .]*",
    re.DOTALL,
)
_WORD = r"(?:copy|kopie|copie|copia)"
_COPIES = (
    re.compile(r" ?\((\d{1,3})\)$"),  # ch01 (1)
    re.compile(rf"(?: ?[-\u2013_] ?| ){_WORD} ?\(?(\d{{0,3}})\)?$"),  # ch01 - Copy (2), ch01-Copy1
    re.compile(rf"^{_WORD} (?:of|von|de|di) ()"),  # Copy of ch01
)
_TURN = re.compile(r"-(\d{1,3})$")  # ch01-2: a platform's, but it may as well be the name's own


def is_notebook(name: str) -> bool:
    """Whether a file of this name (no folders in it) is a notebook, under whatever ending."""
    return not name.startswith(".") and _stem(name) is not None


def plain_name(name: str) -> str:
    """A notebook's name without what a download or a copy added, in lower case: `ch01.ipynb`.

    A name that is no notebook's is only put in lower case.
    """
    stem = _stem(name)
    if stem is None:
        return _lower(name)
    shorter = ""
    while shorter != stem:
        shorter = stem
        for pattern in _COPIES:
            stem = pattern.sub("", stem) or stem
    return stem + EXTENSION


def is_called(name: str, chapter: str) -> bool:
    """Whether a file's name is that of a chapter's notebook, a download or copy of it or itself."""
    wanted = _lower(chapter)
    return is_notebook(name) and (_stem(name) == wanted or plain_name(name) == wanted + EXTENSION)


def copy_number(name: str) -> int:
    """The number of a copy or a turn: 2 for `ch01 (2).ipynb` and `ch01-2.ipynb`; 0 for none."""
    stem = _stem(name) or ""
    found = next(filter(None, (pattern.search(stem) for pattern in (*_COPIES, _TURN))), None)
    return int(found[1] or 0) if found else 0


def _lower(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _stem(name: str) -> str | None:
    """What stands before `.ipynb` and all that was added to it; None if it is no notebook's."""
    found = _NAME.fullmatch(_lower(name[-NAME_TAIL:]))
    return found[1] if found else None
