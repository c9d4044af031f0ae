"""The gateway as a browser sees it: over ASGI, with its own database file and a fake assistant on a real socket."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FOLDER = tempfile.TemporaryDirectory(prefix="houvast-test-")
os.environ["HOUVAST_DATA_DIR"] = _FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "web.gateway.settings"
for _name in ("HOUVAST_ENV", "HOUVAST_TEST_CLOCK", "HOUVAST_DATABASE_URL", "HOUVAST_ALLOWED_ORIGINS"):
    os.environ.pop(_name, None)

import django  # noqa: E402 - after the variables above

django.setup()

import httpx  # noqa: E402
import pytest  # noqa: E402

from tests.web.fake_assistant import FakeAssistant  # noqa: E402
from web.gateway import conversation, views  # noqa: E402
from web.gateway.asgi import application  # noqa: E402
from web.gateway.limits import Bucket  # noqa: E402

Request = tuple[str, str, dict[str, Any]]


class Visitor:
    """A browser with one session at most. Every call is a real request through the whole application."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.runner, self.token = runner, ""
        self.address = "203.0.113.7"

    async def _ask(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        transport = httpx.ASGITransport(application, client=(self.address, 50000))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=30) as client:
            return await client.request(method, path, **kwargs)

    def ask(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        return self.runner.run(self._ask(method, path, **kwargs))

    def at_once(self, *requests: Request, apart: float = 0.0) -> list[httpx.Response]:
        """All answers to requests that are under way together, each sent `apart` seconds after the one before."""

        async def later(number: int, method: str, path: str, kwargs: dict[str, Any]) -> httpx.Response:
            await asyncio.sleep(number * apart)
            return await self._ask(method, path, **kwargs)

        async def gather() -> list[httpx.Response]:
            return await asyncio.gather(*(later(number, *request) for number, request in enumerate(requests)))

        return self.runner.run(gather())

    def start(self) -> "Visitor":
        answer = self.ask("POST", "/api/sessions")
        assert answer.status_code == 201, answer.text
        self.token = answer.json()["session"]
        return self

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def sending(self, message: Any, message_id: str | None = None, **headers: str) -> Request:
        body = {"message": message} | ({"message_id": message_id} if message_id is not None else {})
        return "POST", "/api/messages", {"json": body, "headers": self.bearer() | headers}

    def say(self, message: Any, message_id: str | None = None, **headers: str) -> httpx.Response:
        method, path, kwargs = self.sending(message, message_id, **headers)
        return self.ask(method, path, **kwargs)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def assistant(settings: Any) -> Iterator[FakeAssistant]:
    fake = FakeAssistant()
    settings.ASSISTANT_URL = fake.url
    settings.ASSISTANT_TIMEOUT = 2.0
    yield fake
    fake.stop()


@pytest.fixture
def newcomer(transactional_db: None, assistant: FakeAssistant, runner: asyncio.Runner, monkeypatch: Any) -> Visitor:
    """Somebody without a session; limits start fresh."""
    monkeypatch.setattr(conversation, "message_bucket", Bucket(30, 60))
    monkeypatch.setattr(views, "session_bucket", Bucket(600, 3600))
    return Visitor(runner)


@pytest.fixture
def visitor(newcomer: Visitor) -> Visitor:
    """Somebody with a session."""
    return newcomer.start()


@pytest.fixture
def database_files() -> Any:
    """All bytes on disk of the database, its log and whatever lies beside it."""

    def read() -> bytes:
        return b"".join(path.read_bytes() for path in Path(_FOLDER.name).rglob("*") if path.is_file())

    return read


def kinds(answer: httpx.Response) -> list[str]:
    """The `custom.type` of each message, "text" for one without."""
    return [(m.get("custom") or {}).get("type", "text") for m in answer.json()["messages"]]
