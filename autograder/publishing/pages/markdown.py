"""A chapter's prose as HTML that loads nothing: formulas are MathML, headings can be linked to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from html import escape, unescape
from typing import Any

from mistune.plugins import import_plugin
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.publishing.pages.formula import mathml
from autograder.shared.anchors import anchor
from autograder.shared.highlight import python

WIDE_FORMULA = 40  # characters of LaTeX that may be wider than a narrow screen
# A line does not begin with the comma after a formula, nor end with the bracket before it.
GLUED = re.compile(r"""\(?<math display="inline".*?</math>[,.;:!?)\]"']*""", re.DOTALL)


# How one chapter's notebook links to another's, in whatever program it is open.
NOTEBOOK = re.compile(r"\.\./(?P<chapter>\w+)/(?P=chapter)\.ipynb")


class Prose:
    """Turns the markdown of one page into HTML; ids of headings differ within it.

    chapters : those that have a page, which links to their notebooks lead to
    """

    def __init__(self, chapters: Collection[str] = ()) -> None:
        self._seen: Counter[str] = Counter()
        # Without the plugin that makes an address in prose a link on its own.
        plugins = [import_plugin(name) for name in ("strikethrough", "table", "def_list")]
        self._markdown = MarkdownWithMath(renderer=_Renderer(self._id, chapters), plugins=plugins)

    def html(self, source: str) -> str:
        """Raises CourseError for a formula that cannot be read."""
        return GLUED.sub(_together, self._markdown.render(source))

    def _id(self, heading: str) -> str:
        words = re.sub(r"<math.*?</math>|<[^>]*>", "", heading, flags=re.DOTALL)
        name = anchor(unescape(words))
        self._seen[name] += 1
        return name if self._seen[name] == 1 else f"{name}-{self._seen[name]}"


def _together(match: re.Match[str]) -> str:
    alone = match[0].startswith("<") and match[0].endswith(">")
    return match[0] if alone else f'<span class="tight">{match[0]}</span>'


class _Renderer(IPythonRenderer):  # type: ignore[misc]
    def __init__(self, identify: Any, chapters: Collection[str]) -> None:
        super().__init__(escape=False)
        self._identify, self._chapters = identify, chapters

    def link(self, text: str, url: str, title: str | None = None) -> str:
        notebook = NOTEBOOK.fullmatch(url)
        if notebook is None:
            return str(super().link(text, url, title))
        name = notebook["chapter"]
        return f'<a href="{name}.html">{text}</a>' if name in self._chapters else text

    def inline_math(self, body: str) -> str:
        formula = mathml(body)
        if len(body) > WIDE_FORMULA or "begin{" in body:
            return f'<span class="wide inline">{formula}</span>'
        return formula

    def block_math(self, body: str) -> str:
        return f'<span class="wide">{mathml(body, "block")}</span>'

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")

    def heading(self, text: str, level: int, **_attrs: Any) -> str:
        name = self._identify(text)
        link = f'<a class="anchor" href="#{name}" aria-label="Link to this section">#</a>'
        return f'<h{level} id="{name}">{text}{link if level > 1 else ""}</h{level}>\n'

    def table(self, text: str) -> str:
        return f'<div class="wide"><table>\n{text}</table></div>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        return f'<pre class="source">{python(code) if info == "python" else escape(code)}</pre>\n'
