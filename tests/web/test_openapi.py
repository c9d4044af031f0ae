"""The server against `docs/openapi.yml`: the same paths and methods, and answers that fit."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.web.conftest import Visitor
from web.gateway import checks, urls

SPEC = yaml.safe_load((Path(__file__).resolve().parents[2] / "docs" / "openapi.yml").read_text("utf-8"))
REGISTRY: Registry[Any] = Registry().with_resource("urn:api", Resource(contents=SPEC, specification=DRAFT202012))
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def resolve(part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        found: Any = SPEC
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def fits(answer: httpx.Response, path: str) -> None:
    """Raise when the specification does not describe `answer`."""
    operation = SPEC["paths"][path][answer.request.method.lower()]
    described = operation["responses"]
    status = str(answer.status_code)
    assert status in described or answer.status_code in {404, 405, 408, 500}, f"{status} of {path} is not described"
    content = resolve(described.get(status, described["default"])).get("content")
    if content is None:
        assert answer.content == b""
        return
    kind = answer.headers["content-type"].split(";")[0]
    assert kind in content, kind
    if kind == "application/json":
        pointer = {"$ref": "urn:api#/components/schemas/Refused"} if status not in described else None
        schema = pointer or absolute(content[kind]["schema"])
        Draft202012Validator(schema, registry=REGISTRY).validate(answer.json())


def absolute(part: Any) -> Any:
    if isinstance(part, dict):
        return {k: "urn:api" + v if k == "$ref" else absolute(v) for k, v in part.items()}
    return [absolute(item) for item in part] if isinstance(part, list) else part


def test_the_schemas_are_schemas() -> None:
    for name, schema in SPEC["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert name[0].isupper()


def test_the_paths_are_the_same() -> None:
    served = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern)) for pattern in urls.urlpatterns}
    assert served == set(SPEC["paths"])


def test_the_methods_are_the_same(newcomer: Visitor) -> None:
    for path, operations in SPEC["paths"].items():
        for method in METHODS:
            allowed = newcomer.ask(method, path.replace("{file}", "houvast-chat.js")).status_code != 405
            assert allowed == (method.lower() in operations), (method, path)


def test_the_reasons_of_refusals_are_the_texts_we_have() -> None:
    reasons = SPEC["components"]["schemas"]["Refused"]["properties"]["error"]["enum"]
    assert set(reasons) == set(checks.TEXT_IDS) - {"rating_thanks"}


@pytest.mark.parametrize("test_clock", [False, True])
def test_the_answers_fit(newcomer: Visitor, assistant: Any, settings: Any, test_clock: bool) -> None:
    settings.TEST_CLOCK = test_clock
    opened = newcomer.ask("POST", "/api/sessions")
    fits(opened, "/api/sessions")
    newcomer.token = opened.json()["session"]
    for text in ("hallo", "ik wil niet meer leven", "HULP", "", "a" * 2001, "a" * 70_000, 5):
        fits(newcomer.say(text), "/api/messages")
    fits(newcomer.ask("POST", "/api/messages", content=b"x"), "/api/messages")
    fits(newcomer.ask("POST", "/api/ratings", json={"helped": False}, headers=newcomer.bearer()), "/api/ratings")
    fits(newcomer.ask("POST", "/api/ratings", json={}, headers=newcomer.bearer()), "/api/ratings")
    for path in ("/", "/healthz", "/readyz", "/api/helplines"):
        fits(newcomer.ask("GET", path), path)
    for file in ("houvast-chat.js", "niets.js"):
        fits(newcomer.ask("GET", f"/widget/{file}"), "/widget/{file}")
    assistant.ready, assistant.status = False, 500
    fits(newcomer.say("hallo"), "/api/messages")
    fits(newcomer.ask("GET", "/readyz"), "/readyz")
    for number in range(40):
        answer = newcomer.say(f"bericht {number}")
        fits(answer, "/api/messages")
    assert answer.status_code == 429
    delete = newcomer.ask("DELETE", "/api/sessions/current", headers=newcomer.bearer())
    fits(delete, "/api/sessions/current")
    fits(newcomer.ask("DELETE", "/api/sessions/current", headers=newcomer.bearer()), "/api/sessions/current")
    fits(newcomer.ask("POST", "/api/sessions/end", content=newcomer.token), "/api/sessions/end")


def test_an_answer_that_does_not_fit_is_seen(visitor: Visitor, assistant: Any) -> None:
    assistant.messages = lambda body: [{"text": "a", "buttons": [{"title": "zonder payload"}]}]
    with pytest.raises(ValidationError):
        fits(visitor.say("hallo"), "/api/messages")
