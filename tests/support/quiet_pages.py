"""Pages that are one file: they load nothing from anywhere, and nothing in them acts."""

from __future__ import annotations

from html.parser import HTMLParser


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def loads_and_runs_nothing(page: str) -> None:
    """What a page must be that shows what students wrote."""
    tags = _Tags()
    tags.feed(page)
    assert tags.seen
    assert not {"script", "img", "iframe", "link", "object"} & {tag for tag, _ in tags.seen}
    for _, attributes in tags.seen:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(http" not in page and "@import" not in page
