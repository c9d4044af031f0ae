"""An assistant on a loopback port that does what a test tells it, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Said = dict[str, Any]


class FakeAssistant:
    """`asked` holds the bodies of all messages, `deleted` the conversations; the other attributes set its behaviour."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.deleted: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.raw: bytes | None = None  # answer these bytes
        self.status = 200
        self.delay = 0.0  # seconds
        self.trickle = 0.0  # seconds between the bytes of an answer
        self.delete_status = 204
        self.ready = True
        self.intent = "image_shared"
        self.messages: Callable[[dict[str, Any]], list[Said]] = lambda body: [{"text": f"echo {body['message']}"}]
        self.lock = threading.Lock()
        self.at_once = self.most_at_once = 0
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with fake.lock:
                    fake.asked.append(body)
                    fake.headers.append(dict(self.headers))
                    fake.at_once += 1
                    fake.most_at_once = max(fake.most_at_once, fake.at_once)
                time.sleep(fake.delay)
                with fake.lock:
                    fake.at_once -= 1
                self.answer(fake.status, fake.raw if fake.raw is not None else json.dumps(fake.answer(body)).encode())

            def do_DELETE(self) -> None:
                fake.deleted.append(self.path.rsplit("/", 1)[-1])
                self.answer(fake.delete_status, b"")

            def do_GET(self) -> None:
                self.answer(200 if fake.ready else 503, b'{"status": "ok"}' if fake.ready else b"{}")

            def answer(self, status: int, body: bytes) -> None:
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    for piece in ([body[i : i + 1] for i in range(len(body))] if fake.trickle else [body]):
                        self.wfile.write(piece)
                        time.sleep(fake.trickle)
                except OSError:
                    pass  # the gateway hung up: that is what a slow test is about

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        intent = {"name": self.intent, "confidence": 0.91}
        return {
            "messages": self.messages(body),
            "parse": {"intent": intent, "intent_ranking": [intent], "entities": []},
            "debug": {
                "intent": self.intent, "confidence": 0.91, "actions": ["case_form"], "responses": ["heard"],
                "facts": {"asker_age": 15}, "rules": ["S04a"],
            },
        }  # fmt: skip

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
