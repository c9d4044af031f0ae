import logging

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.web.conftest import Visitor
from web.gateway import forgetting
from web.gateway.models import OfferedButton, PendingDeletion, Rating, Session, Turn

PERSONAL = "mijn nummer is 0470 12 34 56 en ik ben jan.peeters@example.org"
SECRETS = (b"0470 12 34 56", b"0470123456", b"jan.peeters")
MARK = "zeldzaamwoord"


def test_personal_data_reaches_neither_the_assistant_nor_the_disk(
    visitor: Visitor, assistant, database_files, caplog, capfd
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor.say(PERSONAL, "id van jan.peeters@example.org")
    assistant.status = 500
    visitor.say(PERSONAL)
    visitor.say(PERSONAL + " " + "a" * 3000)
    visitor.ask("POST", "/api/messages", content=PERSONAL.encode(), headers=visitor.bearer())
    on_disk, logged = database_files(), (caplog.text + "".join(capfd.readouterr())).encode()
    told = "".join(str(asked) for asked in assistant.asked).encode()
    assert Turn.objects.count() == 2 and "mijn nummer is" in Turn.objects.first().text
    for secret in SECRETS:
        assert secret not in on_disk and secret not in logged and secret not in told


def test_a_fault_does_not_write_what_was_typed_into_the_log(visitor: Visitor, monkeypatch, capfd) -> None:
    from web.gateway.logs import WithoutText

    def broken(text: str) -> str:
        try:
            raise KeyError(text)
        except KeyError as error:
            raise ValueError(f"cannot read {text!r}") from error

    lines: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(WithoutText().format(record))

    handler = Handler()
    logging.getLogger("houvast.gateway").addHandler(handler)
    monkeypatch.setattr("web.gateway.core.redacted", broken)
    try:
        visitor.say(f"{MARK} {PERSONAL}")
    finally:
        logging.getLogger("houvast.gateway").removeHandler(handler)
    logged = "".join(lines)
    assert "ValueError" in logged and "KeyError" in logged and "in broken" in logged
    assert MARK not in logged and "jan.peeters" not in logged


def everything_is_gone(database_files) -> None:
    for model in (Session, Turn, OfferedButton, Rating):
        assert not model.objects.exists(), model
    assert MARK.encode() not in database_files()


def talk(visitor: Visitor, assistant) -> str:
    assistant.messages = lambda body: [{"text": MARK, "buttons": [{"title": "a", "payload": f"/{MARK}"}]}]
    for number in range(20):
        visitor.say(f"{MARK} {number} " + "woord " * 300)
    visitor.ask("POST", "/api/ratings", json={"helped": True}, headers=visitor.bearer())
    return str(Session.objects.get().conversation)


def test_delete_leaves_no_row_and_no_text_on_disk(visitor: Visitor, assistant, database_files) -> None:
    conversation = talk(visitor, assistant)
    assert MARK.encode() in database_files()  # the reading itself works
    answer = visitor.ask("DELETE", "/api/sessions/current", headers=visitor.bearer())
    assert (answer.status_code, answer.content) == (204, b"")
    everything_is_gone(database_files)
    assert assistant.deleted == [conversation] and not PendingDeletion.objects.exists()
    assert visitor.say("hallo").status_code == 401
    assert visitor.ask("DELETE", "/api/sessions/current", headers=visitor.bearer()).status_code == 401


def test_deleting_leaves_others_alone(visitor: Visitor, assistant) -> None:
    visitor.say("hallo")
    other = visitor.token
    visitor.start().say("hallo")
    visitor.ask("DELETE", "/api/sessions/current", headers=visitor.bearer())
    visitor.token = other
    assert visitor.say("hallo").status_code == 200 and Turn.objects.count() == 2


def test_the_quick_exit_needs_no_preflight(visitor: Visitor, assistant, database_files) -> None:
    conversation = talk(visitor, assistant)
    headers = {"Content-Type": "text/plain;charset=UTF-8", "Origin": "null"}
    answer = visitor.ask("POST", "/api/sessions/end", content=visitor.token, headers=headers)
    assert answer.status_code == 204
    everything_is_gone(database_files)
    assert assistant.deleted == [conversation]
    for body in (visitor.token, "", "onbekend", "\x00", "a" * 300, b"\xff"):
        assert visitor.ask("POST", "/api/sessions/end", content=body).status_code == 204


@pytest.mark.parametrize("trouble", ["down", "error"])
def test_an_assistant_that_cannot_delete_now_is_asked_later(
    visitor: Visitor, assistant, database_files, trouble: str, settings
) -> None:
    conversation = talk(visitor, assistant)
    url, settings.ASSISTANT_URL = settings.ASSISTANT_URL, settings.ASSISTANT_URL
    if trouble == "down":
        settings.ASSISTANT_URL = "http://127.0.0.1:9"
    else:
        assistant.delete_status = 500
    assert visitor.ask("DELETE", "/api/sessions/current", headers=visitor.bearer()).status_code == 204
    everything_is_gone(database_files)
    assert len(assistant.deleted) == (2 if trouble == "error" else 0)  # tried once more at once
    assert PendingDeletion.objects.get().conversation == conversation
    settings.ASSISTANT_URL, assistant.delete_status, assistant.deleted = url, 204, []
    assert visitor.runner.run(forgetting.retry()) == 1
    assert assistant.deleted == [conversation] and not PendingDeletion.objects.exists()


def test_the_queue_is_worked_through_while_the_server_lives(visitor: Visitor, assistant, settings) -> None:
    import asyncio

    PendingDeletion.objects.create(conversation="vergeten", asked=timezone.now())
    settings.DELETION_RETRY_SECONDS = 0.05

    async def live() -> None:
        from web.gateway.asgi import application

        inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        sent: list[str] = []

        async def send(event: dict[str, str]) -> None:
            sent.append(event["type"])

        inbox.put_nowait({"type": "lifespan.startup"})
        server = asyncio.ensure_future(application({"type": "lifespan"}, inbox.get, send))
        for _ in range(100):
            await asyncio.sleep(0.05)
            if assistant.deleted and not await PendingDeletion.objects.aexists():
                break
        inbox.put_nowait({"type": "lifespan.shutdown"})
        await asyncio.wait_for(server, 5)
        assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]

    visitor.runner.run(live())
    assert assistant.deleted == ["vergeten"] and not PendingDeletion.objects.exists()


