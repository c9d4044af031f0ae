"""Conversation 1 on the real page, in Debian's Chromium on a phone of 320 pixels, against live processes.

Asserts cards, ids, roles and numbers, not wording. Every test also fails on a console error, a broken content policy, a
request that leaves this machine, sideways scrolling, or anything kept on the device. A missing Chromium is a failure.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect, sync_playwright

AFTERNOON = "2026-11-18T16:00:00+01:00"
"""The clock of these conversations: at night other lines come first."""
PHONE = {"width": 320, "height": 640}
OPENING = "mijn ex heeft een foto van mij in de klasgroep gezet"
CRISIS = "ik wil niet meer leven"
NOT_WHAT_I_MEANT = "/not_what_i_meant"
WITHHELD = '"withheld"'
MOST_QUESTIONS = 10
PATIENCE = 20_000  # milliseconds for one answer
STEPS = ["not_your_fault", "leave_as_is", "evidence", "tell_someone", "child_focus", "take_it_down", "report_app", "block"]
NEUTRAL = re.compile(r"^https://www\.google\.be/?$")

WATCH_POLICY = "addEventListener('securitypolicyviolation', e => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`))"
KEPT = """async () => ({
  local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  address: location.pathname + location.search + location.hash,
})"""
NOTHING = {"local": 0, "session": 0, "cookie": "", "databases": 0, "caches": 0, "workers": 0, "address": "/"}
TOO_WIDE = """() => {
  const roots = [document, document.querySelector('houvast-chat').shadowRoot];
  const out = roots.flatMap(root => [...root.querySelectorAll('body *, .chat *')])
    .filter(node => !node.closest('.unseen') && node.getBoundingClientRect().right > innerWidth + 0.5)
    .map(node => `${node.tagName}.${node.className}`);
  return document.documentElement.scrollWidth > innerWidth ? [`page: ${document.documentElement.scrollWidth}`, ...out] : out;
}"""
FOCUSED = """() => {
  const inside = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
  return {id: inside.id, name: inside.textContent.trim(), value: inside.value ?? '', href: inside.getAttribute('href') ?? '',
          turn: inside.matches('.turn'), outlined: getComputedStyle(inside).outlineStyle !== 'none'};
}"""


class Talk:
    """A conversation on the page. `say` and `press` use a pointer, `type_keys` and `press_keys` only the keyboard."""

    def __init__(self, page: Page, context: BrowserContext, trouble: list[str]) -> None:
        self.page, self.context, self.trouble = page, context, trouble
        self.field = page.locator("#message")
        self.turns = page.locator(".turn")
        self.token = ""

    def begin(self) -> None:
        """Open the page and wait for the welcome."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/api/sessions")) as opened:
            self.page.goto("/")
        self.token = opened.value.json()["session"]
        self.turns.first.wait_for()
        self.look()

    def after(self, act: Callable[[], object]) -> Locator:
        """Do `act`; return the turn that answers it."""
        before = self.turns.count()
        act()
        expect(self.turns).to_have_count(before + 1, timeout=PATIENCE)
        expect(self.page.locator(".status.busy")).to_have_count(0)
        self.look()
        return self.turns.last

    def say(self, text: str) -> Locator:
        """Type and send."""
        self.field.fill(text)
        return self.after(lambda: self.page.locator("form button").click())

    def press(self, payload_part: str) -> Locator:
        """Press the last button whose payload contains `payload_part`."""
        return self.after(lambda: self.button(payload_part).click())

    def button(self, payload_part: str) -> Locator:
        """The last button whose payload contains `payload_part`."""
        return self.page.locator(f".choices button[value*='{payload_part}']").last

    def asked(self) -> str | None:
        """The fact that the last turn asks, if any."""
        question = self.turns.last.locator(".choices[data-fact]")
        return question.get_attribute("data-fact") if question.count() else None

    def look(self) -> None:
        """What holds in every state: nothing is wider than the phone, nothing is kept, nothing went wrong."""
        assert self.page.evaluate(TOO_WIDE) == []
        assert self.page.evaluate(KEPT) == NOTHING
        assert self.context.cookies() == []
        assert self.trouble == []

    def to_plan(self, say: Callable[[str], object] | None = None, press: Callable[[str], object] | None = None) -> list[str]:
        """Answer what is asked, one fact by a button, the age by typing, the rest with "zeg ik liever niet"."""
        say, press = say or self.say, press or self.press
        asked: list[str] = []
        while (fact := self.asked()) and len(asked) < MOST_QUESTIONS:
            assert fact not in asked, f"{fact} is asked twice"
            asked.append(fact)
            if fact == "content_nature":
                press('"nude_or_sexual"')
            elif fact == "asker_age":
                say("15")
            else:
                press(WITHHELD)
        return asked


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; per module, so that no event loop is left running under other tests."""
    chromium = os.environ.get("HOUVAST_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.fail("Chromium is missing. Install it (Debian: apt-get install chromium) or set HOUVAST_CHROMIUM.", pytrace=False)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture
def open_talk(browser: Browser, houvast: Any) -> Iterator[Callable[..., Talk]]:
    """Opens the page; at the end nothing may have gone wrong and no request may have left for another address."""
    home = f"http://127.0.0.1:{houvast.gateway_port}/"
    trouble: list[str] = []
    contexts: list[BrowserContext] = []

    def elsewhere(route: Route) -> None:
        if route.request.is_navigation_request() and NEUTRAL.match(route.request.url):
            route.fulfill(body="<title>elsewhere</title>", content_type="text/html")  # where the quick exit goes
            return
        trouble.append(f"asked another address: {route.request.url}")
        route.abort()

    def open_it(**options: Any) -> Talk:
        phone = {"base_url": home, "viewport": PHONE, "locale": "nl-BE", "reduced_motion": "reduce"}
        context = browser.new_context(extra_http_headers={"X-Houvast-Now": AFTERNOON}, **{**phone, **options})
        contexts.append(context)
        context.route(lambda url: not url.startswith(home), elsewhere)
        context.add_init_script(WATCH_POLICY)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda line: trouble.append(f"console: {line.text}") if line.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: trouble.append(f"threw: {error}"))
        page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("response", lambda answer: trouble.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
        talk = Talk(page, context, trouble)
        talk.begin()
        return talk

    yield open_it
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.fixture
def talk(open_talk: Callable[..., Talk]) -> Talk:
    """The page after its welcome."""
    return open_talk()


def expect_verdict_plan_and_lines(turn: Locator) -> None:
    """The answer of conversation 1: who passed it on, what to do in which order, who helps."""
    cards = turn.locator(".assessment")
    sharer = turn.locator(".assessment[data-for-whom~='sharer'][data-verdict='punishable']")
    expect(sharer).to_have_count(1)
    expect(sharer.get_by_role("heading", level=2)).to_be_visible()
    expect(turn.locator(".assessment[data-for-whom~='asker']")).to_have_count(0)  # not told that she is punishable herself
    for card in cards.all():
        heading = card.locator("h2")
        assert heading.evaluate("h => h.firstElementChild.className") == "who", "the verdict comes before whose conduct it is about"
    assert "171" in (sharer.locator("details").first.text_content() or "")
    expect(sharer.locator("details h3").first).to_be_hidden()

    steps = turn.locator(".plan ol > li")
    order = steps.evaluate_all("steps => steps.map(step => step.dataset.step)")
    assert [step for step in order if step in STEPS] == STEPS, order
    assert len(order) == len(set(order))
    expect(turn.locator(".plan ol")).to_have_css("list-style-type", "decimal")
    for why in steps.locator(".why").all():
        expect(why.locator("p")).to_be_hidden()

    lines = turn.locator(".handoff > .lines > li")
    assert lines.evaluate_all("lines => lines.map(line => line.dataset.line)") == ["child_focus", "awel"]
    expect(lines.nth(0).locator("a[href='tel:116000']")).to_be_visible()
    expect(lines.nth(1).locator("a[href='tel:102']")).to_be_visible()
    for line in lines.all():
        expect(line.locator(".told").first).to_be_visible()  # what happens there, not a bare number

    kinds = [card.split()[1] for card in turn.locator("> .card").evaluate_all("cards => cards.map(card => card.className)")]
    assert [kind for kind, _ in itertools.groupby(kinds)] == ["assessment", "plan", "handoff"], kinds


def expect_crisis_first(turn: Locator) -> None:
    """The crisis answer stands first, is announced, has its numbers right under it, and asks nothing else."""
    parts = turn.locator("> :not(.unseen)")
    expect(parts.nth(0)).to_have_class(re.compile(r"\bcrisis\b"))
    expect(parts.nth(0)).to_have_attribute("role", "alert")
    expect(parts.nth(1)).to_have_attribute("data-urgency", "crisis")
    expect(parts.nth(1).locator("> .lines a[href='tel:1813']")).to_be_visible()
    expect(parts.nth(1).locator("> .lines a[href='tel:112']")).to_be_visible()
    expect(turn.locator(f"button[value^='{NOT_WHAT_I_MEANT}']")).to_be_visible()
    expect(turn.locator("[data-fact]")).to_have_count(0)


def test_conversation_1(talk: Talk) -> None:
    turn = talk.say(OPENING)
    assert talk.asked() == "content_nature"
    expect(turn.locator(".assessment, .crisis")).to_have_count(0)

    talk.press("/ask_explain")
    assert talk.asked() == "content_nature"  # explained, and asked again

    asked = talk.to_plan()
    assert {"content_nature", "asker_age"} < set(asked), asked  # and at least one that she would rather not say
    expect_verdict_plan_and_lines(talk.turns.last)

    turn = talk.say(CRISIS)
    expect_crisis_first(turn)
    expect(turn.get_by_role("alert")).to_be_in_viewport(ratio=1)
    expect(turn.locator("a[href='tel:1813']").first).to_be_in_viewport(ratio=1)

    turn = talk.press(NOT_WHAT_I_MEANT)
    expect(talk.page.locator(f"button[value^='{NOT_WHAT_I_MEANT}']")).to_have_count(0)
    expect(turn.locator(".handoff[data-urgency='crisis'] a[href='tel:1813']")).to_be_visible()  # explicit words: 1813 stays
    expect(turn.locator("[data-fact]")).to_have_count(0)

    turn = talk.say("is sexting strafbaar op 15?")
    expect(turn.locator(".assessment")).not_to_have_count(0)
    expect(turn.locator(".crisis")).to_have_count(0)


def test_crisis_inside_the_questions_and_on_where_it_was(talk: Talk) -> None:
    talk.say(OPENING)
    fact = talk.asked()
    expect_crisis_first(talk.say(CRISIS))
    talk.press(NOT_WHAT_I_MEANT)
    assert talk.asked() is None
    talk.press("/affirm")  # on with her story
    assert talk.asked() == fact
    talk.to_plan()
    expect_verdict_plan_and_lines(talk.turns.last)


def test_whole_conversation_by_keyboard(talk: Talk) -> None:
    page = talk.page

    def focused() -> dict[str, Any]:
        found: dict[str, Any] = page.evaluate(FOCUSED)
        return found

    def tab_to(wanted: Callable[[dict[str, Any]], bool], key: str = "Tab") -> None:
        for _ in range(80):
            page.keyboard.press(key)
            at = focused()
            assert at["outlined"] or at["id"] == "message", f"the focus cannot be seen: {at}"
            if wanted(at):
                return
        raise AssertionError("the keyboard does not get there")

    def say(text: str) -> Locator:
        if focused()["id"] != "message":
            tab_to(lambda at: at["id"] == "message")
        page.keyboard.type(text)
        return talk.after(lambda: page.keyboard.press("Enter"))

    def press(payload_part: str) -> Locator:
        # Typing leaves the focus in the field below the buttons; a button that was pressed leaves it on the turn above them.
        back = focused()["id"] == "message"
        tab_to(lambda at: payload_part in at["value"], "Shift+Tab" if back else "Tab")
        turn = talk.after(lambda: page.keyboard.press("Enter"))
        assert focused()["turn"], "the focus is lost after a button"
        return turn

    say(OPENING)
    press("/ask_explain")
    talk.to_plan(say, press)
    expect_verdict_plan_and_lines(talk.turns.last)
    tab_to(lambda at: at["href"] == "tel:116000")  # focus went to the answer: its links come next
    expect_crisis_first(say(CRISIS))
    tab_to(lambda at: at["href"] == "tel:1813", "Shift+Tab")
    tab_to(lambda at: at["value"].startswith(NOT_WHAT_I_MEANT))
    turn = talk.after(lambda: page.keyboard.press("Space"))
    expect(turn.locator("a[href='tel:1813']")).to_be_visible()


def test_start_over_ends_this_and_begins_anew(talk: Talk, houvast: Any) -> None:
    talk.say(OPENING)
    old = talk.token
    with talk.page.expect_response(lambda answer: answer.url.endswith("/api/sessions")) as opened:
        talk.page.locator(".controls button").first.click()
    expect(talk.turns).to_have_count(1)
    expect(talk.page.locator(".mine")).to_have_count(0)
    assert opened.value.json()["session"] != old
    assert refused(houvast, old)
    talk.say(OPENING)
    assert talk.asked() == "content_nature"  # nothing is remembered


@pytest.mark.parametrize("way", ["link", "escape"])
def test_quick_exit_ends_the_session(talk: Talk, houvast: Any, way: str) -> None:
    talk.say(OPENING)
    assert status_of(houvast, talk.token) == 200  # good until now
    if way == "link":
        talk.page.locator("a[data-houvast-exit]").click()
    else:
        for _ in range(3):
            talk.page.keyboard.press("Escape")
    talk.page.wait_for_url(NEUTRAL)
    assert refused(houvast, talk.token)
    assert talk.context.cookies() == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_serious(open_talk: Callable[..., Talk], colours: str) -> None:
    talk = open_talk(color_scheme=colours, bypass_csp=True)  # axe itself is injected as an inline script
    talk.say(OPENING)
    talk.to_plan()
    expect_verdict_plan_and_lines(talk.turns.last)
    assert serious(talk.page) == []
    expect_crisis_first(talk.say(CRISIS))
    assert serious(talk.page) == []


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """Violations that axe calls serious or critical, with everything unfolded."""
    page.evaluate(
        "[document, document.querySelector('houvast-chat').shadowRoot]"
        ".forEach(root => root.querySelectorAll('details').forEach(fold => fold.open = true))"
    )
    found = Axe().run(page, options={"resultTypes": ["violations", "passes"]}).response
    looked_at = sum(len(rule["nodes"]) for rule in found["passes"] if rule["id"] == "color-contrast")
    assert looked_at > 20, "axe did not look into the component"
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"] if v["impact"] in {"serious", "critical"}]


def status_of(houvast: Any, token: str) -> int:
    """What the gateway says to a message with `token`."""
    url = f"http://127.0.0.1:{houvast.gateway_port}/api/messages"
    return httpx.post(url, json={"message": "hallo"}, headers={"Authorization": f"Bearer {token}"}, timeout=30).status_code


def refused(houvast: Any, token: str, patience: float = 5.0) -> bool:
    """Whether the gateway refuses `token`, at the latest after `patience` seconds: the page does not wait for it."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if status_of(houvast, token) == 401:
            return True
        time.sleep(0.1)
    return False
