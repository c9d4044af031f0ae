"""The public paths, all of them. `docs/openapi.yml` describes each; a test compares the two."""

from django.urls import path

from . import pages, views

urlpatterns = [
    path("", pages.demo),
    path("widget/<path:file>", pages.widget),
    path("api/sessions", views.sessions),
    path("api/sessions/current", views.current_session),
    path("api/sessions/end", views.end_session),
    path("api/messages", views.messages),
    path("api/ratings", views.ratings),
    path("api/helplines", views.helplines),
    path("healthz", views.alive),
    path("readyz", views.ready),
]
handler400 = "web.gateway.errors.bad_request"
handler404 = "web.gateway.errors.not_found"
handler500 = "web.gateway.errors.server_error"
