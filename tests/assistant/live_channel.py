"""The channel on a loopback port in this process, with the trained model and a tracker database of its own."""

from __future__ import annotations

import asyncio
import atexit
import json
import shutil
import socket
import tempfile
import threading
import urllib.error
import urllib.request
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rasa.core.agent import Agent
from rasa.core.channels import channel as rasa_channels
from rasa.core.tracker_store import TrackerStore
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic

from houvast.nlu import channel as houvast_channel
from houvast.nlu.in_process_actions import InProcessActions

MODEL = Path(__file__).parents[2] / "models" / "houvast.tar.gz"
NOW = "2026-11-22T15:00:00+01:00"
Answer = tuple[int, Any]


class LiveChannel:
    """What the gateway talks to. `channel` and `agent` are there to be looked at and broken."""

    def __init__(self, database: Path) -> None:
        self.database, self.channel = database, houvast_channel.HouvastChannel()
        self.agent = Agent.load(str(MODEL))
        store = TrackerStore.create(EndpointConfig(type="SQL", dialect="sqlite", db=str(database)), self.agent.domain)
        self.agent.tracker_store = self.agent._create_tracker_store(store, self.agent.domain)
        assert self.agent.processor
        self.agent.processor.tracker_store = self.agent.tracker_store
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/webhooks/houvast/"
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        assert self.ready.wait(60)

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)
        app = Sanic(f"live_channel_{uuid.uuid4().hex}", configure_logging=False)
        app.ctx.agent = self.agent
        rasa_channels.register([self.channel], app, route="/webhooks/")
        self.loop.run_until_complete(self._start(app))
        self.ready.set()
        self.loop.run_forever()

    async def _start(self, app: Sanic) -> None:
        server = await app.create_server(sock=self.socket, return_asyncio_server=True, access_log=False)
        assert server
        await server.startup()
        await server.before_start()
        await server.after_start()

    @property
    def actions(self) -> dict[str, Any]:
        """The actions by name: a test may put another one in."""
        assert isinstance(self.agent.action_endpoint, InProcessActions)
        return self.agent.action_endpoint._executor.actions

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Status and JSON (None for none)."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, body, names, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                status, raw = answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            status, raw = refused.code, refused.read()
        return status, json.loads(raw) if raw else None

    def post(self, body: Any, **headers: str) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", "webhook", raw, **{"Content_Type": "application/json", **headers})

    def say(self, sender: str, message: str, message_id: str | None = None, crisis: Any = None) -> Answer:
        return self.post({"sender": sender, "message": message, "message_id": message_id or uuid.uuid4().hex,
                          "metadata": {"now": NOW, "crisis": crisis}})

    def on_disk(self) -> bytes:
        return b"".join(f.read_bytes() for f in self.database.parent.iterdir() if f.is_file())


@lru_cache(maxsize=1)
def live_channel() -> LiveChannel:
    """The one of this process: Sanic rewrites its own classes when it starts, and cannot do that twice."""
    folder = Path(tempfile.mkdtemp(prefix="houvast-channel-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with patch.object(houvast_channel, "keep_words_out_of_logs"):      # the log of pytest stays as it is
        return LiveChannel(folder / "tracker.db")
