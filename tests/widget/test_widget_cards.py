"""Every `custom.type` is readable, and nothing in a message can run or break the page."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from stub_gateway import CARDS, HOSTILE, StubGateway, hostile

Say = Callable[[Page, str], None]


def test_assessment_says_verdict_in_words_and_folds_the_articles(page: Page, say: Say) -> None:
    say(page, "assessment")
    card = page.locator(".assessment")
    expect(card.get_by_role("heading", level=2)).to_have_text("Over wie het doorstuurt: !Strafbaar")
    expect(card.locator("> p:not(.what-if)")).to_have_text(
        [
            "Dat is strafbaar.",
            "Wie dit doorstuurde, is fout. Jij niet.",
            "Soms jeugdrecht.",
            "In de wet: art. 171 Sw.",
            "Een nieuw stuk tekst.",  # no known piece, and not lost
        ]
    )
    expect(page.get_by_text("Wie dit doorstuurde, is fout. Jij niet.")).to_have_count(1)
    expect(card).to_contain_text("Stel dat")
    expect(card.get_by_text("vandaag: art. 136, 171 Strafwetboek (nieuw)")).to_be_hidden()
    card.get_by_text("Waarom, en welke wet").click()
    expect(card.get_by_text("Bron: S04a, law.S1")).to_be_hidden()
    card.get_by_text("Om na te kijken").click()
    for told in (
        "vandaag: art. 136, 171 Strafwetboek (nieuw)",
        "vroeger: art. 417/44 Strafwetboek (oud)",
        "misschien ook: art. 146 Strafwetboek (nieuw)",
        "Doorsturen zonder akkoord mag niet.",
        "Bron: S04a, law.S1",
        "dat het onlangs gebeurde",
        "In Brussel is het jeugdrecht anders.",
        "Schadevergoeding.",
        "Een jurist keek dit nog niet na.",
        "Regels 0123456789ab, stand 22-11-2026.",
    ):
        expect(card.get_by_text(told)).to_be_visible()


def test_articles_of_an_older_regime_are_not_called_todays(page: Page, say: Say, stub: StubGateway) -> None:
    custom = {**CARDS["assessment"][0]["custom"], "regime": "R2", "articles": ["417/44 Sw.1867"], "formerly": []}
    stub.script["in 2023"] = [{"text": "Toen ook.", "custom": custom}]
    say(page, "in 2023")
    page.get_by_text("Waarom, en welke wet").click()
    expect(page.get_by_text("toen het gebeurde: art. 417/44 Strafwetboek (oud)")).to_be_visible()
    expect(page.get_by_text("vandaag")).to_have_count(0)


def test_each_verdict_has_its_word(page: Page, say: Say, stub: StubGateway) -> None:
    words = {
        "punishable": "Strafbaar",
        "not_punishable": "Niet strafbaar",
        "formally_not_allowed": "Mag niet van de wet",
        "uncertain": "Niet zeker",
        "no_responsibility": "Geen straf",
        "allowed_if": "Mag onder voorwaarden",
        "old_law_refer": "Oud recht",
        "something_new": "Niet zeker",
    }
    stub.script["wat zegt de wet"] = [
        {"custom": {"type": "assessment", "verdict": verdict, "for_whom": ["forwarder"]}} for verdict in words
    ]
    say(page, "wat zegt de wet")
    expect(page.locator(".verdict span:last-child")).to_have_text(list(words.values()))
    expect(page.locator(".about")).to_have_text(["Dit gaat over: tonen of doorsturen"] * len(words))


def test_child_under_12_hears_no_law(page: Page, say: Say, stub: StubGateway) -> None:
    custom = {"type": "assessment", "verdict": "no_responsibility", "for_whom": ["asker"], "texts": {}}
    stub.script["ik ben 9"] = [{"text": "Dit is niet jouw fout.", "custom": custom}]
    say(page, "ik ben 9")
    expect(page.locator(".turn").last).to_have_text("Houvast: Dit is niet jouw fout.")


def test_understood_marks_what_is_not_sure(page: Page, say: Say) -> None:
    say(page, "understood")
    expect(page.locator(".understood li")).to_have_text(["Je bent 15.", "Je ex heeft het beeld. (niet zeker)"])


def test_flag_is_named_not_only_coloured(page: Page, say: Say) -> None:
    say(page, "flag")
    expect(page.locator(".flag-name")).to_have_text("Minstens: Rode vlag: niet oké")
    expect(page.locator(".flag li")).to_have_text(
        [
            "Wilden ze het allebei? rood",
            "Was iedereen vrij om nee te zeggen? geel",
            "Past het op die plek? weten we niet",
        ]
    )


def test_plan_keeps_the_order_and_shows_why_and_sentences(page: Page, say: Say) -> None:
    say(page, "plan")
    steps = page.locator(".plan ol > li")
    expect(steps.locator("> p:first-child")).to_have_text(
        [step["text"] for step in CARDS["plan"][0]["custom"]["steps"]]
    )
    expect(steps.nth(0).locator("strong")).to_have_text("Eerst dit: het is niet jouw schuld.")
    why = steps.nth(1).get_by_text("Veel beelden stoppen hier al.")
    expect(why).to_be_hidden()
    steps.nth(1).get_by_text("Waarom?").click()
    expect(why).to_be_visible()
    expect(steps.nth(1).locator("blockquote")).to_have_text(
        ["Wil je dat beeld van mij wissen?", "Stuur het aub niet verder."]
    )
    link = steps.nth(1).get_by_role("link", name="Take It Down")
    expect(link).to_have_attribute("href", "https://takeitdown.ncmec.org/nl")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_handoff_tells_how_who_and_when(page: Page, say: Say) -> None:
    say(page, "handoff")
    lines = page.locator(".handoff .lines > li")
    expect(lines.nth(0).locator(".hours")).to_have_text("● nu open")
    expect(lines.nth(0).get_by_role("link", name="Bel 116 000")).to_have_attribute("href", "tel:116000")
    expect(lines.nth(0)).to_contain_text("Wie komt het te weten? Je hoeft je naam niet te zeggen.")
    expect(lines.nth(0)).to_contain_text("Wat kost het? Gratis.")
    expect(lines.nth(1).locator(".hours")).to_have_text("○ nu dicht, Morgen weer.")
    expect(lines.nth(1)).to_contain_text("Uren van de chat: kijk op de site")
    expect(lines.nth(1).get_by_role("link", name="Chat Awel")).to_have_attribute("rel", "noopener noreferrer")
    more = page.get_by_role("link", name="Bel 106")
    expect(more).to_be_hidden()
    page.get_by_text("Meer lijnen (1)").click()
    expect(more).to_be_visible()
    expect(page.locator(".hours").last).to_have_text("Kijk op de site.")


def test_what_happens_there_is_told_openly_once(page: Page, say: Say) -> None:
    told = page.get_by_text("Iemand luistert en zoekt met jou")
    say(page, "handoff")
    expect(told).to_be_visible()
    say(page, "handoff")
    expect(page.locator(".handoff")).to_have_count(2)
    expect(told.nth(1)).to_be_hidden()
    page.locator(".handoff").nth(1).get_by_text("Wat gebeurt er dan?").click()
    expect(told.nth(1)).to_be_visible()
    page.get_by_role("button", name="Opnieuw beginnen").click()
    page.get_by_text("Waarover gaat het?").wait_for()
    say(page, "handoff")
    expect(told).to_be_visible()


def test_number_to_call_stands_right_under_a_crisis_text(open_page: Callable[..., Page], say: Say) -> None:
    page = open_page(viewport={"width": 320, "height": 568})
    page.get_by_text("Waarover gaat het?").wait_for()
    say(page, "crisis")
    expect(page.get_by_role("alert")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Bel 1813")).to_be_in_viewport(ratio=1)
    order = "turn => [...turn.children].map(part => part.className).filter(name => name !== 'unseen')"
    assert page.locator(".turn").last.evaluate(order) == ["card crisis", "card handoff urgent", "choices lasting"]


def test_crisis_takes_the_language_of_its_lines(page: Page, say: Say, stub: StubGateway) -> None:
    text, lines = CARDS["crisis"]
    stub.script["je veux mourir"] = [text, {**lines, "custom": {**lines["custom"], "language": "fr"}}]
    say(page, "je veux mourir")
    expect(page.get_by_role("alert")).to_have_attribute("lang", "fr")
    expect(page.locator(".crisis .card-label")).to_have_text("! Important")


def test_number_is_not_broken_over_two_lines(page: Page, say: Say, stub: StubGateway) -> None:
    stub.script["bel"] = [{"text": "Bel 116 000 of 0800 32 123."}]
    say(page, "bel")
    expect(page.locator(".turn")).to_have_count(2)
    assert page.locator(".turn .bubble").last.evaluate("b => b.textContent") == "Bel 116\u00a0000 of 0800\u00a032\u00a0123."


def test_handoff_does_not_repeat_the_lines_of_its_text(page: Page, say: Say, stub: StubGateway) -> None:
    silent = "Kan je niet luidop praten? Schrijf dan."
    custom = {**CARDS["handoff"][0]["custom"], "silent": silent, "language": "en"}
    spoken = f"Here is help, now:\nChild Focus: call 116 000 (open now).\nAwel: call 102 (closed now).\n{silent}"
    stub.script["help"] = [{"text": spoken, "custom": custom}]
    say(page, "help")
    expect(page.locator(".handoff h2")).to_have_text("Here is help, now:")
    expect(page.locator(".handoff")).to_have_attribute("lang", "en")
    expect(page.get_by_text("call 116 000 (open now)")).to_have_count(0)
    expect(page.get_by_text(silent)).to_have_count(1)
    expect(page.get_by_role("link", name="Call 116 000")).to_be_visible()


def test_hours_that_nobody_checked_are_never_open(page: Page, say: Say, stub: StubGateway) -> None:
    stub.script["lijn"] = [
        {"custom": {"type": "handoff", "lines": [{"name": "Awel", "phone": "102", "open_now": None}, {"name": "JAC"}]}}
    ]
    say(page, "lijn")
    expect(page.locator(".hours")).to_have_text(["Kijk op de site voor de uren."] * 2)


def test_question_explains_itself_once(page: Page, say: Say) -> None:
    say(page, "question")
    expect(page.locator("button.aside")).to_have_text(["Weet ik niet", "Zeg ik liever niet", "Waarom vraag je dat?"])
    expect(page.get_by_text("Waarom vraag je dat?")).to_have_count(1)
    say(page, "question without button")
    page.locator("summary", has_text="Waarom vraag je dat?").click()
    expect(page.get_by_text("De wet kijkt ernaar.")).to_be_visible()


def test_checklist_can_be_ticked(page: Page, say: Say, stub: StubGateway) -> None:
    say(page, "checklist")
    box = page.get_by_label("Een schermafdruk van het gesprek, zonder het naaktbeeld")
    box.check()
    expect(box).to_be_checked()
    assert stub.said() == ["checklist"]


def test_summary_is_edited_and_copied(open_page: Callable[..., Page], say: Say) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    say(page, "summary")
    page.get_by_label("Jouw tekst. Je mag hem veranderen.").fill("Mijn eigen woorden.")
    page.get_by_role("button", name="Kopieer de tekst").click()
    expect(page.get_by_text("Gekopieerd.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Mijn eigen woorden."


def test_summary_without_clipboard_selects_the_text(page: Page, say: Say) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    say(page, "summary")
    page.get_by_role("button", name="Kopieer de tekst").click()
    expect(page.get_by_text("Kopiëren lukte niet.")).to_be_visible()
    field = page.get_by_label("Jouw tekst. Je mag hem veranderen.")
    assert field.evaluate("f => f.selectionEnd - f.selectionStart") == len("Er gaat een beeld van mij rond.")


def test_crisis_is_an_alert_said_once_with_buttons_that_stay(page: Page, say: Say, stub: StubGateway) -> None:
    say(page, "crisis")
    expect(page.get_by_role("alert")).to_contain_text("Wat goed dat je dit zegt. Bel nu 1813.")
    expect(page.get_by_text("Wat goed dat je dit zegt.")).to_have_count(1)
    expect(page.get_by_role("link", name="Bel 1813")).to_have_attribute("href", "tel:1813")
    say(page, "plan")
    expect(page.get_by_role("heading", name="Stap voor stap")).to_be_visible()
    page.get_by_role("button", name="Nee, zo bedoel ik het niet").click()
    expect(page.get_by_role("button", name="Nee, zo bedoel ik het niet")).to_have_count(0)
    expect(page.locator(".bubble.mine").last).to_contain_text("Nee, zo bedoel ik het niet")
    expect(page.locator(".turn")).to_have_count(4)
    assert stub.said()[-1] == '/not_what_i_meant{"check":"crisis"}'


def test_rating_is_asked_once_and_sent(page: Page, say: Say, stub: StubGateway) -> None:
    say(page, "rating")
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(page.get_by_text("Bedankt om het te zeggen.")).to_be_visible()
    expect(page.get_by_role("button", name="Ja", exact=True)).to_have_count(0)
    (rated,) = stub.requests("POST", "/api/ratings")
    assert rated.json == {"helped": True}
    assert rated.headers["Authorization"] == "Bearer token-1"


def test_unknown_type_is_left_out_its_text_is_not(page: Page, say: Say) -> None:
    say(page, "unknown")
    expect(page.locator(".turn").last).to_have_text("Houvast: Gewone tekst.")


def test_odd_data_does_not_cost_the_rest_of_the_turn(page: Page, say: Say) -> None:
    say(page, "broken")
    expect(page.get_by_text("Toch te lezen.")).to_be_visible()
    expect(page.get_by_text("Einde.")).to_be_visible()


def test_card_that_throws_is_left_out(page: Page) -> None:
    built = page.evaluate(
        """async () => {
            const { card } = await import("/widget/cards/index.js");
            return card({ custom: { type: "plan", get steps() { throw new Error("broken"); } } }, {});
        }"""
    )
    assert built is None


def test_markup_stays_text_and_script_addresses_are_no_links(page: Page, say: Say, stub: StubGateway) -> None:
    """The fixture also fails on a dialog, an error or a CSP report: none of it may even be tried."""
    inside = "document.querySelector('houvast-chat').shadowRoot"
    for kind in CARDS:
        end = {"text": f"{HOSTILE} {kind}", "buttons": [{"title": HOSTILE, "payload": "/x"}]}
        stub.script[kind] = [*hostile(CARDS[kind]), end]
        say(page, kind)
        expect(page.locator(".bubble").last).to_have_text(f"{HOSTILE} {kind}")
        assert page.evaluate(f"{inside}.querySelectorAll('img, b, script').length") == 0, kind
    schemes = page.evaluate(f"[...new Set([...{inside}.querySelectorAll('a')].map(link => link.protocol))]")
    assert schemes == ["tel:"]


def test_what_a_person_types_stays_text(page: Page, say: Say) -> None:
    say(page, HOSTILE)
    expect(page.locator(".bubble.mine")).to_have_text(f"Jij: {HOSTILE}")
