"""docs/openapi.yml and the server say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
import yaml

from tests.conftest import ROOT, Server
from tests.server.test_api import Person
from trigger_points.server.problems import STATUS

DOCUMENT: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "openapi.yml").read_text(encoding="utf-8"))
RESOLVER = jsonschema.RefResolver((ROOT / "docs" / "openapi.yml").as_uri(), DOCUMENT)
OPERATIONS = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    return RESOLVER.resolve(part["$ref"])[1] if "$ref" in part else part


def conforms(response: httpx.Response) -> httpx.Response:
    """``response`` is one that the document promises."""
    path = response.request.url.path.removeprefix("/chat")
    responses = DOCUMENT["paths"][path][response.request.method.lower()]["responses"]
    promised = responses.get(str(response.status_code)) or responses["default"]
    promised = resolved(promised)
    if "content" not in promised:
        assert response.content == b""
        return response
    kind = response.headers["Content-Type"].split(";")[0]
    assert kind in promised["content"], f"{path} answers {kind}"
    for name in promised.get("headers", {}):
        assert name in response.headers
    if kind == "application/json":
        schema = promised["content"][kind]["schema"]
        jsonschema.Draft4Validator(schema, resolver=RESOLVER).validate(response.json())
    return response


def test_every_error_code_is_documented() -> None:
    codes = DOCUMENT["components"]["schemas"]["Problem"]["properties"]["error"]["properties"]["code"]["enum"]
    assert sorted(codes) == sorted(STATUS)
    words = (ROOT / "docs" / "chat-api.md").read_text(encoding="utf-8")
    for code, status in STATUS.items():
        assert re.search(rf"\| {status} \|.*`{code}`", words), f"docs/chat-api.md: {status} {code} is missing"


@pytest.mark.model
def test_the_document_knows_every_route_and_there_are_no_others(model: Path, tmp_path: Path) -> None:
    from trigger_points.server.app import create_app

    pages = {("/", "get"), ("/chat", "get"), ("/chat/widget.js", "get"), ("/chat/<name:path>", "get")}
    routes = {
        (f"/{route.path}", method.lower())
        for route in create_app(model, tmp_path).router.routes
        for method in route.methods
    }
    assert routes - pages == {(f"/chat{path}", method) for path, method in OPERATIONS}


@pytest.mark.model
def test_a_conversation_conforms(server: Server) -> None:
    person = Person(server.url)
    conforms(httpx.post(f"{server.url}/chat/session"))
    for path in ("health", "ready"):
        conforms(httpx.get(f"{server.url}/chat/{path}"))
    for text in ("my left buttock aches when I sit", "show me something to try", "none of these", "", "x" * 3000):
        conforms(person.post({"text": text}))
    for body in ({}, [], {"choice": "x"}, {"choices": ["x"]}):
        conforms(person.post(body))
    for path in ("messages", "summary", "plan", "plan.ics"):
        conforms(person.http.get(f"/chat/{path}", headers=person.headers))
    conforms(person.http.get("/chat/summary", headers={**person.headers, "Accept": "text/html"}))
    conforms(person.http.delete("/chat/session", headers=person.headers))


@pytest.mark.model
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_without_a_session_and_with_odd_bodies(server: Server, path: str, method: str) -> None:
    for headers in ({}, {"Authorization": "Bearer x"}, {"Content-Type": "application/json"}):
        for body in (b"", b"{", b"null", b'{"text": "hi"}'):
            conforms(httpx.request(method.upper(), f"{server.url}/chat{path}", headers=headers, content=body))
