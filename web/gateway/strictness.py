"""Django's own security middleware, run in the event loop instead of in a thread."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import csp, security
from django.utils.deprecation import MiddlewareMixin


class _InTheLoop(MiddlewareMixin):
    """Both parts only look at headers; two changes of thread for each would cost more than the work."""

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        early = self.process_request(request)  # type: ignore[attr-defined]
        response = early or await self.get_response(request)  # type: ignore[misc]
        finished: HttpResponseBase = self.process_response(request, response)  # type: ignore[attr-defined]
        return finished


class SecurityMiddleware(_InTheLoop, security.SecurityMiddleware):
    """nosniff, Referrer-Policy, opener policy, HSTS."""


class ContentSecurityPolicyMiddleware(_InTheLoop, csp.ContentSecurityPolicyMiddleware):
    """The policy of `SECURE_CSP`."""
