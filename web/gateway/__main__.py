"""`python -m web.gateway`: checks, migrates and serves. One process: limits and turns are kept in its memory."""

import logging
import os
import sys

import django
import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError


def main() -> int:
    """Run until stopped; returns the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.gateway.settings")
    django.setup()
    # Transcripts, even redacted, are for the owner of this process only.
    os.umask(0o077)
    settings.DATABASES["default"]["NAME"].parent.mkdir(parents=True, exist_ok=True)
    try:
        call_command("check")
    except SystemCheckError as error:
        print(error, file=sys.stderr)
        return 1
    call_command("migrate", interactive=False, verbosity=0)

    from .asgi import application  # noqa: PLC0415 - models need a Django that is set up

    logging.getLogger("houvast.gateway").info(
        "gateway on http://%s:%d (%s%s), assistant at %s",
        settings.HOST, settings.PORT, settings.ENVIRONMENT, ", test clock on" if settings.TEST_CLOCK else "",
        settings.ASSISTANT_URL,
    )  # fmt: skip
    uvicorn.run(
        application,
        host=settings.HOST,
        port=settings.PORT,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.BEHIND_PROXY,
        timeout_graceful_shutdown=10,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
