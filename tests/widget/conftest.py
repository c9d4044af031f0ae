"""A browser with the page in it, and the stub gateway behind it. Without Chromium these tests fail: they never skip."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from stub_gateway import StubGateway, serve

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Per module, so that no event loop is left running under the tests of other rooms."""
    chromium = os.environ.get("HOUVAST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.fail(
            "Chromium is missing. Install it (Debian: apt-get install chromium) or set HOUVAST_CHROMIUM.", pytrace=False
        )
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def stub() -> Iterator[StubGateway]:
    made = StubGateway()
    server = serve(made)
    yield made
    made.hold.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, stub: StubGateway) -> Iterator[Callable[..., Page]]:
    """Opens the page; afterwards nothing may have broken the CSP, thrown, opened a dialog or asked another host."""
    contexts, trouble = [], []

    def open_it(path: str = "", **options: object) -> Page:
        context = browser.new_context(**{"locale": "nl-BE", "reduced_motion": "reduce", **options})
        contexts.append(context)

        def elsewhere(route):  # type: ignore[no-untyped-def]
            if route.request.is_navigation_request():
                route.fulfill(body="<title>elsewhere</title>", content_type="text/html")
            else:
                trouble.append(f"asked another host: {route.request.url}")
                route.abort()

        context.route(lambda url: not url.startswith(stub.address), elsewhere)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: trouble.append(f"threw: {error}"))
        page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda line: trouble.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(stub.address + path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The page after its welcome."""
    opened = open_page()
    opened.get_by_text("Waarover gaat het?").wait_for()
    return opened


@pytest.fixture
def say(stub: StubGateway) -> Callable[[Page, str], None]:
    """Types a message and sends it with Enter."""

    def type_and_send(page: Page, message: str) -> None:
        page.get_by_label("Typ je bericht").fill(message)
        page.get_by_label("Typ je bericht").press("Enter")

    return type_and_send
