"""A small gateway that answers by script: the message format of the API, without an assistant behind it."""

import contextlib
import json
import mimetypes
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WIDGET = Path(__file__).resolve().parents[2] / "widget"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
HOSTILE = "<img src=x onerror=alert(1)><b>vet</b>"

Message = dict[str, Any]

WELCOME: list[Message] = [
    {"text": "Hallo. Ik ben Houvast, een chatbot. Je typt HULP als het dringend is."},
    {
        "text": "Waarover gaat het?",
        "buttons": [
            {"title": "Een beeld van mij gaat rond", "payload": "/image_shared"},
            {"title": "Iemand chanteert mij", "payload": "/blackmailed"},
            {"title": "Ik wil iets weten over de wet", "payload": "/ask_legal"},
        ],
    },
]

LINES: list[dict[str, Any]] = [
    {
        "id": "child_focus",
        "name": "Child Focus",
        "phone": "116 000",
        "url": "https://childfocus.be",
        "open_now": True,
        "what_happens": "Iemand luistert en zoekt met jou hoe het beeld weg kan.",
        "who_will_know": "Je hoeft je naam niet te zeggen. Het nummer staat in de lijst van je gsm.",
        "cost": "Gratis.",
    },
    {
        "id": "awel",
        "name": "Awel",
        "phone": "102",
        "chat": "https://awel.be",
        "open_now": False,
        "hours_note": "Morgen weer.",
        "chat_note": "kijk op de site",
    },
]

CARDS: dict[str, list[Message]] = {
    "assessment": [
        {
            "text": "Over wie het doorstuurt: Dat is strafbaar. Wie dit doorstuurde, is fout. Jij niet. Soms jeugdrecht.\n\n"
            "In de wet: art. 171 Sw.\n\nEen nieuw stuk tekst.",
            "custom": {
                "type": "assessment",
                "ruleset": "law",
                "for_whom": ["forwarder"],
                "conduct": "een naaktbeeld van een minderjarige doorsturen zonder akkoord",
                "verdict": "punishable",
                "youth_law": True,
                "regime": "R3",
                "articles": ["136 Sw.2024", "171 Sw.2024"],
                "possible_articles": ["146 Sw.2024"],
                "formerly": ["417/44 Sw.1867"],
                "milder": [],
                "confidence": "F/i",
                "review_state": "not_reviewed",
                "missing": ["sharer_age"],
                "not_covered": ["Schadevergoeding."],
                "what_if": True,
                "because": [{"rule": "S04a", "text": "Doorsturen zonder akkoord mag niet.", "source": ["law.S1"]}],
                "assumed": [{"fact": "date_of_facts", "value": "recent", "text": "dat het onlangs gebeurde"}],
                "texts": {
                    "who": "Over wie het doorstuurt:",
                    "verdict": "Dat is strafbaar.",
                    "explanation": "Wie dit doorstuurde, is fout. Jij niet.",
                    "youth_law": "Soms jeugdrecht.",
                    "articles": "In de wet: art. 171 Sw.",
                    "region": "In Brussel is het jeugdrecht anders.",
                },
                "receipt": {"rulebase": "0123456789ab", "as_of": "2026-11-22", "engine": "1"},
            },
        }
    ],
    "understood": [
        {
            "custom": {
                "type": "understood",
                "facts": [
                    {"fact": "asker_age", "value": 15, "text": "Je bent 15.", "sure": True},
                    {"fact": "relation", "value": "ex", "text": "Je ex heeft het beeld.", "sure": False},
                ],
            }
        }
    ],
    "flag": [
        {
            "custom": {
                "type": "flag",
                "flag": "red",
                "at_least": True,
                "criteria": {"toestemming": "red", "vrijwilligheid": "yellow", "context": "unknown"},
            }
        }
    ],
    "plan": [
        {
            "text": "Dit kan je nu doen.",
            "custom": {
                "type": "plan",
                "plan": "image_shared",
                "steps": [
                    {"id": "breathe", "text": "Eerst dit: het is niet jouw schuld."},
                    {
                        "id": "ask_to_delete",
                        "text": "Vraag wie het heeft om het te wissen.",
                        "why": "Veel beelden stoppen hier al.",
                        "sentences": ["Wil je dat beeld van mij wissen?", "Stuur het aub niet verder."],
                        "links": [{"title": "Take It Down", "url": "https://takeitdown.ncmec.org/nl"}],
                    },
                    {"id": "tell", "text": "Vertel het aan een volwassene die jij vertrouwt."},
                ],
            },
        }
    ],
    "handoff": [
        {
            "text": "Deze mensen helpen je verder.",
            "custom": {
                "type": "handoff",
                "urgency": "high",
                "lines": LINES,
                "more": [
                    {
                        "id": "tele_onthaal",
                        "name": "Tele-Onthaal",
                        "phone": "106",
                        "open_now": None,
                        "hours_note": "Kijk op de site.",
                    }
                ],
            },
        }
    ],
    "question": [
        {
            "text": "Hoe oud ben je?",
            "buttons": [
                {"title": "15", "payload": '/inform{"fact":"asker_age","value":"15"}'},
                {"title": "Weet ik niet", "payload": '/dont_know{"fact":"asker_age","value":"unknown"}'},
                {"title": "Zeg ik liever niet", "payload": '/dont_know{"fact":"asker_age","value":"withheld"}'},
                {"title": "Waarom vraag je dat?", "payload": '/ask_explain{"fact":"asker_age"}'},
            ],
            "custom": {"type": "question", "fact": "asker_age", "why": "De wet kijkt naar je leeftijd."},
        }
    ],
    "question without button": [
        {"text": "Hoe oud?", "custom": {"type": "question", "fact": "asker_age", "why": "De wet kijkt ernaar."}}
    ],
    "checklist": [
        {
            "text": "Bewaar dit.",
            "custom": {
                "type": "checklist",
                "id": "evidence",
                "items": [
                    {"id": "chat", "text": "Een schermafdruk van het gesprek, zonder het naaktbeeld"},
                    {"id": "date", "text": "De datum"},
                ],
            },
        }
    ],
    "summary": [
        {"text": "Je kan dit meenemen.", "custom": {"type": "summary", "text": "Er gaat een beeld van mij rond."}}
    ],
    "crisis": [
        {
            "text": "Wat goed dat je dit zegt. Bel nu 1813.",
            "buttons": [
                {"title": "Ja, dat klopt", "payload": '/affirm{"check":"crisis"}'},
                {"title": "Nee, zo bedoel ik het niet", "payload": '/not_what_i_meant{"check":"crisis"}'},
            ],
            "custom": {"type": "crisis", "category": "suicidal", "text": "Wat goed dat je dit zegt. Bel nu 1813."},
        },
        {
            "custom": {
                "type": "handoff",
                "urgency": "crisis",
                "category": "suicidal",
                "lines": [
                    {"id": "zelfmoordlijn", "name": "Zelfmoordlijn", "phone": "1813", "open_now": True},
                    {"id": "emergency_112", "name": "Noodnummer", "phone": "112", "open_now": True},
                ],
            }
        },
    ],
    "rating": [{"custom": {"type": "rating"}}],
    "unknown": [{"text": "Gewone tekst.", "custom": {"type": "hologram", "beam": HOSTILE}}],
    "broken": [
        {"text": "Toch te lezen.", "custom": {"type": "plan", "steps": "geen lijst"}},
        {"text": 7, "buttons": "nee", "custom": "nee"},
        "losse tekst",  # type: ignore[list-item]
        {"custom": {"type": "handoff", "lines": [None, "x", {"name": None, "phone": 116000}]}},
        {"custom": {"type": "assessment", "verdict": "constructor", "for_whom": "x", "because": [1], "receipt": 3}},
        {"text": "Einde."},
    ],
}


