"""The web server of the product with nothing behind it."""

from __future__ import annotations

import sys

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

app = Sanic("echo", configure_logging=False)


@app.post("/chat/messages")
async def echo(request: Request) -> HTTPResponse:
    """Say it back in the shape of an answer."""
    said = next(iter(request.json.values()))
    return json({"replies": [{"type": "text", "text": said, "choices": []}], "care_level": "self_care"})


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), access_log=False, motd=False, workers=1)
