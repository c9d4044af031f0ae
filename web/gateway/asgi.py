"""The ASGI application: `web.gateway.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.gateway.settings")
_django = get_asgi_application()

from .doorway import Doorway  # noqa: E402 - models need a Django that is set up
from .forgetting import keep_forgetting  # noqa: E402

application = Doorway(_django, beside=keep_forgetting)  # type: ignore[arg-type]
