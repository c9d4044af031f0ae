"""The private Rasa channel `houvast`: the only way a message comes in, and only from the gateway.

`POST /webhooks/houvast/webhook` takes what Rasa's REST channel takes plus `message_id`, and answers with the messages, the
parse of this message and what was decided. The same `message_id` again gets the same answer and is not processed twice.
`DELETE /webhooks/houvast/conversations/<id>` wipes a conversation. It trusts its caller: never expose it.
"""

from __future__ import annotations

import hmac
import json
import logging
import os
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, cast

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from houvast.nlu.forget import forget_conversation, prepare_store
from houvast.nlu.in_process_actions import ActionBroke, InProcessActions
from houvast.nlu.quiet_logs import keep_words_out_of_logs
from houvast.rules.ledger import Ledger
from houvast.safety.alarm import CATEGORIES

logger = logging.getLogger(__name__)

MAX_MESSAGE = 4_000
"""Characters; the gateway caps at 2,000, so more never comes from it."""
REMEMBERED_ANSWERS = 4_096
"""Answers kept for a repeated message id; enough for the retries of some minutes."""
WARM_UP = ('/image_shared', '/inform{"fact":"asker_age","value":"15"}', "is sexting strafbaar op 15?", "ik wil stoppen")
"""Messages that touch plans, questions, law and hand-off once."""
IDENTIFIER = re.compile(r"[\w.:@-]{1,200}", re.ASCII)
"""What a conversation or message id may look like; a half character in one makes Rasa's tracker store end the process."""
LISTENING = ("action_listen", "action_extract_slots", "action_session_start")


class Nowhere(OutputChannel):
    """Where messages go during a turn: nowhere, because the answer is read from the tracker when the turn is whole."""

    @classmethod
    def name(cls) -> str:
        """Name of the channel the messages go to."""
        return "houvast"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Nothing; Rasa's own collector would tear text, buttons and structured part asunder."""


class HouvastChannel(InputChannel):
    """Input channel for the gateway; `actions: in_process` in credentials.yml runs the actions inside this process."""

    def __init__(self, actions: str = "in_process", secret: str | None = None) -> None:
        self._in_process = actions == "in_process"
        self._secret = secret or ""
        self._answers: OrderedDict[tuple[str, str], dict[str, Any]] = OrderedDict()

    @classmethod
    def name(cls) -> str:
        """Name in the webhook's path."""
        return "houvast"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> HouvastChannel:
        """Build from `credentials.yml`; the secret comes from HOUVAST_ASSISTANT_SECRET and is optional on loopback."""
        options = credentials or {}
        return cls(options.get("actions", "in_process"), os.environ.get("HOUVAST_ASSISTANT_SECRET"))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Routes of the channel. `on_new_message` is Rasa's and not used: the answer needs the tracker of this turn."""
        hook = Blueprint("houvast_channel", "houvast_channel")

        @hook.listener("after_server_start")
        async def start(app: Sanic, _loop: Any) -> None:
            agent = cast(Agent, app.ctx.agent)
            prepare_store(agent.tracker_store)
            if self._in_process and agent.processor:
                agent.action_endpoint = agent.processor.action_endpoint = InProcessActions("actions")
            keep_words_out_of_logs()
            await self._warm_up(agent)

        @hook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent is not None and request.app.ctx.agent.is_ready()
            return response.json({"status": "ok" if ready else "starting"}, 200 if ready else 503)

        @hook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "the secret of the gateway is missing or wrong"}, 401)
            # A page in a browser of this machine can post text, but not JSON, to a port of it without being asked first.
            if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
                return response.json({"error": "send JSON, with Content-Type: application/json"}, 415)
            body = _read(request.body)
            problem = _problem(body)
            if problem:
                return response.json({"error": problem}, 400)
            try:
                return response.json(await self._answer(request.app.ctx.agent, body))
            except (Exception, ActionBroke, SystemExit):
                # Nothing of this turn was saved: the gateway gives the lines, and the next message starts where this one did.
                # SystemExit: what Rasa's tracker store does when a row cannot be read. One conversation must not end all.
                logger.exception("a turn broke and was not kept")
                return response.json({"error": "this message could not be answered; see the log for where it broke"}, 500)

        @hook.route("/conversations/<sender:str>", methods=["DELETE"])
        async def delete(request: Request, sender: str) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "the secret of the gateway is missing or wrong"}, 401)
            agent = cast(Agent, request.app.ctx.agent)
            try:
                async with agent.lock_store.lock(sender):
                    forget_conversation(agent.tracker_store, sender)
            except (Exception, SystemExit):
                logger.exception("a conversation could not be deleted")     # the gateway asks again
                return response.json({"error": "not deleted; see the log for where it broke"}, 500)
            for key in [k for k in self._answers if k[0] == sender]:
                del self._answers[key]
            return response.empty()

        return hook

    async def _warm_up(self, agent: Agent) -> None:
        """Read all knowledge before the first child has to wait for it (4 s); nothing of it is kept."""
        for text in WARM_UP:
            await self._answer(agent, {"sender": "warm-up", "message": text})
        forget_conversation(agent.tracker_store, "warm-up")
        self._answers.clear()

    def _allowed(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "")
        wanted = f"Bearer {self._secret}"
        return not self._secret or hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())

    async def _answer(self, agent: Agent, body: dict[str, Any]) -> dict[str, Any]:
        message = UserMessage(
            body["message"], Nowhere(), body["sender"], input_channel=self.name(),
            message_id=body.get("message_id"), metadata=body.get("metadata") or {},
        )
        key = (message.sender_id, message.message_id)
        async with agent.lock_store.lock(message.sender_id):
            if key not in self._answers:
                self._answers[key] = _report(await _process(agent, message), message.message_id)
                while len(self._answers) > REMEMBERED_ANSWERS:
                    self._answers.popitem(last=False)
            return self._answers[key]


