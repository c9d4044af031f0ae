"""Deletion: here at once, at the assistant as soon as it can be reached, and on disk."""

import asyncio
import logging
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from . import assistant
from .models import PendingDeletion, Session
from .turn_taking import TooBusy, TurnTaking

logger = logging.getLogger("houvast.gateway")

_CHECKPOINT_TRIES = 5
_CHECKPOINT_PAUSE = 0.1  # seconds
_BATCH = 100


def wipe(sessions: Any) -> list[str]:
    """Delete these sessions with everything that hangs on them, and put the assistant's part in the queue.

    Both in one transaction: if the process dies after it, the queue still knows what the assistant must forget.
    Returns the conversation ids.
    """
    with transaction.atomic():
        rows = list(sessions.values_list("pk", "conversation"))
        now = timezone.now()
        PendingDeletion.objects.bulk_create(
            [PendingDeletion(conversation=conversation, asked=now) for _, conversation in rows], ignore_conflicts=True
        )
        Session.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
    return [conversation for _, conversation in rows]


def truncate() -> bool:
    """Move the write-ahead log into the database and cut it to zero bytes; whether that worked.

    Deleted rows are overwritten in the database (`secure_delete`), but older pages stay readable in the log until then.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
    return not busy


async def truncate_patiently() -> None:
    """`truncate`, tried again while another request reads."""
    for _ in range(_CHECKPOINT_TRIES):
        if await sync_to_async(truncate)():
            return
        await asyncio.sleep(_CHECKPOINT_PAUSE)
    logger.warning("the write-ahead log could not be cut; the next deletion tries again")


async def forget(session: Session, turns: TurnTaking) -> None:
    """Delete a conversation here, on disk and at the assistant (tried twice, then queued).

    Ours goes first and at once. The assistant's part waits for a message that is under way, which would else bring the
    conversation back to life there.
    """
    conversations = await sync_to_async(wipe)(Session.objects.filter(pk=session.pk))
    await truncate_patiently()
    try:
        async with turns.turn(session.token_hash, settings.TURN_PATIENCE):
            for conversation in conversations:
                await _forget_at_assistant(conversation)
    except TooBusy:
        logger.warning("a deletion at the assistant waits in the queue")


async def retry() -> int:
    """Try the queued deletions again; returns how many are done."""

    def queued() -> list[str]:
        waiting = PendingDeletion.objects.order_by("attempts", "asked")
        return list(waiting.values_list("conversation", flat=True)[:_BATCH])

    done = 0
    for conversation in await sync_to_async(queued)():
        if not await _forget_at_assistant(conversation, tries=1):
            break
        done += 1
    return done


async def keep_forgetting() -> None:
    """Retry queued deletions for as long as the server lives; closes the assistant's connections at the end."""
    try:
        while True:
            await asyncio.sleep(settings.DELETION_RETRY_SECONDS)
            try:
                done = await retry()
                if done:
                    logger.info("%d queued deletions done", done)
            except Exception:
                logger.exception("queued deletions could not be tried")
    finally:
        await assistant.hang_up()


async def _forget_at_assistant(conversation: str, tries: int = 2) -> bool:
    for _ in range(tries):
        if await assistant.forget(conversation):
            await sync_to_async(PendingDeletion.objects.filter(conversation=conversation).delete)()
            return True

    def count_attempt() -> None:
        for waiting in PendingDeletion.objects.filter(conversation=conversation):
            waiting.attempts += 1
            waiting.save(update_fields=["attempts"])

    await sync_to_async(count_attempt)()
    return False
