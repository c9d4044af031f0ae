"""The Django app."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """Registers the checks that run before the server starts."""

    name = "web.gateway"
    label = "gateway"

    def ready(self) -> None:
        """Load the checks."""
        from . import checks  # noqa: F401, PLC0415
