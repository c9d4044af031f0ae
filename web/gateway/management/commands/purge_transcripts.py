"""`python -m django purge_transcripts --settings web.gateway.settings`: deletes what is older than it may be."""

import asyncio
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from web.gateway import assistant, forgetting
from web.gateway.models import PendingDeletion, Session, Turn


class Command(BaseCommand):
    """Deletes transcripts after `HOUVAST_TRANSCRIPT_DAYS` days, here and at the assistant, and retries deletions."""

    help = "Delete transcripts that are older than HOUVAST_TRANSCRIPT_DAYS (30), and retry queued deletions."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--days` overrides the setting for this run."""
        parser.add_argument("--days", type=float, default=settings.TRANSCRIPT_DAYS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; meant for a daily timer."""
        limit = timezone.now() - timedelta(days=options["days"])
        sessions = len(forgetting.wipe(Session.objects.filter(last_seen__lt=limit)))
        turns, _ = Turn.objects.filter(created__lt=limit).delete()
        if not forgetting.truncate():
            self.stderr.write("The write-ahead log is in use and could not be cut; run this again when it is quiet.")
        waiting = asyncio.run(self._retry())
        self.stdout.write(f"Deleted: {sessions} conversations and {turns} older turns.")
        self.stdout.write(f"Conversations that the assistant still has to delete: {waiting}.")

    async def _retry(self) -> int:
        try:
            await forgetting.retry()
        finally:
            await assistant.hang_up()
        return await PendingDeletion.objects.acount()
