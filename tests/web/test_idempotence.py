from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.db import connection

from tests.web.conftest import Visitor, kinds
from web.gateway import transcript
from web.gateway.assistant import Answer
from web.gateway.models import Session, Turn
from web.gateway.transcript import Received


def test_the_same_id_gets_the_same_answer_and_is_processed_once(visitor: Visitor, assistant) -> None:
    count = iter(range(100))
    assistant.messages = lambda body: [{"text": f"antwoord {next(count)}"}]
    first, again = visitor.say("hallo", "m-1"), visitor.say("hallo", "m-1")
    assert first.json() == again.json()
    assert len(assistant.asked) == 1 and Turn.objects.count() == 1
    assert visitor.say("hallo", "m-2").json() != first.json()


def test_without_an_id_each_message_is_new(visitor: Visitor, assistant) -> None:
    visitor.say("hallo")
    visitor.say("hallo")
    assert len({asked["message_id"] for asked in assistant.asked}) == 2


def test_two_at_once_with_one_id_are_processed_once(visitor: Visitor, assistant) -> None:
    count = iter(range(100))
    assistant.messages = lambda body: [{"text": f"antwoord {next(count)}"}]
    assistant.delay = 0.2
    answers = visitor.at_once(*[visitor.sending("hallo", "dubbel")] * 4)
    assert [a.status_code for a in answers] == [200] * 4
    assert {a.text for a in answers} == {answers[0].text}
    assert len(assistant.asked) == 1 and Turn.objects.count() == 1


def test_the_same_id_in_another_session_is_another_message(visitor: Visitor, assistant) -> None:
    visitor.say("hallo", "m-1")
    visitor.start().say("hallo", "m-1")
    assert len(assistant.asked) == 2
    assert assistant.asked[0]["message_id"] != assistant.asked[1]["message_id"]


def test_a_retry_after_a_degraded_answer_asks_again_under_the_same_id(visitor: Visitor, assistant) -> None:
    assistant.status = 500
    assert visitor.say("hallo", "m-1").json()["degraded"] is True
    assistant.status = 200
    assert visitor.say("hallo", "m-1").json()["degraded"] is False
    assert assistant.asked[0]["message_id"] == assistant.asked[1]["message_id"]
    assert Turn.objects.get().degraded is False


def test_a_crisis_under_a_used_id_is_not_answered_with_the_old_answer_alone(visitor: Visitor) -> None:
    visitor.say("hallo", "m-1")
    assert kinds(visitor.say("ik wil niet meer leven", "m-1")) == ["crisis", "handoff", "text"]


@pytest.mark.django_db
def test_the_migrations_hold_all_that_the_models_promise() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_two_processes_with_one_id_keep_one_answer(visitor: Visitor) -> None:
    """The lock of one process does not help here: the database has to decide."""
    session = Session.objects.get()
    received = Received("k" * 64, "hallo", False, None)

    def process(number: int) -> list[dict[str, str]]:
        messages = [{"text": f"proces {number}"}]
        try:
            return async_to_sync(transcript.record)(session, received, messages, False, Answer(messages))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(process, range(8)))
    assert Turn.objects.count() == 1
    assert answers == [Turn.objects.get().messages] * 8
