"""A browser without network, for pages that are files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect, sync_playwright

from support import browser

ALLOWED = ("file:", "data:", "blob:")


@dataclass
class Reader:
    """A browser's page without network, and what it complained about or asked for."""

    page: Page
    trouble: list[str] = field(default_factory=list)

    def open(self, path: Path) -> Page:
        self.trouble.clear()
        self.page.goto(path.as_uri())
        for figure in self.page.locator("figure[data-recorded]").all():
            expect(figure.locator(".course-picture > svg").first).to_be_attached()
        return self.page


def serious(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds serious or worse: the rule, and the first element."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (one["id"], one["nodes"][0]["html"][:120])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@contextmanager
def browser_offline() -> Iterator[Reader]:
    """While Playwright runs, nothing else can begin an event loop."""
    if browser.chromium() is None:
        pytest.skip(browser.MISSING)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=browser.chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = launched.new_context(offline=True)
        page = context.new_page()
        page.set_default_timeout(20_000)
        reader = Reader(page)

        def asked(request: Request) -> None:
            if not request.url.startswith(ALLOWED):
                reader.trouble.append(f"asked for {request.url}")

        page.on("request", asked)
        page.on("requestfailed", lambda r: reader.trouble.append(f"failed: {r.url[:80]}"))
        page.on("console", lambda m: m.type != "log" and reader.trouble.append(m.text))
        page.on("pageerror", lambda error: reader.trouble.append(str(error)))
        yield reader
        launched.close()
