"""The private Rasa channel `houvast`: the only way a message comes in, and only from the gateway.

`POST /webhooks/houvast/webhook` takes what Rasa's REST channel takes plus `message_id`, and answers with the messages, the
parse of this message and what was decided. The same `message_id` again gets the same answer and is not processed twice.
`DELETE /webhooks/houvast/conversations/<id>` wipes a conversation. It trusts its caller: never expose it.
"""

from __future__ import annotations

import hmac
import logging
import os
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, cast

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from houvast.nlu.forget import forget_conversation, prepare_store
from houvast.nlu.in_process_actions import InProcessActions
from houvast.rules.ledger import Ledger

logger = logging.getLogger(__name__)

MAX_MESSAGE = 4_000
"""Characters; the gateway caps at 2,000, so more never comes from it."""
REMEMBERED_ANSWERS = 4_096
"""Answers kept for a repeated message id; enough for the retries of some minutes."""
WARM_UP = ('/image_shared', '/inform{"fact":"asker_age","value":"15"}', "is sexting strafbaar op 15?", "ik wil stoppen")
"""Messages that touch plans, questions, law and hand-off once."""
LISTENING = ("action_listen", "action_extract_slots", "action_session_start")


class WholeMessages(CollectingOutputChannel):
    """Collects messages as they were made: Rasa's own collector tears text, buttons and structured part asunder."""

    @classmethod
    def name(cls) -> str:
        """Name of the channel the messages go to."""
        return "houvast"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep text, buttons and custom of one message together."""
        self.messages.append({k: message[k] for k in ("text", "buttons", "custom") if message.get(k)})


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
            await self._warm_up(agent)

        @hook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent is not None and request.app.ctx.agent.is_ready()
            return response.json({"status": "ok" if ready else "starting"}, 200 if ready else 503)

        @hook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "the secret of the gateway is missing or wrong"}, 401)
            problem = _problem(request.json)
            if problem:
                return response.json({"error": problem}, 400)
            return response.json(await self._answer(request.app.ctx.agent, request.json))

        @hook.route("/conversations/<sender:str>", methods=["DELETE"])
        async def delete(request: Request, sender: str) -> HTTPResponse:
            if not self._allowed(request):
                return response.json({"error": "the secret of the gateway is missing or wrong"}, 401)
            agent = cast(Agent, request.app.ctx.agent)
            async with agent.lock_store.lock(sender):
                forget_conversation(agent.tracker_store, sender)
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
        return not self._secret or hmac.compare_digest(given, f"Bearer {self._secret}")

    async def _answer(self, agent: Agent, body: dict[str, Any]) -> dict[str, Any]:
        output = WholeMessages()
        message = UserMessage(
            body["message"], output, body["sender"], input_channel=self.name(),
            message_id=body.get("message_id"), metadata=body.get("metadata") or {},
        )
        key = (message.sender_id, message.message_id)
        async with agent.lock_store.lock(message.sender_id):
            if key not in self._answers:
                tracker = await _process(agent, message)
                self._answers[key] = _report(tracker, message.message_id, output.messages)
                while len(self._answers) > REMEMBERED_ANSWERS:
                    self._answers.popitem(last=False)
            return self._answers[key]


async def _process(agent: Agent, message: UserMessage) -> DialogueStateTracker:
    """Do what Agent.handle_message does and keep the tracker, so that it need not be read back (Rasa 3.6.21)."""
    processor = agent.processor
    if processor is None:
        raise RuntimeError("no model is loaded: run `rasa train` first")
    tracker = await processor.log_message(message, should_save_tracker=False)
    tracker = await processor.run_action_extract_slots(message.output_channel, tracker)
    await processor._run_prediction_loop(message.output_channel, tracker)
    await processor.save_tracker(tracker)
    return tracker


def _report(tracker: DialogueStateTracker, message_id: str, messages: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer: messages, the parse of the message with this id, and what was decided since."""
    events = list(tracker.events)
    start = max(i for i, e in enumerate(events) if isinstance(e, UserUttered) and e.message_id == message_id)
    parse = cast(UserUttered, events[start]).parse_data or {}
    since = events[start + 1:]
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


def _responses(events: list[Any]) -> list[str]:
    names = []
    for event in events:
        if isinstance(event, BotUttered):
            custom = (event.data or {}).get("custom") or {}
            names.append((event.metadata or {}).get("utter_action") or custom.get("type"))
    return [name for name, before in zip(names, [None, *names[:-1]], strict=True) if name and name != before]


def _rules(custom: dict[str, Any]) -> list[str]:
    if custom.get("type") == "assessment":
        return [entry["rule"] for entry in custom.get("because", [])]
    if custom.get("type") == "plan":
        return [f"{custom.get('plan')}.{step['id']}" for step in custom.get("steps", [])]
    return []


def _problem(body: Any) -> str | None:
    """What is wrong with the body, in words, or None."""
    if not isinstance(body, dict):
        return "send a JSON object with sender, message and message_id"
    for field in ("sender", "message"):
        if not isinstance(body.get(field), str) or not body[field].strip():
            return f"'{field}' must be a text that is not empty"
    if len(body["message"]) > MAX_MESSAGE:
        return f"'message' is longer than {MAX_MESSAGE} characters"
    if not isinstance(body.get("metadata") or {}, dict):
        return "'metadata' must be an object"
    return None
