"""By keyboard, small, zoomed, dark: WCAG 2.2 AA as far as a machine can see it."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from stub_gateway import CARDS, StubGateway

Say = Callable[[Page, str], None]
KINDS = ["assessment", "understood", "flag", "plan", "handoff", "question", "checklist", "summary", "crisis", "rating"]
SMALL_TARGETS = """() => {
  const roots = [document, document.querySelector('houvast-chat').shadowRoot];
  const targets = roots.flatMap(root => [...root.querySelectorAll('a, button, summary, textarea, label:has(input)')]);
  return targets
    .map(node => ({name: node.textContent.trim() || node.id, box: node.getBoundingClientRect()}))
    .filter(({box}) => box.width && box.height && (box.height < 43.9 || box.width < 43.9))
    .map(({name, box}) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`);
}"""


def everything(page: Page, stub: StubGateway, say: Say) -> None:
    """All cards in one turn, folded parts open."""
    stub.script["alles"] = [message for kind in KINDS for message in CARDS[kind]]
    page.get_by_text("Waarover gaat het?").wait_for()
    say(page, "alles")
    page.locator(".rating").wait_for()
    page.evaluate(
        "[document, document.querySelector('houvast-chat').shadowRoot]"
        ".forEach(root => root.querySelectorAll('details').forEach(fold => fold.open = true))"
    )


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(open_page: Callable[..., Page], stub: StubGateway, say: Say, colours: str) -> None:
    page = open_page(color_scheme=colours, bypass_csp=True)  # axe itself is injected as an inline script
    everything(page, stub, say)
    page.get_by_role("button", name="Wis mijn gesprek").click()
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    # Not generate_report(): it cannot print places inside a shadow root.
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found.response["violations"]] == []
    seen = page.evaluate("axe.run({runOnly: ['color-contrast']}).then(r => r.passes.flatMap(p => p.nodes).length)")
    assert seen > 40  # axe looked into the component, not only at the page around it


@pytest.mark.parametrize(
    "size",
    [{"width": 320, "height": 640}, {"width": 320, "height": 256}, {"width": 640, "height": 400}],
    ids=["phone", "400%", "200%"],
)
def test_nothing_scrolls_sideways(
    open_page: Callable[..., Page], stub: StubGateway, say: Say, size: dict[str, int]
) -> None:
    """A zoom of 200 % on 1280 x 800 is a window of 640 x 400 pixels; 400 % one of 320."""
    page = open_page(viewport=size)
    everything(page, stub, say)
    say(page, "x" * 300)
    expect(page.get_by_text("Ik hoor je: 300 tekens.")).to_be_visible()
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]


def test_large_text_still_fits(open_page: Callable[..., Page], stub: StubGateway, say: Say) -> None:
    """Letters twice as large, as a browser's own setting makes them, on a phone."""
    page = open_page(viewport={"width": 390, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    everything(page, stub, say)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_targets_are_large_enough_for_a_thumb(open_page: Callable[..., Page], stub: StubGateway, say: Say) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    everything(page, stub, say)
    page.get_by_role("button", name="Wis mijn gesprek").click()
    assert page.evaluate(SMALL_TARGETS) == []


def test_whole_conversation_by_keyboard(page: Page, stub: StubGateway) -> None:
    stub.script["/image_shared"] = CARDS["question"]
    stub.script['/inform{"fact":"asker_age","value":"15"}'] = [*CARDS["plan"], *CARDS["handoff"]]
    focused = "(document.activeElement.shadowRoot?.activeElement ?? document.activeElement).textContent.trim()"
    focused = f"({focused}).replaceAll('\\u00a0', ' ')"  # numbers are kept on one line

    def tab_to(name: str, key: str = "Tab") -> None:
        for _ in range(30):
            page.keyboard.press(key)
            if page.evaluate(focused) == name:
                return
        raise AssertionError(f"the keyboard does not reach '{name}'")

    tab_to("Snel weg")  # the way out comes first
    tab_to("Een beeld van mij gaat rond")
    page.keyboard.press("Enter")
    page.get_by_text("Hoe oud ben je?").wait_for()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.className") == "turn"
    tab_to("15")  # focus moved to the answer: its buttons come next
    page.keyboard.press("Space")
    page.get_by_role("heading", name="Stap voor stap").wait_for()
    tab_to("Bel 116 000")
    tab_to("Bel 102")
    tab_to("Meer lijnen (1)")
    page.keyboard.press("Enter")
    tab_to("Bel 106")
    tab_to("")  # the field
    page.keyboard.type("question")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Zeg ik liever niet").wait_for()
    tab_to("Waarom vraag je dat?", "Shift+Tab")
    tab_to("Wis mijn gesprek")
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "Ja, wis alles"
    page.keyboard.press("Enter")
    page.get_by_text("Je gesprek is gewist").wait_for()
    assert stub.said() == ["/image_shared", '/inform{"fact":"asker_age","value":"15"}', "question"]


def test_focus_is_visible_and_never_under_the_bars(open_page: Callable[..., Page], stub: StubGateway, say: Say) -> None:
    page = open_page(viewport={"width": 390, "height": 600})
    everything(page, stub, say)
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("link", name="Snel weg").focus()
    hidden = """() => {
      const root = document.activeElement.shadowRoot;
      const node = root?.activeElement;
      if (!node || node.closest('form, .controls')) return '';
      const box = node.getBoundingClientRect();
      const top = document.querySelector('header').getBoundingClientRect().bottom;
      const bottom = root.querySelector('.composer').getBoundingClientRect().top;
      const outlined = getComputedStyle(node).outlineStyle !== 'none';
      return box.top >= top && box.top < bottom && outlined ? 'seen' : `hidden: ${node.textContent} ${box.top}`;
    }"""
    states = []
    for _ in range(30):
        page.keyboard.press("Tab")
        states.append(page.evaluate(hidden))
    assert states.count("seen") > 15
    assert [state for state in states if state.startswith("hidden")] == []


def test_roles_and_language(page: Page, say: Say) -> None:
    expect(page.get_by_role("log", name="Berichten")).to_have_attribute("aria-live", "polite")
    assert page.evaluate("document.documentElement.lang") == "nl-BE"
    say(page, "crisis")
    expect(page.get_by_role("alert")).to_be_visible()


def test_the_newest_turn_is_in_view(open_page: Callable[..., Page], say: Say) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    page.get_by_text("Waarover gaat het?").wait_for()
    for kind in ("plan", "handoff", "crisis"):
        say(page, kind)
        page.locator(".turn").last.get_by_role("link").first.wait_for()
    expect(page.get_by_role("alert")).to_be_in_viewport()


def test_nothing_moves_for_who_asked_for_that(page: Page, say: Say, stub: StubGateway) -> None:
    say(page, "hold dit")
    busy = page.locator(".status.busy")
    busy.wait_for()
    animation = "node => getComputedStyle(node, '::before').animationName"
    assert busy.evaluate(animation) == "none"
    page.emulate_media(reduced_motion="no-preference")
    assert busy.evaluate(animation) == "breathe"