def hostile(value: Any) -> Any:
    """The same data with markup in every text, and a script address in every link; words the format fixes stay."""
    fixed = {
        "type",
        "verdict",
        "regime",
        "urgency",
        "flag",
        "fact",
        "id",
        "criteria",
        "articles",
        "phone",
        "payload",
        "assumed",
    }
    if isinstance(value, dict):
        return {
            name: item if name in fixed else "javascript:alert(1)" if name in {"url", "chat"} else hostile(item)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [hostile(item) for item in value]
    return HOSTILE if isinstance(value, str) else value


@dataclass
class Seen:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class StubGateway:
    """`script[message]` is the answer: messages, or (status, body); "drop" in `faults` cuts the line, once for each."""

    script: dict[str, list[Message] | tuple[int, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)
    seen: list[Seen] = field(default_factory=list)
    sessions: int = 0
    address: str = ""

    def requests(self, method: str, path: str) -> list[Seen]:
        return [request for request in self.seen if (request.method, request.path) == (method, path)]

    def said(self) -> list[str]:
        return [request.json["message"] for request in self.requests("POST", "/api/messages")]

    def answer(self, request: Seen) -> tuple[int, Any] | None:
        """Status and body; None cuts the connection."""
        if self.faults:
            fault = self.faults.pop(0)
            if fault == "drop":
                return None
            if fault == "html":
                return 502, "<h1>Bad gateway</h1>"
        match request.method, request.path:
            case "POST", "/api/sessions":
                self.sessions += 1
                return 201, {"session": f"token-{self.sessions}", "messages": WELCOME}
            case ("DELETE", "/api/sessions/current") | ("POST", "/api/sessions/end" | "/api/ratings"):
                return 204, None
            case "POST", "/api/messages":
                message = request.json["message"]
                if message.startswith("hold"):
                    self.hold.wait(10)
                answer = self.script.get(message, CARDS.get(message, [{"text": f"Ik hoor je: {len(message)} tekens."}]))
                return answer if isinstance(answer, tuple) else (200, {"messages": answer, "degraded": False})
        return 404, {"messages": []}


def handler(stub: StubGateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = "index.html" if self.path == "/" else self.path.removeprefix("/widget/")
            file = (WIDGET / name).resolve()
            if not file.is_relative_to(WIDGET) or not file.is_file():
                self.send_error(404)
                return
            self.reply(200, file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            request = Seen(self.command, self.path, dict(self.headers), body)
            stub.seen.append(request)
            answer = stub.answer(request)
            if answer is None:
                self.close_connection = True
                self.connection.close()
                return
            status, content = answer
            raw = (
                b""
                if content is None
                else content.encode()
                if isinstance(content, str)
                else json.dumps(content).encode()
            )
            self.reply(status, raw, "text/html" if isinstance(content, str) else "application/json")

        do_DELETE = do_POST

        def reply(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", CSP)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet: the requests are in `seen`."""

        def finish(self) -> None:
            with contextlib.suppress(OSError, ValueError):  # the line was cut on purpose, or the browser left
                super().finish()

    return Handler


def serve(stub: StubGateway, port: int = 0) -> ThreadingHTTPServer:
    """Starts `stub` on a loopback port (0: any free one)."""
    server = ThreadingHTTPServer(("127.0.0.1", port), handler(stub))
    stub.address = f"http://127.0.0.1:{server.server_address[1]}/"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