def test_a_message_under_way_does_not_bring_a_deleted_conversation_back(
    visitor: Visitor, assistant, database_files
) -> None:
    assistant.delay = 0.4
    conversation = Session.objects.get().conversation
    delete = ("DELETE", "/api/sessions/current", {"headers": visitor.bearer()})
    two = visitor.sending(f"{MARK} een"), visitor.sending(f"{MARK} twee")
    said, queued, deleted = visitor.at_once(*two, delete, apart=0.1)
    assert deleted.status_code == 204 and said.status_code == 200
    assert queued.status_code == 401  # it waited for its turn, and its session went in the meantime
    assert len(assistant.asked) == 1
    everything_is_gone(database_files)
    # the assistant was told after it had answered, so that nothing is left there either
    assert assistant.deleted == [conversation] and not PendingDeletion.objects.exists()


def test_transcripts_go_after_thirty_days(visitor: Visitor, assistant, database_files, capsys) -> None:
    from datetime import timedelta

    visitor.say("jong bericht")
    young = visitor.token
    visitor.start()
    conversation = Session.objects.latest("pk").conversation
    visitor.say(f"{MARK} oud bericht")
    old = timezone.now() - timedelta(days=30, minutes=1)
    Session.objects.filter(conversation=conversation).update(last_seen=old)
    visitor.token = young
    visitor.say(f"{MARK} oude beurt in een jong gesprek")
    Turn.objects.filter(text__contains="oude beurt").update(created=old)
    connection.close()
    call_command("purge_transcripts")
    assert [t.text for t in Turn.objects.all()] == ["jong bericht"]
    assert assistant.deleted == [conversation]
    connection.close()
    assert MARK.encode() not in database_files()


def test_the_database_is_set_up_to_forget(transactional_db: None) -> None:
    with connection.cursor() as cursor:
        wanted = {"journal_mode": "wal", "secure_delete": 1, "busy_timeout": 10_000, "foreign_keys": 1}
        for pragma, value in wanted.items():
            cursor.execute(f"PRAGMA {pragma}")
            assert cursor.fetchone()[0] == value, pragma
    assert connection.transaction_mode == "IMMEDIATE"
