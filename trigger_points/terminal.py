"""Chat in the terminal with the same assistant."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from rich.console import Console

from trigger_points.server.assistant import Assistant

console = Console()


async def run(assistant: Assistant) -> None:
    """Ask, answer, until the person leaves (Ctrl+D or an empty line twice)."""
    conversation = secrets.token_hex(8)
    offers = show((await assistant.hear(conversation, choice="welcome")).replies)
    while True:
        try:
            said = (await asyncio.to_thread(input, "you> ")).strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if not said:
            continue
        if (
            said.isdigit()
            and 1 <= int(said) <= len(offers)
            and not offers[int(said) - 1]["payload"].startswith("score:")
        ):
            choice = offers[int(said) - 1]
            reaction = await assistant.hear(conversation, choice=choice["payload"], title=choice["title"])
        else:
            reaction = await assistant.hear(conversation, text=said)
        offers = show(reaction.replies)


def show(replies: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Print replies and their numbered offers; returns the offers."""
    offers: list[dict[str, str]] = []
    for reply in replies:
        console.print(reply["text"], highlight=False, markup=False)
        offers = [*reply.get("choices", [])]
        if reply["type"] == "checklist":
            offers = [
                reply["none"],
                *({"title": i["label"], "payload": i["payload"]} for g in reply["groups"] for i in g["items"]),
            ]
    for number, offer in enumerate(offers, 1):
        console.print(f"  [{number}] {offer['title']}", highlight=False, markup=False)
    return offers