async def _process(agent: Agent, message: UserMessage) -> DialogueStateTracker:
    """Do what Agent.handle_message does and keep the tracker, so that it need not be read back (Rasa 3.6.21).

    The tracker is saved once, at the end: a turn is there whole or not at all. So a message id that is in it was answered,
    perhaps by a process that died before anybody heard the answer, and is not processed again.
    """
    processor = agent.processor
    if processor is None:
        raise RuntimeError("no model is loaded: run `rasa train` first")
    output = message.output_channel
    tracker = await processor.fetch_tracker_and_update_session(message.sender_id, output, message.metadata)
    if _position(tracker, message.message_id) is None:
        await processor._handle_message_with_tracker(message, tracker)
        tracker = await processor.run_action_extract_slots(output, tracker)
        await processor._run_prediction_loop(output, tracker)
        await processor.save_tracker(tracker)
    return tracker


def _position(tracker: DialogueStateTracker, message_id: str) -> int | None:
    """Where the message with this id stands among the events."""
    events = enumerate(tracker.events)
    return next((i for i, e in events if isinstance(e, UserUttered) and e.message_id == message_id), None)


def _turn(tracker: DialogueStateTracker, message_id: str) -> tuple[UserUttered, list[Event]]:
    """The message with this id and everything up to the next one."""
    events = list(tracker.events)
    start = cast(int, _position(tracker, message_id))
    following = (i for i in range(start + 1, len(events)) if isinstance(events[i], UserUttered))
    return cast(UserUttered, events[start]), events[start + 1:next(following, len(events))]


def _report(tracker: DialogueStateTracker, message_id: str) -> dict[str, Any]:
    """The answer: messages, the parse of the message with this id, and what was decided since."""
    uttered, since = _turn(tracker, message_id)
    messages = [_message(e) for e in since if isinstance(e, BotUttered)]
    parse = uttered.parse_data or {}
    intent = parse.get("intent") or {}
    ledger = Ledger.from_json(tracker.get_slot("case"))
    return {
        "messages": messages,
        "parse": {"intent": intent, "intent_ranking": parse.get("intent_ranking", [])[:5],
                  "entities": parse.get("entities", [])},
        "debug": {
            "intent": intent.get("name"), "confidence": intent.get("confidence"),
            "actions": [e.action_name for e in since if isinstance(e, ActionExecuted) and e.action_name not in LISTENING],
            "responses": _responses(since),
            "facts": ledger.told(), "what_if": ledger.what_ifs,
            "topic": tracker.get_slot("topic"), "audience": tracker.get_slot("audience"),
            "question": tracker.get_slot("requested_slot"),
            "rules": [rule for m in messages for rule in _rules(m.get("custom") or {})],
        },
    }


def _message(event: BotUttered) -> dict[str, Any]:
    """One message as it was made, with text, buttons and structured part together."""
    parts = {**(event.data or {}), "text": event.text}
    return {key: parts[key] for key in ("text", "buttons", "custom") if parts.get(key)}


def _responses(events: list[Event]) -> list[str]:
    """Names of what was said, in order, each once for messages in a row."""
    names: list[str] = []
    for event in events:
        if isinstance(event, BotUttered):
            custom = (event.data or {}).get("custom") or {}
            name = (event.metadata or {}).get("utter_action") or custom.get("type")
            if name and names[-1:] != [name]:
                names.append(name)
    return names


def _rules(custom: dict[str, Any]) -> list[str]:
    if custom.get("type") == "assessment":
        return [entry["rule"] for entry in custom.get("because", [])]
    if custom.get("type") == "plan":
        return [f"{custom.get('plan')}.{step['id']}" for step in custom.get("steps", [])]
    return []


def _read(body: bytes) -> Any:
    """The JSON in `body`; None when there is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _problem(body: Any) -> str | None:
    """What is wrong with the body, in words, or None."""
    if not isinstance(body, dict):
        return "send a JSON object with sender, message and message_id"
    message, message_id, metadata = body.get("message"), body.get("message_id"), body.get("metadata") or {}
    if not isinstance(message, str) or not message.strip():
        return "'message' must be a text that is not empty"
    if len(message) > MAX_MESSAGE:
        return f"'message' is longer than {MAX_MESSAGE} characters"
    if not message.isascii() and message != message.encode("utf-8", "ignore").decode("utf-8"):
        return "'message' has half a character in it"
    if not isinstance(body.get("sender"), str) or not IDENTIFIER.fullmatch(body["sender"]):
        return f"'sender' must look like {IDENTIFIER.pattern}"
    if message_id is not None and not (isinstance(message_id, str) and IDENTIFIER.fullmatch(message_id)):
        return f"'message_id' must look like {IDENTIFIER.pattern}"
    if not isinstance(metadata, dict):
        return "'metadata' must be an object"
    return _problem_of_clock(metadata.get("now")) or _problem_of_mark(metadata.get("crisis"))


def _problem_of_clock(now: Any) -> str | None:
    try:
        if now is None or datetime.fromisoformat(now).tzinfo is not None:
            return None
    except (TypeError, ValueError):
        pass
    return "'metadata.now' must be a time with its zone, as 2026-11-22T02:30:00+01:00"


def _problem_of_mark(crisis: Any) -> str | None:
    if not crisis:
        return None
    if not isinstance(crisis, dict) or crisis.get("category") not in CATEGORIES:
        return f"'metadata.crisis' must be an object with a category: {', '.join(CATEGORIES)}"
    if not all(isinstance(crisis.get(key, ""), str) for key in ("level", "language")):
        return "'level' and 'language' in 'metadata.crisis' must be texts"
    return None
