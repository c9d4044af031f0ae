"""One conversation from open to wiped: what goes over the line, and what a person sees when it fails."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from stub_gateway import LINES, StubGateway

Say = Callable[[Page, str], None]
OWN_LINES = ["112", "116 000", "1813", "102"]


def own_lines(page: Page) -> None:
    for number in OWN_LINES:
        expect(page.get_by_role("link", name=f"Bel {number}", exact=True)).to_be_visible()


def test_opens_one_session_and_sends_the_payload_of_a_button(page: Page, stub: StubGateway) -> None:
    page.get_by_role("button", name="Iemand chanteert mij").click()
    expect(page.get_by_text("Ik hoor je: 12 tekens.")).to_be_visible()
    expect(page.locator(".bubble.mine")).to_have_text("Jij: Iemand chanteert mij")
    (sent,) = stub.requests("POST", "/api/messages")
    assert sent.json["message"] == "/blackmailed"
    assert len(sent.json["message_id"]) == 32
    assert sent.headers["Authorization"] == "Bearer token-1"
    assert stub.sessions == 1


def test_only_the_newest_turn_has_buttons(page: Page, say: Say) -> None:
    say(page, "question")
    expect(page.get_by_role("button", name="Weet ik niet")).to_be_visible()
    expect(page.get_by_role("button", name="Iemand chanteert mij")).to_have_count(0)


def test_enter_sends_and_shift_enter_makes_a_line(page: Page, stub: StubGateway) -> None:
    field = page.get_by_label("Typ je bericht")
    field.press_sequentially("een")
    field.press("Shift+Enter")
    field.press_sequentially("twee")
    field.press("Enter")
    expect(page.get_by_text("Ik hoor je: 8 tekens.")).to_be_visible()
    assert stub.said() == ["een\ntwee"]
    field.fill("   ")
    field.press("Enter")
    assert stub.said() == ["een\ntwee"]


def test_messages_go_one_by_one_in_order_and_the_page_says_it_is_busy(page: Page, say: Say, stub: StubGateway) -> None:
    say(page, "hold dit")
    expect(page.get_by_text("Houvast zoekt een antwoord…")).to_be_visible()
    say(page, "ik wil niet meer leven")
    expect(page.locator(".bubble.mine")).to_have_count(2)
    assert stub.said() == ["hold dit"]
    stub.hold.set()
    expect(page.get_by_text("Ik hoor je: 22 tekens.")).to_be_visible()
    expect(page.get_by_text("Houvast zoekt een antwoord…")).to_have_count(0)
    assert stub.said() == ["hold dit", "ik wil niet meer leven"]


def test_counter_appears_near_the_limit_and_a_long_text_is_not_cut(page: Page, say: Say, stub: StubGateway) -> None:
    field, counter = page.get_by_label("Typ je bericht"), page.locator("#counter")
    field.fill("a" * 1799)
    expect(counter).to_have_text("")
    field.fill("a" * 1999)
    expect(counter).to_have_text("Nog 1 teken.")
    field.fill("😱" * 2000)
    expect(counter).to_have_text("Nog 0 tekens.")
    long = "b" * 2003
    field.fill(long)
    expect(counter).to_have_text("3 tekens te lang.")
    expect(field).to_have_attribute("aria-invalid", "true")
    stub.script[long] = (
        413,
        {
            "error": "too_long",
            "messages": [{"text": "Dat is te lang."}, {"custom": {"type": "handoff", "lines": LINES}}],
        },
    )
    field.press("Enter")
    expect(page.get_by_text("Dat is te lang.")).to_be_visible()
    expect(page.get_by_role("link", name="Bel 116 000", exact=True)).to_be_visible()
    expect(field).to_have_value(long)
    expect(page.locator(".bubble.mine")).to_have_count(0)
    expect(page.get_by_role("button", name="Probeer opnieuw")).to_have_count(0)


def test_lost_answer_is_asked_again_with_the_same_id(page: Page, say: Say, stub: StubGateway) -> None:
    stub.faults = ["drop"]
    say(page, "hallo")
    expect(page.get_by_text("Ik hoor je: 5 tekens.")).to_be_visible()
    first, second = (request.json for request in stub.requests("POST", "/api/messages"))
    assert first == second


@pytest.mark.parametrize("fault", ["drop", "html"])
def test_no_answer_at_all_shows_own_lines_and_keeps_the_message(
    page: Page, say: Say, stub: StubGateway, fault: str
) -> None:
    stub.faults = [fault] * 2
    say(page, "ik wil niet meer leven")
    own_lines(page)
    expect(page.get_by_text("Niet verstuurd")).to_be_visible()
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_text("Ik hoor je: 22 tekens.")).to_be_visible()
    expect(page.get_by_text("Niet verstuurd")).to_have_count(0)
    assert len({request.json["message_id"] for request in stub.requests("POST", "/api/messages")}) == 1


def test_no_first_answer_shows_own_lines_and_can_be_tried_again(
    open_page: Callable[..., Page], stub: StubGateway
) -> None:
    stub.faults = ["drop"] * 5  # Chromium itself asks again when a line was cut
    page = open_page()
    own_lines(page)
    stub.faults = []
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_text("Waarover gaat het?")).to_be_visible()


@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_refusal_shows_what_the_gateway_says(page: Page, say: Say, stub: StubGateway, status: int) -> None:
    stub.script["hallo"] = (
        status,
        {"error": "x", "messages": [{"text": "Even niet."}, {"custom": {"type": "handoff", "lines": LINES}}]},
    )
    say(page, "hallo")
    expect(page.get_by_text("Even niet.")).to_be_visible()
    expect(page.get_by_role("link", name="Bel 116 000", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Bel 1813", exact=True)).to_have_count(0)
    assert len(stub.said()) == 1


def test_gone_session_makes_room_for_a_new_one(page: Page, say: Say, stub: StubGateway) -> None:
    stub.script["hallo"] = (401, {"error": "session_gone", "messages": [{"text": "Dit gesprek is weg."}]})
    say(page, "hallo")
    expect(page.get_by_text("Dit gesprek is weg.")).to_be_visible()
    say(page, "ben je er nog")
    expect(page.get_by_text("Ik hoor je: 13 tekens.")).to_be_visible()
    assert stub.sessions == 2
    assert stub.requests("POST", "/api/messages")[-1].headers["Authorization"] == "Bearer token-2"


def test_degraded_answer_shows_normally(page: Page, say: Say, stub: StubGateway) -> None:
    stub.script["hallo"] = (200, {"degraded": True, "messages": [{"text": "Ik ben even niet bereikbaar."}]})
    say(page, "hallo")
    expect(page.get_by_text("Ik ben even niet bereikbaar.")).to_be_visible()
    expect(page.get_by_text("Niet verstuurd")).to_have_count(0)


def test_start_over_ends_the_old_and_opens_a_new_conversation(page: Page, say: Say, stub: StubGateway) -> None:
    say(page, "plan")
    page.get_by_role("heading", name="Stap voor stap").wait_for()
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(page.get_by_text("Dit is een nieuw gesprek.")).to_be_visible()
    expect(page.get_by_text("Waarover gaat het?")).to_be_visible()
    expect(page.get_by_role("heading", name="Stap voor stap")).to_have_count(0)
    (ended,) = stub.requests("POST", "/api/sessions/end")
    assert (ended.body, stub.sessions) == ("token-1", 2)


def test_answer_to_an_older_conversation_is_dropped(page: Page, say: Say, stub: StubGateway) -> None:
    say(page, "hold dit")
    page.get_by_text("Houvast zoekt een antwoord…").wait_for()
    page.get_by_role("button", name="Opnieuw beginnen").click()
    expect(page.get_by_text("Waarover gaat het?")).to_be_visible()
    stub.hold.set()
    say(page, "nieuw")
    expect(page.get_by_text("Ik hoor je: 5 tekens.")).to_be_visible()
    expect(page.get_by_text("Ik hoor je: 8 tekens.")).to_have_count(0)


def test_wipe_asks_once_deletes_and_clears(page: Page, say: Say, stub: StubGateway) -> None:
    say(page, "plan")
    page.get_by_role("heading", name="Stap voor stap").wait_for()
    page.get_by_role("button", name="Wis mijn gesprek").click()
    page.get_by_role("button", name="Nee, laat staan").click()
    assert stub.requests("DELETE", "/api/sessions/current") == []
    page.get_by_role("button", name="Wis mijn gesprek").click()
    page.get_by_role("button", name="Ja, wis alles").click()
    expect(page.get_by_text("Je gesprek is gewist, hier en bij ons.")).to_be_visible()
    expect(page.locator(".turn, .bubble")).to_have_count(0)
    (wiped,) = stub.requests("DELETE", "/api/sessions/current")
    assert wiped.headers["Authorization"] == "Bearer token-1"
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.get_by_text("Waarover gaat het?")).to_be_visible()
    assert stub.sessions == 2


def test_wipe_that_fails_does_not_say_it_worked(page: Page, stub: StubGateway) -> None:
    page.get_by_role("button", name="Wis mijn gesprek").click()
    stub.faults = ["html"]
    page.get_by_role("button", name="Ja, wis alles").click()
    expect(page.get_by_text("Wissen lukte niet.")).to_be_visible()
    expect(page.get_by_text("Je gesprek is gewist")).to_have_count(0)
    expect(page.get_by_text("Waarover gaat het?")).to_be_visible()


def test_nothing_stays_on_the_device(page: Page, say: Say) -> None:
    say(page, "summary")
    page.get_by_role("button", name="Kopieer de tekst").wait_for()
    kept = page.evaluate(
        """async () => [
            localStorage.length, sessionStorage.length, document.cookie,
            (await indexedDB.databases()).length, (await caches.keys()).length,
            location.pathname + location.search + location.hash,
        ]"""
    )
    assert kept == [0, 0, "", 0, 0, "/"]
    assert page.context.cookies() == []


def test_embedded_without_exit_link_it_brings_its_own(open_page: Callable[..., Page]) -> None:
    page = open_page("widget/icon.svg")  # any page of the origin, emptied
    page.goto(page.url.removesuffix("widget/icon.svg"))
    page.evaluate("document.body.replaceChildren(document.createElement('houvast-chat'))")
    expect(page.locator("houvast-chat").get_by_role("link", name="Snel weg")).to_be_visible()
    expect(page.get_by_text("Waarover gaat het?")).to_be_visible()
