"""Snel weg: gone at once, the conversation with it, and no way back to it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from stub_gateway import StubGateway

NEUTRAL = "https://www.google.be/"


def is_gone(page: Page, stub: StubGateway) -> None:
    page.wait_for_url(NEUTRAL)
    (ended,) = stub.requests("POST", "/api/sessions/end")
    assert ended.body == "token-1"
    assert ended.headers["Content-Type"].startswith("text/plain")
    assert "Authorization" not in ended.headers


def test_exit_link_ends_the_session_and_replaces_the_page(open_page: Callable[..., Page], stub: StubGateway) -> None:
    page = open_page("widget/icon.svg")
    page.goto(stub.address)
    page.get_by_text("Waarover gaat het?").wait_for()
    page.get_by_role("link", name="Snel weg").click()
    is_gone(page, stub)
    page.go_back()
    assert page.url == stub.address + "widget/icon.svg"  # the conversation is not in the history


def test_three_escapes_leave_from_inside_the_field(page: Page, stub: StubGateway) -> None:
    field = page.get_by_label("Typ je bericht")
    field.press("Escape")
    expect(page.get_by_text("Nog 2 keer op Escape en je bent weg.")).to_be_visible()
    field.press("Escape")
    assert page.url == stub.address
    field.press("Escape")
    is_gone(page, stub)


def test_escapes_far_apart_do_not_leave(open_page: Callable[..., Page], stub: StubGateway) -> None:
    page = open_page()
    page.get_by_text("Waarover gaat het?").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_timeout(5200)
    page.keyboard.press("Escape")
    expect(page.get_by_text("Nog 2 keer op Escape en je bent weg.")).to_be_visible()
    assert page.url == stub.address


def test_leaves_also_when_the_gateway_does_not_answer(page: Page, stub: StubGateway) -> None:
    stub.faults = ["drop"] * 5
    page.get_by_role("link", name="Snel weg").click()
    page.wait_for_url(NEUTRAL)


def test_lines_and_exit_are_there_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    for number in ("112", "116000", "102"):
        expect(page.locator(f"a[href='tel:{number}']")).to_be_visible()
    expect(page.get_by_text("Bellen naar deze nummers kan altijd, en is gratis.")).to_be_visible()
    page.get_by_role("link", name="Snel weg").click()
    page.wait_for_url(NEUTRAL)
